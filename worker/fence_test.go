package worker

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/ident"
	"quire/ent/job"
)

// A worker that was taken for dead finishes its work after another one has: only
// one booklet counts, and the other leaves nothing.
func TestOnlyOneOfTwoWorkersFinishes(t *testing.T) {
	t.Parallel()
	b := setup(t)
	zombie, g := b.newWorker(t, func(d *Deps) { d.Concurrency = 1 }), newGate()
	g.deaf = true
	g.hold(zombie)
	j, states := b.order(t)
	start(t, zombie)
	g.awaitHeld(t)
	start(t, b.newWorker(t, nil))
	err := b.DB.InTx(t.Context(), func(ctx context.Context, _ *ent.Client, tx pgx.Tx) error {
		return zombie.requeue(ctx, tx, j.ID, "", 1, 0)
	})
	if err != nil {
		t.Fatal(err)
	}
	done := b.ended(t, j.ID, states, job.StatusDone)
	if *done.RiverJobID == *j.RiverJobID {
		t.Fatal("the attempts share a row of the queue")
	}
	close(g.open)
	stop(t, zombie) // waits for its attempt
	after := b.job(t, j.ID)
	if after.Sequence != done.Sequence || *after.OutputID != *done.OutputID {
		t.Errorf("the late worker changed the job: %+v", after)
	}
	if n := b.count(t, "select count(*) from uploads where origin = 'GENERATED'"); n != 1 {
		t.Errorf("%d booklets are recorded", n)
	}
	if files := b.outputs(t); len(files) != 1 {
		t.Errorf("in storage: %v", files)
	}
}

// The queue may hand a job out twice; the second time nothing is done.
func TestDoubleDelivery(t *testing.T) {
	t.Parallel()
	b := setup(t)
	j, states := b.order(t)
	w := start(t, b.newWorker(t, nil))
	done := b.ended(t, j.ID, states, job.StatusDone)
	var second int64
	err := b.DB.InTx(t.Context(), func(ctx context.Context, _ *ent.Client, tx pgx.Tx) (err error) {
		second, err = w.queue.Insert(ctx, tx, j.ID, "", 0)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.DB.Pool.Exec(t.Context(), "update river_job set state = 'available', finalized_at = null where id = $1", *done.RiverJobID); err != nil {
		t.Fatal(err)
	}
	another, states := b.order(t) // comes after both
	b.ended(t, another.ID, states, job.StatusDone)
	stop(t, w)
	if n := b.count(t, "select count(*) from river_job where state = 'completed' and id = any($1)", []int64{second, *done.RiverJobID}); n != 2 {
		t.Errorf("%d of 2 deliveries are over", n)
	}
	if after := b.job(t, j.ID); after.Sequence != done.Sequence || after.Attempts != 1 {
		t.Errorf("the job changed: %+v", after)
	}
}

// The answer to a commit is lost, so the attempt concludes a second time: it must
// not take its own booklet for one that nobody needs.
func TestConcludingTwiceKeepsTheBooklet(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.newWorker(t, nil)
	var a *attempt
	var o outcome
	j, states := b.order(t)
	w.concluded = func(ctx context.Context, done *attempt, result outcome) { a, o = done, result }
	start(t, w)
	b.ended(t, j.ID, states, job.StatusDone)
	stop(t, w)
	status, err := w.write(t.Context(), a, o)
	if err != nil || status != job.StatusDone {
		t.Errorf("the second time: %q, %v", status, err)
	}
	w.conclude(t.Context(), a, o)
	if files := b.outputs(t); len(files) != 1 {
		t.Errorf("in storage: %v", files)
	}
}

func TestStopHandsBackWithoutCost(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w, g := b.newWorker(t, nil), newGate()
	g.hold(w)
	j, states := b.order(t)
	start(t, w)
	g.awaitHeld(t)
	stop(t, w)
	until(t, states, job.StatusQueued)
	if j = b.job(t, j.ID); j.Status != job.StatusQueued || j.Attempts != 0 || j.WorkerID != nil {
		t.Fatalf("handed back as %+v", j)
	}
	if n := b.count(t, "select count(*) from worker_processes"); n != 0 {
		t.Errorf("%d processes are still registered", n)
	}
	start(t, b.newWorker(t, nil))
	if j = b.ended(t, j.ID, states, job.StatusDone); j.Attempts != 1 {
		t.Errorf("done after %d attempts", j.Attempts)
	}
}

func TestStopLetsFinish(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w, g := b.newWorker(t, func(d *Deps) { d.ShutdownTimeout = patience }), newGate()
	g.hold(w)
	j, states := b.order(t)
	start(t, w)
	g.awaitHeld(t)
	stopped := make(chan struct{})
	go func() { defer close(stopped); stop(t, w) }()
	close(g.open)
	<-stopped
	b.ended(t, j.ID, states, job.StatusDone)
}

// The dead leave jobs in each state that they can be in.
func TestTakeover(t *testing.T) {
	t.Parallel()
	dead := ident.New(ident.WorkerProcess)
	cases := map[string]struct {
		row    string // how the dead process left the job
		river  string
		status job.Status
		code   string
	}{
		"running":              {"status = 'RUNNING', attempts = 1, worker_id = $2", "running", job.StatusDone, ""},
		"canceling":            {"status = 'CANCELING', attempts = 1, worker_id = $2", "running", job.StatusCanceled, ""},
		"once too often":       {"status = 'RUNNING', attempts = 5, worker_id = $2", "running", job.StatusError, codeWorkerLost},
		"not yet claimed":      {"request_id = $2", "running", job.StatusDone, ""},
		"queue's row was lost": {"status = 'RUNNING', attempts = 1, worker_id = $2", "completed", job.StatusDone, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := setup(t)
			j, states := b.order(t)
			for _, change := range []struct {
				sql  string
				args []any
			}{
				{"update jobs set sequence = sequence + 1, " + c.row + " where id = $1", []any{j.ID, dead}},
				{"update river_job set state = $2::river_job_state, attempt = 1, attempted_at = now(), attempted_by = array[$3], finalized_at = case when $2 = 'completed' then now() end where id = $1", []any{*j.RiverJobID, c.river, dead}},
				{"insert into worker_processes (id, host, pid, started_at, seen_at) values ($1, 'h', 1, now(), now() - interval '8 seconds')", []any{dead}},
			} {
				if _, err := b.DB.Pool.Exec(t.Context(), change.sql, change.args...); err != nil {
					t.Fatal(err)
				}
			}
			w := start(t, b.newWorker(t, nil))
			j = b.ended(t, j.ID, states, c.status)
			if c.code != "" && *j.ErrorCode != c.code {
				t.Errorf("code %s", *j.ErrorCode)
			}
			stop(t, w)
			if n := b.count(t, "select count(*) from worker_processes"); n != 0 {
				t.Errorf("%d processes are still registered", n)
			}
		})
	}
}

// A process may die between the end of a batch's job and the news of it.
func TestWhatTheDeadLeftUntoldIsTold(t *testing.T) {
	t.Parallel()
	b := setup(t)
	j, _ := b.order(t)
	conn, err := pgx.Connect(t.Context(), b.DB.Pool.Config().ConnString())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	for _, change := range []struct {
		sql  string
		args []any
	}{
		{"listen quire_job_progress", nil},
		{"insert into batches (id, tenant_id, created_at, year, quarter, status, total, input_json) values ('bat_1', $1, now(), 2026, 1, 'PAUSED', 1, '{}')", []any{b.Tenant}},
		{"update jobs set batch_id = 'bat_1', sequence = sequence + 1, status = 'DONE', finished_at = now() where id = $1", []any{j.ID}},
		{"update river_job set state = 'completed', finalized_at = now() where id = $1", []any{*j.RiverJobID}},
		{"insert into worker_processes (id, host, pid, started_at, seen_at) values ('wrk_1', 'h', 1, now(), now() - interval '8 seconds')", nil},
	} {
		if _, err := conn.Exec(t.Context(), change.sql, change.args...); err != nil {
			t.Fatal(err)
		}
	}
	start(t, b.newWorker(t, nil))
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for told := false; !told; {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			t.Fatal(err)
		}
		told = strings.Contains(n.Payload, j.ID) && strings.Contains(n.Payload, "DONE")
	}
}

