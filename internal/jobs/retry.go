package jobs

import (
	"context"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/job"
	"quire/internal/audit"
	"quire/internal/problem"
	"quire/internal/progress"
)

// RetryJob has a job that has failed tried again, from the same snapshot and with
// all its attempts; what came of the former ones stays in its history. A batch that
// is over goes on. A job that has not failed is a CONFLICT, and one of a batch that
// was stopped.
func (s *Service) RetryJob(ctx context.Context, id string) error {
	return s.db.InTx(ctx, func(ctx context.Context, ec *ent.Client, tx pgx.Tx) error {
		j, err := ec.Job.Query().Where(job.ID(id)).ForUpdate().Only(ctx)
		if ent.IsNotFound(err) {
			return problem.Missing("job", id)
		}
		if err != nil {
			return err
		}
		if j.Status != job.StatusError {
			return problem.New(problem.Conflict, "the job is %s: only what has failed can be tried again", j.Status)
		}
		if j.BatchID != nil {
			if err := reopen(ctx, tx, *j.BatchID); err != nil {
				return err
			}
		}
		return s.again(ctx, ec, tx, j)
	})
}

// reopen has a batch go on that is over.
func reopen(ctx context.Context, tx pgx.Tx, batchID string) error {
	tag, err := tx.Exec(ctx, `update batches set status = case status when 'DONE' then 'RUNNING' else status end, finished_at = null, sequence = sequence + 1
		where id = $1 and status in ('DONE', 'RUNNING', 'PAUSED')`, batchID)
	if err != nil {
		return err
	}
	if tag.RowsAffected() == 0 {
		return problem.New(problem.Conflict, "the batch of this job was stopped; order the booklet by itself")
	}
	return progress.AnnounceBatches(ctx, tx, batchID)
}

func (s *Service) again(ctx context.Context, ec *ent.Client, tx pgx.Tx, j *ent.Job) error {
	_, err := tx.Exec(ctx, `update jobs set status = 'QUEUED', stage = '', pages_done = 0, pages_total = 0, attempts = 0, river_job_id = null,
		error_code = null, error_message = null, finished_at = null, sequence = sequence + 1 where id = $1`, j.ID)
	if err != nil {
		return err
	}
	if err := audit.Record(ctx, audit.Event{Action: auditevent.ActionChanged, TargetID: j.ID, Changes: []string{job.FieldStatus}}); err != nil {
		return err
	}
	if j.BatchID != nil {
		err = s.queue.Wake(ctx, tx)
	} else {
		err = s.enqueue(ctx, ec, tx, j)
	}
	if err != nil {
		return err
	}
	return progress.Announce(ctx, tx, j.ID)
}
