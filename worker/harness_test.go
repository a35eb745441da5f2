package worker

import (
	"context"
	"io"
	"testing"
	"time"

	"quire/engine"
	"quire/ent"
	"quire/ent/job"
	"quire/internal/jobs"
	"quire/internal/jobs/jobstest"
	"quire/internal/postgres"
	"quire/internal/postgres/pgtest"
	"quire/internal/progress"
)

// patience is how long a test waits for an event before it fails.
const patience = 60 * time.Second

// bundle is an office with a hub and the service that takes orders.
type bundle struct {
	*jobstest.Office
	jobs *jobs.Service
	hub  *progress.Hub
}

func setup(t *testing.T) *bundle {
	t.Helper()
	dsn := pgtest.New(t)
	return setupAt(t, dsn)
}

func setupAt(t *testing.T, dsn string) *bundle {
	t.Helper()
	db, err := postgres.Open(t.Context(), dsn, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	queue, err := NewQueue(db.Pool, jobstest.Log(t))
	if err != nil {
		t.Fatal(err)
	}
	b := &bundle{Office: jobstest.New(t, db), jobs: jobs.New(db, queue), hub: progress.NewHub(db.SQL, dsn, jobstest.Log(t))}
	inBackground(t, b.hub.Run)
	return b
}

// inBackground runs f until the test ends, and waits for it then.
func inBackground(t *testing.T, f func(context.Context)) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); f(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
}

// newWorker makes a worker that is stopped when the test ends.
func (b *bundle) newWorker(t *testing.T, change func(*Deps)) *Worker {
	t.Helper()
	d := Deps{DB: b.DB, Store: b.Store, Log: jobstest.Log(t), TempDir: t.TempDir(), ShutdownTimeout: 50 * time.Millisecond}
	if change != nil {
		change(&d)
	}
	w, err := New(d)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, w) })
	return w
}

func stop(t *testing.T, w *Worker) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := w.Stop(ctx); err != nil {
		t.Errorf("stop: %v", err)
	}
}

func start(t *testing.T, w *Worker) *Worker {
	t.Helper()
	if err := w.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w
}

// order orders the office's booklet and watches it.
func (b *bundle) order(t *testing.T) (*ent.Job, <-chan *progress.State) {
	t.Helper()
	id, err := b.jobs.Generate(b.Ctx, b.Order())
	if err != nil {
		t.Fatal(err)
	}
	return b.job(t, id), b.watch(t, id)
}

func (b *bundle) watch(t *testing.T, id string) <-chan *progress.State {
	t.Helper()
	states, err := b.hub.Watch(b.Ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return states
}

// until gives the states up to the first with the status.
func until(t *testing.T, states <-chan *progress.State, status job.Status) []*progress.State {
	t.Helper()
	var seen []*progress.State
	timeout := time.After(patience)
	for {
		select {
		case s, open := <-states:
			if !open {
				t.Fatalf("the subscription ended without %s, after %+v", status, seen)
			}
			seen = append(seen, s)
			if s.Status == status {
				return seen
			}
		case <-timeout:
			t.Fatalf("no %s in time; seen were %+v", status, seen)
		}
	}
}

// ended waits for the final state and gives the job's row.
func (b *bundle) ended(t *testing.T, id string, states <-chan *progress.State, status job.Status) *ent.Job {
	t.Helper()
	var last progress.State
	timeout := time.After(patience)
	for open := true; open; {
		select {
		case s, more := <-states:
			if open = more; more {
				last = *s
			}
		case <-timeout:
			t.Fatalf("not over in time; the last state was %+v", last)
		}
	}
	if last.Status != status {
		t.Fatalf("ended with %+v, want %s", last, status)
	}
	return b.job(t, id)
}

func (b *bundle) job(t *testing.T, id string) *ent.Job {
	t.Helper()
	j, err := b.DB.Ent.Job.Get(b.Ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// count runs a query that gives one number.
func (b *bundle) count(t *testing.T, query string, args ...any) int {
	t.Helper()
	var n int
	if err := b.DB.Pool.QueryRow(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// gate holds a worker in the middle of its jobs.
type gate struct {
	entered chan struct{} // a token for each job that has arrived
	open    chan struct{} // closed to let them go on
	deaf    bool          // goes on holding when the context ends
}

func newGate() *gate { return &gate{entered: make(chan struct{}, 100), open: make(chan struct{})} }

// hold puts the gate before the real composing.
func (g *gate) hold(w *Worker) {
	real := w.compose
	w.compose = func(ctx context.Context, p engine.Plan, s engine.Sources, out io.Writer, tell engine.Progress) (engine.Result, error) {
		g.entered <- struct{}{}
		done := ctx.Done()
		if g.deaf {
			done = nil
		}
		select {
		case <-g.open:
		case <-done:
			return engine.Result{}, &engine.Error{Code: engine.CodeCancelled, Message: "cancelled", Err: ctx.Err()}
		}
		if g.deaf {
			ctx = context.WithoutCancel(ctx)
		}
		return real(ctx, p, s, out, tell)
	}
}

// awaitHeld waits until a job has arrived at the gate.
func (g *gate) awaitHeld(t *testing.T) {
	t.Helper()
	select {
	case <-g.entered:
	case <-time.After(patience):
		t.Fatal("no job arrived at the gate")
	}
}

// cancel cancels a job and gives it as it is then.
func (b *bundle) cancel(t *testing.T, id string) *ent.Job {
	t.Helper()
	if err := b.jobs.Cancel(b.Ctx, id); err != nil {
		t.Fatal(err)
	}
	return b.job(t, id)
}