// A process that does not run a job that its row says it runs gives it back.
func TestWhoseConnectionIsGoneIsDeadSooner(t *testing.T) {
	t.Parallel()
	b := setup(t)
	lives := &liveness{Worker: b.newWorker(t, nil)}
	gone := &liveness{Worker: b.newWorker(t, nil)}
	for _, l := range []*liveness{lives, gone} {
		if err := l.begin(t.Context()); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { l.disconnect(context.Background()) })
	}
	gone.disconnect(t.Context())
	silent := func(interval string) string {
		t.Helper()
		var dead []string
		err := b.DB.Pool.QueryRow(t.Context(), "with p as (select id, now() - $1::interval as seen_at from worker_processes) select coalesce(array_agg(id), '{}') from p where "+deadRow, interval).Scan(&dead)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(dead, " ")
	}
	if got := silent("2 seconds"); got != "" {
		t.Errorf("after two seconds %s", got)
	}
	deadline := time.Now().Add(patience)
	for silent("4 seconds") != gone.id { // the server notices the end of a connection by and by
		if time.Now().After(deadline) {
			t.Fatalf("after four seconds %q, not %s", silent("4 seconds"), gone.id)
		}
	}
	if got := silent("8 seconds"); !strings.Contains(got, gone.id) || !strings.Contains(got, lives.id) {
		t.Errorf("after eight seconds %s", got)
	}
}

func TestStrayIsGivenBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.newWorker(t, nil)
	j, states := b.order(t)
	if _, err := b.DB.Pool.Exec(t.Context(), "update jobs set status = 'RUNNING', attempts = 1, worker_id = $2 where id = $1", j.ID, w.ID()); err != nil {
		t.Fatal(err)
	}
	if _, err := b.DB.Pool.Exec(t.Context(), "delete from river_job"); err != nil {
		t.Fatal(err)
	}
	start(t, w)
	b.ended(t, j.ID, states, job.StatusDone)
}

func TestFoldersOfTheDeadAreRemoved(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	living, err := openTempRooms(parent, ident.New(ident.WorkerProcess))
	if err != nil {
		t.Fatal(err)
	}
	dead := filepath.Join(parent, roomsName(), ident.New(ident.WorkerProcess))
	if err := os.MkdirAll(filepath.Join(dead, "job"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dead, lockName), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	next, err := openTempRooms(parent, ident.New(ident.WorkerProcess))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(dead); !os.IsNotExist(err) {
		t.Errorf("the folder of a dead process: %v", err)
	}
	if _, err := os.Stat(living.dir); err != nil {
		t.Errorf("the folder of a living process: %v", err)
	}
	for _, r := range []*tempRooms{living, next} {
		if err := r.close(); err != nil {
			t.Error(err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(parent, roomsName(), "*")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}
