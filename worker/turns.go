package worker

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
)

// Jobs wait in their own table until their turn comes, and only then is River
// given them: as many as the living workers can begin, and a few more. What an
// office orders by hand and what belongs to batches go into queues of their own,
// so that neither holds the other up.
//
// Among the organisations that have jobs waiting, the next job is of the one that
// has been served least: each job served counts one by the organisation's weight.
// One that had nothing waiting for a while starts a few jobs before the others
// (burst), so that ten booklets need not line up behind ten thousand
// (start-time fair queueing: Goyal, Vin, Cheng, SIGCOMM 1996), and these overtake
// what River was given ahead.

// burst is how many jobs an organisation is ahead of the others that had nothing
// waiting.
const burst = 20

// largeLoad is from where on a job counts as large, in bytes of its files: large
// ones take half the slots at most.
const largeLoad = 16 << 20

// lane is one of the two ways to the workers.
type lane struct {
	queue string
	// slots is SQL for how many jobs of the lane a worker with p.slots begins.
	slots string
	// ahead is SQL for how many more than n slots River is given.
	ahead string
	// jobs is SQL: the condition of the lane's jobs.
	jobs string
	// waiting is SQL for the rows that may come next, with waitingColumns, at most
	// $1 of each line.
	waiting string
}

const waitingColumns = "id, tenant_id, request_id, load"

// notGiven are jobs that the queue has not been given, flying those that it has.
const (
	notGiven = "status = 'QUEUED' and river_job_id is null"
	flying   = "river_job_id is not null and status in ('QUEUED', 'RUNNING', 'CANCELING')"
)

var (
	directLane = lane{
		queue: directQueue, slots: "p.slots", ahead: "0", jobs: "batch_id is null",
		waiting: fmt.Sprintf(`with recursive offices(id) as (
				(select tenant_id from jobs where %[1]s and batch_id is null order by tenant_id limit 1)
				union all
				select (select tenant_id from jobs where %[1]s and batch_id is null and tenant_id > offices.id order by tenant_id limit 1) from offices where offices.id is not null)
			select j.* from offices, lateral (select %[2]s from jobs where %[1]s and batch_id is null and tenant_id = offices.id order by id collate "C" limit $1) j`,
			notGiven, waitingColumns),
	}
	batchLane = lane{
		queue: batchQueue, slots: "p.slots - case when p.slots > 2 then greatest(p.slots / 4, 1) else 0 end", ahead: "case when n > 0 then greatest(n, 8) else 0 end", jobs: "batch_id is not null",
		waiting: fmt.Sprintf(`select j.* from batches b, lateral (select %[2]s from jobs where %[1]s and batch_id = b.id order by id collate "C" limit $1) j where b.status = 'RUNNING'`,
			notGiven, waitingColumns),
	}
)

// room asks how many jobs of the lane River may be given, and how many of them
// may be large. It gives nothing until a good part can be given at once: each
// time costs a transaction.
func (l lane) room() string {
	return fmt.Sprintf(`select case when f.n > s.n + s.ahead / 2 then 0 else s.n + s.ahead - f.n end, greatest(s.n / 2, 1) - f.large from
		(select n, %s as ahead from (select coalesce(sum(%s), 0)::bigint n from worker_processes p where p.seen_at > now() - interval '%d milliseconds') s) s,
		(select count(*) n, count(*) filter (where load > %d) large from jobs where %s and %s) f`,
		l.ahead, l.slots, deadAfter.Milliseconds(), largeLoad, flying, l.jobs)
}

