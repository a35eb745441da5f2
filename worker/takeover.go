package worker

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent/job"
	"quire/internal/progress"
	"quire/internal/telemetry"
)

// takeAtOnce bounds one transaction.
const takeAtOnce = 100

// orphan is a job whose worker is dead.
type orphan struct {
	progress.Attempt
	tenant, requestID string
	status            job.Status
	attempts          int
}

const orphanColumns = `select j.id, coalesce(j.worker_id, ''), j.river_job_id, j.tenant_id, j.request_id, j.status, j.attempts from jobs j `

// alive is whether a process that is named so said a word of late.
func alive(name string) string {
	return fmt.Sprintf("exists (select from worker_processes p where p.id = %s and not %s)", name, deadRow)
}

// deadRow is whether a row p of worker_processes is that of a dead process: one that
// was silent for long, or for a beat and a half and has no connection any more. The
// lock that the connection held goes with it at once when a process is killed; when
// a machine loses power it lingers, and silence has to tell.
var deadRow = fmt.Sprintf(`(p.seen_at < now() - interval '%d milliseconds' or p.seen_at < now() - interval '%d milliseconds' and not exists (
	select from pg_locks l where l.locktype = 'advisory' and l.database = (select oid from pg_database where datname = current_database())
		and l.classid = %d and l.objid = (hashtext(p.id)::bigint & 4294967295)::oid and l.objsubid = 2))`,
	deadAfter.Milliseconds(), doubtAfter.Milliseconds(), aliveLock)

// sayByLock holds the lock that says that the process of a connection lives.
var sayByLock = fmt.Sprintf("select pg_advisory_lock_shared(%d, hashtext($1))", aliveLock)

var (
	// Jobs that were running in a process that is dead.
	runningOrphans = orphanColumns + `where j.worker_id is not null and not ` + alive("j.worker_id") + ` limit $1 for update of j skip locked`
	// Jobs that a process had taken from River, and died before it claimed them.
	fetchedOrphans = orphanColumns + `join river_job r on r.id = j.river_job_id
		where r.state = 'running' and r.queue in ('` + directQueue + `', '` + batchQueue + `') and j.status = 'QUEUED' and not ` +
		alive("r.attempted_by[array_upper(r.attempted_by, 1)]") + ` limit $1 for update of j skip locked`
	// Jobs of this process that it does not run.
	strayOrphans = orphanColumns + `where j.id = any($2) and j.worker_id = $3 limit $1 for update of j skip locked`
	// Processes that are dead and whose jobs are taken care of.
	forgetDead = `delete from worker_processes p where ` + deadRow + `
		and not exists (select from jobs j where j.worker_id = p.id)`
)

// takeOver gives the jobs of dead processes, and the strays of this one, back to
// the queue. Each gets a new River row: an attempt that was only taken for dead
// keeps the old one, and nothing that it does there touches the job any more.
func (l *liveness) takeOver(ctx context.Context, strays []string) error {
	var taken []orphan
	err := pgx.BeginFunc(ctx, l.conn, func(tx pgx.Tx) error {
		taken = nil
		for _, find := range []struct {
			query string
			args  []any
		}{{runningOrphans, nil}, {fetchedOrphans, nil}, {strayOrphans, []any{strays, l.id}}} {
			if find.query == strayOrphans && len(strays) == 0 {
				continue
			}
			found, err := findOrphans(ctx, tx, find.query, append([]any{takeAtOnce}, find.args...)...)
			if err != nil {
				return err
			}
			taken = append(taken, found...)
		}
		if err := l.settleOrphans(ctx, tx, taken); err != nil {
			return err
		}
		forgotten, err := tx.Exec(ctx, forgetDead)
		if err != nil || forgotten.RowsAffected() == 0 {
			return err
		}
		return progress.Retell(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("take over the jobs of dead workers: %w", err)
	}
	for _, o := range taken {
		l.Log.WarnContext(telemetry.WithJob(ctx, o.JobID, o.tenant, o.requestID), "job taken over from a worker that is gone",
			"attempt", o.attempts, "dead_worker_id", o.WorkerID)
	}
	if len(taken) > 0 {
		l.background.Go(func() { l.removeBlobs(context.WithoutCancel(ctx), taken) })
	}
	return nil
}

func findOrphans(ctx context.Context, tx pgx.Tx, query string, args ...any) ([]orphan, error) {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (o orphan, err error) {
		err = row.Scan(&o.JobID, &o.WorkerID, &o.RiverJobID, &o.tenant, &o.requestID, &o.status, &o.attempts)
		return o, err
	})
}

func (l *liveness) settleOrphans(ctx context.Context, tx pgx.Tx, orphans []orphan) error {
	if len(orphans) == 0 {
		return nil
	}
	var ids []string
	for _, o := range orphans {
		if err := l.settleOrphan(ctx, tx, o); err != nil {
			return err
		}
		ids = append(ids, o.JobID)
	}
	return progress.Announce(ctx, tx, ids...)
}

func (l *liveness) settleOrphan(ctx context.Context, tx pgx.Tx, o orphan) error {
	_, err := tx.Exec(ctx, "update river_job set state = 'cancelled', finalized_at = now() where id = $1 and state = 'running'", o.RiverJobID)
	if err != nil {
		return err
	}
	switch {
	case o.status == job.StatusCanceling:
		return setCanceled(ctx, tx, o.JobID)
	case o.WorkerID != "" && o.attempts > 0:
		lost := progress.FailedAttempt{Number: o.attempts, Worker: o.WorkerID, Ended: time.Now().UTC(), Code: codeWorkerLost,
			Message: "the program ended while it made the booklet"}
		if err := remember(ctx, tx, o.JobID, lost); err != nil {
			return err
		}
	}
	if o.attempts >= l.MaxAttempts {
		return setError(ctx, tx, o.JobID, codeWorkerLost, fmt.Sprintf(
			"the program ended while it made the booklet, %d times in a row; a page or a source may need more memory than there is: ask the operator to look at the log", o.attempts))
	}
	return l.requeue(ctx, tx, o.JobID, o.requestID, o.attempts, 0)
}

// removeBlobs removes what dead attempts may have stored last.
func (l *liveness) removeBlobs(ctx context.Context, orphans []orphan) {
	for _, o := range orphans {
		l.discard(ctx, &attempt{Attempt: o.Attempt, tenant: o.tenant})
	}
}
