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

// River's priorities of jobs: whatever an office orders by hand overtakes what
// has piled up, and that overtakes batches.
const (
	priorityDirect  = 1
	priorityWaiting = 2
	priorityBatch   = 3
)

// dispatchEvery bounds how long a job can wait for a dispatcher that nobody woke.
const dispatchEvery = time.Second

// dispatchLock lets one dispatcher at a time look, in all processes.
const dispatchLock = 0x7175697265 // the letters of quire

// notGiven are jobs that the queue has not been given, flying those that it has.
const (
	notGiven = "status = 'QUEUED' and river_job_id is null"
	flying   = "river_job_id is not null and status in ('QUEUED', 'RUNNING', 'CANCELING')"
)

// free tells how many jobs the living workers could begin now, if some slots are
// to stay free for what comes by hand.
var free = fmt.Sprintf(`select s.n - case when s.n > 2 then greatest(s.n / 4, 1) else 0 end - (select count(*) from jobs where %s)
	from (select coalesce(sum(slots), 0) n from worker_processes where seen_at > now() - interval '%d milliseconds') s`, flying, deadAfter.Milliseconds())

// nextJobs are those whose turn it is. Each organisation has as many turns as it
// has jobs: the one that has fewest jobs in the queue comes first, whatever the
// number that it has waiting. Its own jobs go by their age, batches last.
var nextJobs = fmt.Sprintf(`with recursive offices(id) as (
		(select tenant_id from jobs where %[1]s and batch_id is null order by tenant_id limit 1)
		union all
		select (select tenant_id from jobs where %[1]s and batch_id is null and tenant_id > offices.id order by tenant_id limit 1) from offices where offices.id is not null),
	waiting as (
		select j.id, j.tenant_id, j.request_id, %[3]d as priority from offices, lateral
			(select id, tenant_id, request_id from jobs where %[1]s and batch_id is null and tenant_id = offices.id order by id limit $1) j
		union all
		select j.id, b.tenant_id, j.request_id, %[4]d from batches b, lateral
			(select id, request_id from jobs where %[1]s and batch_id = b.id order by id limit $1) j where b.status = 'RUNNING'),
	held as (select tenant_id, count(*) n from jobs where %[2]s group by tenant_id),
	turns as (select w.*, coalesce(h.n, 0) + row_number() over (partition by w.tenant_id order by w.priority, w.id) as turn
		from waiting w left join held h using (tenant_id))
	select j.id, j.request_id, t.priority from turns t join jobs j using (id)
		where j.status = 'QUEUED' and j.river_job_id is null order by t.turn, t.priority, t.id limit $1 for update of j skip locked`,
	notGiven, flying, priorityWaiting, priorityBatch)

// finished batches are those whose jobs are all there and over.
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

func (w *Worker) giveOut(ctx context.Context, tx pgx.Tx) error {
	var room int
	if err := tx.QueryRow(ctx, free).Scan(&room); err != nil || room <= 0 {
		return err
	}
	rows, err := tx.Query(ctx, nextJobs, room)
	if err != nil {
		return err
	}
	var ids []string
	var orders []river.InsertManyParams
	var id, request string
	var priority int
	if _, err := pgx.ForEachRow(rows, []any{&id, &request, &priority}, func() error {
		ids = append(ids, id)
		orders = append(orders, river.InsertManyParams{
			Args: GenerateBookArgs{JobID: id, RequestID: request}, InsertOpts: &river.InsertOpts{Priority: priority},
		})
		return nil
	}); err != nil || len(orders) == 0 {
		return err
	}
	inserted, err := w.queue.client.InsertManyTx(ctx, tx, orders)
	if err != nil {
		return err
	}
	riverIDs := make([]int64, len(inserted))
	for i, row := range inserted {
		riverIDs[i] = row.Job.ID
	}
	_, err = tx.Exec(ctx, "update jobs j set river_job_id = r.river_id from unnest($1::text[], $2::bigint[]) as r (id, river_id) where j.id = r.id", ids, riverIDs)
	return err
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

// Work wakes both loops of this process.
func (d *wakeDispatcher) Work(context.Context, *river.Job[WakeArgs]) error {
	d.preparer.wake()
	d.dispatcher.wake()
	return nil
}