// turns asks for the jobs whose turn it is: $1 of them, $2 of these large. Each
// organisation has at most its share's limit in the queue.
func (l lane) turns() string {
	return fmt.Sprintf(`with waiting as (%[1]s),
		served as (select coalesce(max(served), 0) - %[2]d as least from work_shares),
		held as (select tenant_id, count(*) n from jobs where %[3]s group by tenant_id),
		ranked as (select w.*, row_number() over (partition by w.tenant_id order by w.id) as rank, w.load > %[4]d as large from waiting w),
		turns as (select r.*, served.least, greatest(coalesce(s.served, 0), served.least) + r.rank / coalesce(s.weight, 1)::float8 as turn
			from ranked r cross join served left join work_shares s on s.tenant_id = r.tenant_id left join held h on h.tenant_id = r.tenant_id
			where coalesce(s.most, 0) = 0 or r.rank + coalesce(h.n, 0) <= s.most),
		sized as (select t.*, row_number() over (partition by t.large order by t.turn, t.id) as nth from turns t)
		select j.id, coalesce(j.batch_id, ''), j.tenant_id, j.request_id, j.load, t.turn, case when t.turn <= t.least + %[2]d then 1 else 2 end from sized t join jobs j using (id)
			where j.status = 'QUEUED' and j.river_job_id is null and (not t.large or t.nth <= $2) order by t.turn, t.id limit $1 for update of j skip locked`,
		l.waiting, burst, flying, largeLoad)
}

// serve notes what organisations were served: the turn of the last of their jobs.
const serve = `insert into work_shares as s (tenant_id, weight, most, served) select t.id, 1, 0, t.turn from unnest($1::text[], $2::float8[]) t (id, turn) order by t.id
	on conflict (tenant_id) do update set served = greatest(s.served, excluded.served)`

var lanes = []struct {
	lane
	room, turns string
}{{directLane, directLane.room(), directLane.turns()}, {batchLane, batchLane.room(), batchLane.turns()}}

// giveOut gives River the jobs whose turn it is.
func (w *Worker) giveOut(ctx context.Context, tx pgx.Tx) error {
	var ids []string
	var orders []river.InsertManyParams
	served := map[string]float64{}
	for _, l := range lanes {
		var room, large int
		if err := tx.QueryRow(ctx, l.room).Scan(&room, &large); err != nil {
			return err
		}
		if room <= 0 {
			continue
		}
		rows, err := tx.Query(ctx, l.turns, room, large)
		if err != nil {
			return err
		}
		before := len(ids)
		var args GenerateBookArgs
		var tenant string
		var turn float64
		var priority int // of those who come late
		if _, err := pgx.ForEachRow(rows, []any{&args.JobID, &args.BatchID, &tenant, &args.RequestID, &args.Load, &turn, &priority}, func() error {
			ids = append(ids, args.JobID)
			served[tenant] = max(served[tenant], turn)
			orders = append(orders, river.InsertManyParams{Args: args, InsertOpts: &river.InsertOpts{Queue: l.queue, Priority: priority}})
			return nil
		}); err != nil {
			return err
		}
		if l.queue == batchQueue {
			w.askForMore(len(ids)-before, room)
		}
	}
	if len(orders) == 0 {
		return nil
	}
	return w.give(ctx, tx, ids, orders, served)
}

// askEvery is after how many jobs of batches the preparer looks whether to make
// more.
const askEvery = prepareAhead / 4

// askForMore has more jobs of batches made, when there were fewer than there is
// room for, or now and then.
func (w *Worker) askForMore(given, room int) {
	after := w.given.Add(int64(given))
	if given < room || after/askEvery != (after-int64(given))/askEvery {
		w.preparer.wake()
	}
}

func (w *Worker) give(ctx context.Context, tx pgx.Tx, ids []string, orders []river.InsertManyParams, served map[string]float64) error {
	inserted, err := w.queue.client.InsertManyTx(ctx, tx, orders)
	if err != nil {
		return err
	}
	riverIDs := make([]int64, len(inserted))
	for i, row := range inserted {
		riverIDs[i] = row.Job.ID
	}
	if _, err := tx.Exec(ctx, "update jobs j set river_job_id = r.river_id from unnest($1::text[], $2::bigint[]) as r (id, river_id) where j.id = r.id", ids, riverIDs); err != nil {
		return err
	}
	var tenants []string
	var turns []float64
	for tenant, turn := range served {
		tenants, turns = append(tenants, tenant), append(turns, turn)
	}
	_, err = tx.Exec(ctx, serve, tenants, turns)
	return err
}
