package worker

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"quire/ent"
	"quire/internal/jobs"
	"quire/internal/progress"
)

// dispatchEvery bounds how long a job can wait for a dispatcher that nobody woke.
const dispatchEvery = time.Second

// dispatchLock lets one dispatcher at a time look, in all processes.
const dispatchLock = 0x7175697265 // the letters of quire

// finishBatches ends those whose jobs are all there and over.
const finishBatches = `update batches b set status = case b.status when 'CANCELING' then 'CANCELED' else 'DONE' end, finished_at = now(), sequence = sequence + 1
	where b.status in ('RUNNING', 'PAUSED', 'CANCELING') and b.prepared
		and not exists (select from jobs j where j.batch_id = b.id and j.status in ('QUEUED', 'RUNNING', 'CANCELING')) returning b.id`

// wakeable is a loop that works when it is woken, and now and then by itself.
type wakeable chan struct{}

func (k wakeable) wake() {
	select {
	case k <- struct{}{}:
	default:
	}
}

// run calls do until ctx ends; complain is told the first of several errors in a
// row.
func (k wakeable) run(ctx context.Context, do func(context.Context) error, complain func(error)) {
	tick := time.NewTicker(dispatchEvery)
	defer tick.Stop()
	for failed := false; ; {
		err := do(ctx)
		if err != nil && !failed && ctx.Err() == nil {
			complain(err)
		}
		failed = err != nil
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case <-k:
		}
	}
}

// dispatch gives the queue the jobs whose turn it is and closes batches that are
// over.
func (w *Worker) dispatch(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, concludeTimeout)
	defer cancel()
	return w.DB.InTx(ctx, func(ctx context.Context, _ *ent.Client, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "select pg_advisory_xact_lock($1)", dispatchLock); err != nil {
			return err
		}
		if err := w.giveOut(ctx, tx); err != nil {
			return fmt.Errorf("give out jobs: %w", err)
		}
		rows, err := tx.Query(ctx, finishBatches)
		if err != nil {
			return err
		}
		over, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil || len(over) == 0 {
			return err
		}
		return progress.AnnounceBatches(ctx, tx, over...)
	})
}

// prepare makes the jobs of batches, a chunk at a time, until all are there.
func (w *Worker) prepare(ctx context.Context) error {
	for {
		more, err := jobs.PrepareBatches(ctx, w.DB)
		w.dispatcher.wake()
		if err != nil || !more {
			return err
		}
	}
}

// WakeArgs wake the dispatcher of some process: orders wait for their turn.
type WakeArgs struct{}

// Kind is the name of this kind of work; it never changes.
func (WakeArgs) Kind() string { return "wake_dispatcher" }

// InsertOpts are those of every wake-up. One that gets lost costs a second.
func (WakeArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: controlQueue, MaxAttempts: 1}
}

// controlQueue is River's queue for what keeps the others going.
const controlQueue = "control"

type wakeDispatcher struct {
	river.WorkerDefaults[WakeArgs]
	*Worker
}

// Work wakes the loops of this process.
func (d *wakeDispatcher) Work(context.Context, *river.Job[WakeArgs]) error {
	d.preparer.wake()
	d.dispatcher.wake()
	d.importer.wake()
	return nil
}
