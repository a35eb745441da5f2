package worker

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/engine"
	"quire/ent"
	"quire/ent/job"
	"quire/internal/postgres"
	"quire/internal/progress"
	"quire/storage"
)

const (
	// concludeTimeout bounds one try to write what came of an attempt.
	concludeTimeout = 10 * time.Second
	// The pause between two tries, while the database is away.
	concludePauseMin = 100 * time.Millisecond
	concludePauseMax = 2 * time.Second
)

// conclude writes what came of an attempt, and ends its River row in the same
// transaction. While the database is away it keeps trying, for the work is done
// and would be lost; only when the process must end at once does it give up, and
// other workers find the job.
func (w *Worker) conclude(ctx context.Context, a *attempt, o outcome) {
	ctx = context.WithoutCancel(ctx)
	status, err := w.persist(ctx, a, o)
	if err != nil && !away(err) {
		w.Log.ErrorContext(ctx, "what came of the job cannot be written", "error", err)
		o = failed(engine.CodeFailure, "the booklet could not be recorded because of a fault in the program; the log tells more", err)
		status, err = w.persist(ctx, a, o)
	}
	took := time.Since(a.began)
	if err != nil {
		w.Log.ErrorContext(ctx, "job left to other workers: its end cannot be written", "error", err, "took", took)
		return
	}
	if status == job.StatusDone && a.river.Args.BatchID != "" {
		w.publisher.Tell(a.JobID)
	}
	w.report(ctx, a, o, status, took)
	if status != job.StatusDone {
		w.discard(ctx, a)
	}
}

// persist tries until it is written, it cannot be, or the process must end.
func (w *Worker) persist(ctx context.Context, a *attempt, o outcome) (job.Status, error) {
	for pause := concludePauseMin; ; pause = min(2*pause, concludePauseMax) {
		status, err := w.write(ctx, a, o)
		if !away(err) {
			return status, err
		}
		w.Log.WarnContext(ctx, "the database is away; the end of the job waits", "error", err, "pause", pause)
		select {
		case <-w.hurry:
			return "", err
		case <-time.After(pause):
		}
	}
}

// away tells whether the database could not be asked, or did not answer in time.
func away(err error) bool {
	return postgres.Transient(err) || errors.Is(err, context.DeadlineExceeded)
}

// statusFenced stands for a job that is another's by now.
const statusFenced job.Status = ""

func (w *Worker) write(ctx context.Context, a *attempt, o outcome) (status job.Status, err error) {
	ctx, cancel := context.WithTimeout(ctx, concludeTimeout)
	defer cancel()
	if o.kind == succeeded {
		// Nearly always, and then all of it is one statement.
		if done, err := finish(ctx, w.DB.Pool, a, o.made); err != nil || done {
			return job.StatusDone, err
		}
	}
	err = w.DB.InTx(ctx, func(ctx context.Context, _ *ent.Client, tx pgx.Tx) error {
		held, err := holdFence(ctx, tx, a)
		if err != nil || held == nil {
			status = statusFenced
			return err
		}
		if status, err = w.settle(ctx, tx, a, o, held); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "update river_job set state = 'completed', finalized_at = now() where id = $1 and state = 'running'", a.RiverJobID); err != nil {
			return err
		}
		return progress.Announce(ctx, tx, a.JobID)
	})
	if err == nil && status == statusFenced {
		// A commit whose answer was lost has moved the fence itself.
		return w.committed(ctx, a)
	}
	return status, err
}

// heldJob is what the row of a job says under the fence.
type heldJob struct {
	status   job.Status
	attempts int
}

// holdFence locks the job's row, if it is still this attempt's; otherwise it
// gives nil.
func holdFence(ctx context.Context, tx pgx.Tx, a *attempt) (*heldJob, error) {
	var h heldJob
	err := tx.QueryRow(ctx, `select status, attempts from jobs
		where id = $1 and river_job_id = $2 and worker_id = $3 and status in ('RUNNING', 'CANCELING') for update`,
		a.JobID, a.RiverJobID, a.WorkerID).Scan(&h.status, &h.attempts)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return &h, err
}

// committed tells whether the fence is gone because this attempt itself has
// finished the job.
func (w *Worker) committed(ctx context.Context, a *attempt) (job.Status, error) {
	key, err := outputKey(a.tenant, a.Attempt)
	if err != nil {
		return statusFenced, err
	}
	var there bool
	err = w.DB.Pool.QueryRow(ctx, "select exists (select from uploads where tenant_id = $1 and storage_key = $2)", a.tenant, key).Scan(&there)
	if err != nil || !there {
		return statusFenced, err
	}
	return job.StatusDone, nil
}

// discard removes what the attempt may have stored, for nothing points at it.
func (w *Worker) discard(ctx context.Context, a *attempt) {
	ctx, cancel := context.WithTimeout(ctx, concludeTimeout)
	defer cancel()
	key, err := outputKey(a.tenant, a.Attempt)
	if err == nil {
		err = w.Store.Delete(ctx, key)
	}
	if err != nil && !errors.Is(err, storage.ErrNotFound) {
		w.Log.WarnContext(ctx, "an unused booklet may stay in storage", "key", key, "error", err)
	}
}

func (w *Worker) report(ctx context.Context, a *attempt, o outcome, status job.Status, took time.Duration) {
	w.Metrics.JobStage("TOTAL", took)
	if status != statusFenced {
		w.Metrics.Job(string(job.TypeGenerateBook), string(status))
	}
	switch status {
	case job.StatusDone:
		w.Log.InfoContext(ctx, "job done", "took", took)
	case job.StatusError:
		w.Log.WarnContext(ctx, "job failed", "took", took, "code", o.code, "message", o.message, "error", o.cause)
	case job.StatusQueued:
		w.Log.WarnContext(ctx, "job goes back to the queue", "took", took, "error", o.cause)
	case statusFenced:
		w.Log.WarnContext(ctx, "job was taken over by another worker; this result is dropped", "took", took)
	default:
		w.Log.InfoContext(ctx, "job canceled", "took", took)
	}
}
