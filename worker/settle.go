package worker

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"quire/ent/ident"
	"quire/ent/job"
	"quire/internal/progress"
	"quire/storage/inspect"
)

// settle writes the job's new state. A job that somebody canceled ends so,
// whatever came of it.
func (w *Worker) settle(ctx context.Context, tx pgx.Tx, a *attempt, o outcome, held *heldJob) (job.Status, error) {
	kind := o.kind
	if held.status == job.StatusCanceling {
		kind = stopped
	}
	if kind == tryAgain || kind == gaveUp {
		if err := remember(ctx, tx, a.JobID, failedAttempt(a, o, held)); err != nil {
			return "", err
		}
	}
	switch kind {
	case succeeded:
		_, err := finish(ctx, tx, a, o.made)
		return job.StatusDone, err
	case stopped:
		return job.StatusCanceled, setCanceled(ctx, tx, a.JobID)
	case handBack:
		return job.StatusQueued, w.requeue(ctx, tx, a.JobID, a.river.Args.RequestID, held.attempts-1, 0)
	case tryAgain:
		if held.attempts < w.MaxAttempts {
			return job.StatusQueued, w.requeue(ctx, tx, a.JobID, a.river.Args.RequestID, held.attempts, w.Backoff(held.attempts))
		}
		return job.StatusError, setError(ctx, tx, a.JobID, codeUnavailable,
			"the files or the place for the booklet could not be reached, time and again; order it anew later, or ask the operator")
	}
	return job.StatusError, setError(ctx, tx, a.JobID, o.code, o.message)
}

// finishOf ends a job whose booklet is stored, under the fence: the booklet's row,
// the job's and River's, and the news of it, in one statement.
func finishOf(told string) string {
	return `with held as (select id, tenant_id, created_by from jobs where id = $1 and river_job_id = $2 and worker_id = $3 and status = 'RUNNING' for update),
	made as (insert into uploads (id, tenant_id, storage_key, name, kind, origin, media_type, size, sha256, crc32, uploaded_by, uploaded_at)
		select $4, tenant_id, $5, $6, 'PDF', 'GENERATED', 'application/pdf', $7, $8, $9, created_by, now() from held returning id),
	ended as (update river_job r set state = 'completed', finalized_at = now() from held where r.id = $2 and r.state = 'running'),
	done as (update jobs j set status = 'DONE', stage = 'FINISHED', pages_done = $10, pages_total = $10, output_id = made.id, warnings_json = $11,
		worker_id = null, finished_at = now(), sequence = sequence + 1 from made where j.id = $1 returning j.*)
	select ` + told + ` from done j`
}

var finishJob, finishJobOfBatch = finishOf(progress.Told), finishOf(progress.Untold)

// database is a pool or a transaction.
type database interface {
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
}

// finish records the booklet; false when the job is not this attempt's any more, or
// somebody canceled it.
func finish(ctx context.Context, db database, a *attempt, made *booklet) (bool, error) {
	found, err := json.Marshal(made.warnings)
	if err != nil {
		return false, err
	}
	statement := finishJob
	if a.river.Args.BatchID != "" {
		statement = finishJobOfBatch
	}
	tag, err := db.Exec(ctx, statement, a.JobID, a.RiverJobID, a.WorkerID, ident.New(ident.Upload), made.key, outputName(made.name),
		made.stored.Size, made.stored.SHA256, int64(made.stored.CRC32), made.total, found)
	return tag.RowsAffected() == 1, err
}

// outputName is the booklet's title as the name of a file.
func outputName(title string) string {
	flat := strings.NewReplacer("/", "-", "\\", "-").Replace(title)
	return inspect.CleanName(flat, ".pdf")
}

func setCanceled(ctx context.Context, tx pgx.Tx, jobID string) error {
	_, err := tx.Exec(ctx, `update jobs set status = 'CANCELED', worker_id = null, finished_at = now(), sequence = sequence + 1 where id = $1`, jobID)
	return err
}

func setError(ctx context.Context, tx pgx.Tx, jobID, code, message string) error {
	_, err := tx.Exec(ctx, `update jobs set status = 'ERROR', error_code = $2, error_message = $3,
		worker_id = null, finished_at = now(), sequence = sequence + 1 where id = $1`, jobID, code, progress.Message(message))
	return err
}

// requeue gives the job a new River row, which any worker takes after delay.
func (w *Worker) requeue(ctx context.Context, tx pgx.Tx, jobID, requestID string, attempts int, delay time.Duration) error {
	riverID, err := w.queue.again(ctx, tx, jobID, requestID, delay)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update jobs set status = 'QUEUED', stage = '', pages_done = 0, pages_total = 0, attempts = $2, river_job_id = $3,
		worker_id = null, sequence = sequence + 1 where id = $1`, jobID, attempts, riverID)
	return err
}
