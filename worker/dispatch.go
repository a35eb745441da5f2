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

// beginDispatch takes the lock. The dispatcher looks for few rows in long tables, and
// each of its searches has an index, but the statistics of jobs, whose states change
// all the time, often advise against it: to read them all, or to collect the dead
// entries of two indexes. Plans made against that advice look dear enough to be
// compiled, which would take a second; and plans for each number of rows that there
// is room for are all the same.
const beginDispatch = `select pg_advisory_xact_lock($1), set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
	set_config('jit', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true)`

// finishBatches ends those whose jobs are all there and over. By the alphabet, a job
// that waits or runs comes last of its batch: one look at the index of batches and
// states tells, where a search might read the whole table.
const finishBatches = `update batches b set status = case b.status when 'CANCELING' then 'CANCELED' else 'DONE' end, finished_at = now(), sequence = sequence + 1
	where b.status in ('RUNNING', 'PAUSED', 'CANCELING') and b.prepared
		and coalesce((select j.status from jobs j where j.batch_id = b.id order by j.status desc limit 1), '') not in ('QUEUED', 'RUNNING')
		and (select true from jobs j where j.batch_id = b.id and j.status = 'CANCELING' limit 1) is null returning b.id`

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
		if _, err := tx.Exec(ctx, beginDispatch, dispatchLock); err != nil {
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

const (
	// prepareAhead is how many jobs of a batch wait at least, while it lacks any.
	// Making them costs about a tenth of doing them: spread over the whole batch,
	// that slows none of its parts.
	prepareAhead = 200
	// prepareAnyway is how long it may be that none are made, however many wait: the
	// attributes shall be those of the time of the order, or not much younger.
	prepareAnyway = time.Second
)

// prepare makes jobs of batches, a chunk at a time, until enough wait.
func (w *Worker) prepare(ctx context.Context) error {
	enough := prepareAhead
	if time.Since(w.prepared) >= prepareAnyway {
		enough = jobs.MaxBatch
	}
	for {
		more, err := jobs.PrepareBatches(ctx, w.DB, enough)
		if err != nil || !more {
			return err
		}
		w.prepared, enough = time.Now(), prepareAhead
		w.dispatcher.wake()
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
