// Package jobs orders work in the background and stops it. An order fixes
// everything that the work is made from, so that later changes do not touch it.
package jobs

import (
	"context"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/job"
	"quire/internal/audit"
	"quire/internal/postgres"
	"quire/internal/problem"
	"quire/internal/progress"
)

// Queue hands jobs to the workers. What it does becomes true with the
// transaction.
type Queue interface {
	// Insert queues a job that is made from files of load bytes, and gives the id
	// of the queue's own row.
	Insert(ctx context.Context, tx pgx.Tx, jobID, requestID string, load int64) (int64, error)
	// Wake tells a worker that jobs wait to be queued, or batches for their jobs.
	Wake(ctx context.Context, tx pgx.Tx) error
	// Cancel takes a job out of the queue, or tells the worker that runs it to
	// stop.
	Cancel(ctx context.Context, tx pgx.Tx, queueID int64) error
}

// Service knows the rules of jobs. Everything it does is confined to the tenant
// of the context.
type Service struct {
	db    *postgres.DB
	queue Queue
}

// New makes the service.
func New(db *postgres.DB, queue Queue) *Service { return &Service{db: db, queue: queue} }

// Cancel stops a job: one that waits is canceled at once, one that runs as soon
// as its worker notices. A job that is over stays as it is.
func (s *Service) Cancel(ctx context.Context, id string) error {
	return s.db.InTx(ctx, func(ctx context.Context, ec *ent.Client, tx pgx.Tx) error {
		j, err := ec.Job.Query().Where(job.ID(id)).ForUpdate().Only(ctx)
		if ent.IsNotFound(err) {
			return problem.Missing("job", id)
		}
		if err != nil {
			return err
		}
		return s.cancel(ctx, j, tx)
	})
}

func (s *Service) cancel(ctx context.Context, j *ent.Job, tx pgx.Tx) error {
	var change string
	switch j.Status {
	case job.StatusQueued:
		change = "update jobs set status = 'CANCELED', finished_at = now(), sequence = sequence + 1 where id = $1"
	case job.StatusRunning:
		change = "update jobs set status = 'CANCELING', sequence = sequence + 1 where id = $1"
	default:
		return nil
	}
	if _, err := tx.Exec(ctx, change, j.ID); err != nil {
		return err
	}
	if j.RiverJobID != nil {
		if err := s.queue.Cancel(ctx, tx, *j.RiverJobID); err != nil {
			return err
		}
	}
	if err := audit.Record(ctx, audit.Event{Action: auditevent.ActionCanceled, TargetID: j.ID}); err != nil {
		return err
	}
	return progress.Announce(ctx, tx, j.ID)
}
