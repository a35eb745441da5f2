package worker

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/ident"
	"quire/ent/job"
	"quire/ent/tenancy"
	"quire/ent/upload"
	"quire/internal/plan"
	"quire/internal/progress"
	"quire/storage/inspect"
)

// settle writes the job's new state. A job that somebody canceled ends so,
// whatever came of it.
func (w *Worker) settle(ctx context.Context, ec *ent.Client, tx pgx.Tx, a *attempt, o outcome, held *heldJob) (job.Status, error) {
	kind := o.kind
	if held.status == job.StatusCanceling {
		kind = stopped
	}
	switch kind {
	case succeeded:
		return job.StatusDone, w.setDone(ctx, ec, tx, a, o.made, held)
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

func (w *Worker) setDone(ctx context.Context, ec *ent.Client, tx pgx.Tx, a *attempt, made *booklet, held *heldJob) error {
	output, err := ec.Upload.Create().
		SetID(ident.New(ident.Upload)).SetTenantID(a.tenant).
		SetStorageKey(made.key).SetName(outputName(a.snapshot)).
		SetKind(upload.KindPDF).SetOrigin(upload.OriginGenerated).SetMediaType("application/pdf").
		SetSize(made.stored.Size).SetSha256(made.stored.SHA256).SetNillableUploadedBy(held.createdBy).
		Save(tenancy.With(ctx, a.tenant))
	if err != nil {
		return err
	}
	found, err := json.Marshal(made.warnings)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update jobs set status = 'DONE', stage = 'FINISHED', pages_done = $2, pages_total = $2, output_id = $3, warnings_json = $4,
		worker_id = null, finished_at = now(), sequence = sequence + 1 where id = $1`, a.JobID, made.total, output.ID, found)
	return err
}

// outputName is the booklet's title as the name of a file.
func outputName(s plan.Snapshot) string {
	flat := strings.NewReplacer("/", "-", "\\", "-").Replace(s.Title())
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
