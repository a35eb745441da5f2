package worker

import (
	"context"
	"os"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/internal/progress"
)

const (
	// beatEvery is how often a process says that it is alive.
	beatEvery = 2 * time.Second
	// lookEvery is how often it looks after its own jobs and the dead.
	lookEvery = time.Second
	// roundTimeout bounds one look; a database that hangs counts as away.
	roundTimeout = 3 * time.Second
	// signOffTimeout bounds the farewell.
	signOffTimeout = 2 * time.Second
)

// deadAfter is when a process counts as dead, on the database's clock. With
// beatEvery and lookEvery it makes a takeover within ten seconds.
const deadAfter = 7 * time.Second

// doubtAfter is when a process whose connection is gone counts as dead. One that
// lives comes back within lookEvery.
const doubtAfter = 3 * time.Second

// aliveLock is the first part of the locks that say that processes live.
const aliveLock = 0x717569

// liveness says that this process is alive, ends attempts that were canceled or
// taken over, and takes over the jobs of processes that are dead. It has a
// connection of its own, so that a busy pool does not look like death.
type liveness struct {
	*Worker
	conn *pgx.Conn
	// beat is when this process last said that it is alive.
	beat time.Time
	// quiet is until when it takes nothing over: after a silence of its own, as
	// when the database was away, others may seem dead that are not.
	quiet time.Time
	// strays are jobs that are this process's by their row, but that it does
	// not run, as the last look found them.
	strays map[progress.Attempt]bool
}

// begin registers the process.
func (l *liveness) begin(ctx context.Context) error { return l.say(ctx) }

// run looks until ctx ends, then signs off.
func (l *liveness) run(ctx context.Context) {
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	defer l.signOff(context.WithoutCancel(ctx))
	away := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		err := l.round(ctx)
		if err != nil && ctx.Err() == nil {
			l.disconnect(ctx)
			if !away {
				l.Log.WarnContext(ctx, "this worker cannot say that it is alive", "error", err)
			}
		}
		away = err != nil
	}
}

func (l *liveness) round(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, roundTimeout)
	defer cancel()
	if err := l.connect(ctx); err != nil { // the last round may have lost it
		return err
	}
	if time.Since(l.beat) >= beatEvery {
		if err := l.say(ctx); err != nil {
			return err
		}
	}
	strays, err := l.lookAfterOwn(ctx)
	if err != nil {
		return err
	}
	if time.Now().Before(l.quiet) {
		return nil
	}
	return l.takeOver(ctx, strays)
}

// say writes that this process is alive; one that was taken for dead and
// removed is there again.
func (l *liveness) say(ctx context.Context) error {
	if err := l.connect(ctx); err != nil {
		return err
	}
	host, _ := os.Hostname() // for people only
	_, err := l.conn.Exec(ctx, `insert into worker_processes (id, host, pid, slots, started_at, seen_at) values ($1, $2, $3, $4, now(), now())
		on conflict (id) do update set seen_at = now()`, l.id, host, os.Getpid(), l.Concurrency)
	if err != nil {
		return err
	}
	now := time.Now()
	if !l.beat.IsZero() && now.Sub(l.beat) > doubtAfter+beatEvery {
		l.quiet = now.Add(deadAfter)
	}
	l.beat = now
	return nil
}

func (l *liveness) connect(ctx context.Context) (err error) {
	if l.conn != nil && !l.conn.IsClosed() { // as it is when a look was interrupted
		return nil
	}
	if l.conn, err = pgx.ConnectConfig(ctx, l.DB.Pool.Config().ConnConfig.Copy()); err != nil {
		l.conn = nil
		return err
	}
	if _, err = l.conn.Exec(ctx, sayByLock, l.id); err != nil {
		l.disconnect(ctx)
	}
	// If it was the database that was away, others come back, too.
	if back := time.Now().Add(doubtAfter); back.After(l.quiet) {
		l.quiet = back
	}
	return err
}

func (l *liveness) disconnect(ctx context.Context) {
	if l.conn != nil {
		_ = l.conn.Close(ctx)
		l.conn = nil
	}
}

// signOff removes the process: what it still had is free at once.
func (l *liveness) signOff(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, signOffTimeout)
	defer cancel()
	defer l.disconnect(ctx)
	forget := func() error {
		if err := l.connect(ctx); err != nil {
			return err
		}
		_, err := l.conn.Exec(ctx, "delete from worker_processes where id = $1", l.id)
		return err
	}
	err := forget()
	if err != nil { // the database may have been restarted since the last look
		l.disconnect(ctx)
		err = forget()
	}
	if err != nil {
		l.Log.WarnContext(ctx, "the worker could not sign off; others find out in a few seconds", "error", err)
	}
}

// lookAfterOwn ends attempts that were canceled or that are another's by now.
// It gives the jobs that two looks in a row found to be this process's though it
// does not run them.
func (l *liveness) lookAfterOwn(ctx context.Context) ([]string, error) {
	running := l.running.all() // before asking: what is here was claimed already
	rows, err := l.conn.Query(ctx, "select id, river_job_id, status from jobs where worker_id = $1", l.id)
	if err != nil {
		return nil, err
	}
	mine := map[progress.Attempt]string{}
	a, status := progress.Attempt{WorkerID: l.id}, ""
	if _, err := pgx.ForEachRow(rows, []any{&a.JobID, &a.RiverJobID, &status}, func() error {
		mine[a] = status
		return nil
	}); err != nil {
		return nil, err
	}
	for a, end := range running {
		switch status, held := mine[a]; {
		case !held:
			end(errFenced)
		case status == "CANCELING":
			end(errCanceled)
		}
	}
	return l.newStrays(mine, running), nil
}

func (l *liveness) newStrays(mine map[progress.Attempt]string, running map[progress.Attempt]context.CancelCauseFunc) []string {
	found := map[progress.Attempt]bool{}
	var again []string
	for a := range mine {
		if _, runs := running[a]; runs {
			continue
		}
		found[a] = true
		if l.strays[a] {
			again = append(again, a.JobID)
		}
	}
	l.strays = found
	return again
}
