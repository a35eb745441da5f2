package progress

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/job"
	"quire/ent/tenancy"
	"quire/internal/postgres"
	"quire/internal/postgres/pgtest"
	"quire/internal/problem"
)

const patience = 60 * time.Second

type bundle struct {
	db     *postgres.DB
	dsn    string
	hub    *Hub
	tenant string
	ctx    context.Context
	// read has the number of jobs for each time that all watched were read.
	read chan int
}

// setup makes a tenant and a hub that listens.
func setup(t *testing.T) *bundle {
	t.Helper()
	b := &bundle{dsn: pgtest.New(t), read: make(chan int, 1000)}
	var err error
	if b.db, err = postgres.Open(t.Context(), b.dsn, postgres.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.db.Close() })
	org, err := b.db.Ent.Organisation.Create().SetName("Office").Save(tenancy.System(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	b.tenant, b.ctx = org.ID, tenancy.With(t.Context(), org.ID)
	b.hub = b.newHub(t)
	return b
}

func (b *bundle) newHub(t *testing.T) *Hub {
	h := NewHub(b.db.SQL, b.dsn, quiet())
	h.reread = func(n int) { b.read <- n }
	background(t, h.Run)
	b.awaitRead(t) // it listens now
	return h
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func background(t *testing.T, f func(context.Context)) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); f(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
}

func (b *bundle) awaitRead(t *testing.T) int {
	t.Helper()
	select {
	case n := <-b.read:
		return n
	case <-time.After(patience):
		t.Fatal("the watched jobs were not read")
		return 0
	}
}

// newJob makes a job that an attempt runs.
func (b *bundle) newJob(t *testing.T) Attempt {
	t.Helper()
	j, err := b.db.Ent.Job.Create().SetTenantID(b.tenant).SetType(job.TypeGenerateBook).SetStatus(job.StatusRunning).
		SetYear(2026).SetQuarter(1).SetInput([]byte("{}")).SetWorkerID("wrk_1").SetRiverJobID(7).Save(b.ctx)
	if err != nil {
		t.Fatal(err)
	}
	return Attempt{JobID: j.ID, WorkerID: "wrk_1", RiverJobID: 7}
}

// change changes jobs and announces it.
func (b *bundle) change(t *testing.T, set string, ids ...string) {
	t.Helper()
	err := b.db.InTx(t.Context(), func(ctx context.Context, _ *ent.Client, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "update jobs set sequence = sequence + 1, "+set+" where id = any($1)", ids); err != nil {
			return err
		}
		return Announce(ctx, tx, ids...)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (b *bundle) watch(t *testing.T, id string) <-chan *State {
	t.Helper()
	states, err := b.hub.Watch(b.ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return states
}

func next(t *testing.T, states <-chan *State) State {
	t.Helper()
	select {
	case s, open := <-states:
		if !open {
			t.Fatal("the subscription has ended")
		}
		return *s
	case <-time.After(patience):
		t.Fatal("nothing came")
		return State{}
	}
}

// last reads to the end.
func last(t *testing.T, states <-chan *State) (s State) {
	t.Helper()
	timeout := time.After(patience)
	for {
		select {
		case newer, open := <-states:
			if !open {
				return s
			}
			if newer.Sequence <= s.Sequence {
				t.Errorf("sequence %d after %d", newer.Sequence, s.Sequence)
			}
			s = *newer
		case <-timeout:
			t.Fatalf("it does not end; the last state was %+v", s)
		}
	}
}

func TestSnapshotThenNewerThenTheEnd(t *testing.T) {
	t.Parallel()
	b := setup(t)
	j := b.newJob(t)
	states := b.watch(t, j.JobID)
	if s := next(t, states); s.Sequence != 1 || s.Status != job.StatusRunning || s.At.IsZero() {
		t.Errorf("the snapshot is %+v", s)
	}
	b.change(t, "stage = 'RENDER', pages_done = 1, pages_total = 3, started_at = now()", j.JobID)
	if s := next(t, states); s.Sequence != 2 || s.Stage != StageRender || s.Done != 1 || s.Total != 3 || s.Started == nil {
		t.Errorf("then %+v", s)
	}
	b.change(t, "status = 'ERROR', error_code = 'X', error_message = '"+Message(strings.Repeat(`"\`, 5000))+"'", j.JobID)
	if s := last(t, states); s.Status != job.StatusError || s.ErrorCode != "X" || len(s.ErrorMessage) != maxMessage {
		t.Errorf("at last %+v", s)
	}
	if n := b.hub.Watchers(); n != 0 {
		t.Errorf("%d watchers are left", n)
	}
}

func TestSlowReaderGetsTheNewestAndTheEnd_W11(t *testing.T) {
	t.Parallel()
	b := setup(t)
	j, other := b.newJob(t), b.newJob(t)
	slow, quick := b.watch(t, j.JobID), b.watch(t, other.JobID)
	next(t, slow)
	for range 50 {
		b.change(t, "pages_done = pages_done + 1", j.JobID)
	}
	b.change(t, "status = 'DONE'", j.JobID, other.JobID)
	if s := last(t, quick); s.Status != job.StatusDone {
		t.Errorf("the other subscriber has %+v", s)
	}
	seen := 0
	var s *State
	for s = range slow {
		seen++
	}
	if s.Status != job.StatusDone || s.Sequence != 52 || seen > 3 {
		t.Errorf("%d states, the last %+v", seen, s)
	}
}

func TestStatesArePaced_W11_J1(t *testing.T) {
	t.Parallel()
	b := setup(t)
	j := b.newJob(t)
	states := b.watch(t, j.JobID)
	next(t, states)
	began := time.Now()
	changed := make(chan struct{})
	go func() {
		defer close(changed)
		for range 200 {
			b.change(t, "pages_done = pages_done + 1", j.JobID)
		}
		b.change(t, "status = 'CANCELED'", j.JobID)
	}()
	n := 0
	for range states {
		n++
	}
	took := time.Since(began)
	// One may have been on its way before the clock was started, one comes at once, and the
	// last one is not held back.
	if most := int(took/pace) + 3; n > most {
		t.Errorf("%d states in %v", n, took)
	}
	<-changed
}

func TestLostConnectionLosesNothing_J1(t *testing.T) {
	t.Parallel()
	b := setup(t)
	const jobs = 40
	var ids []string
	var all []<-chan *State
	for range jobs {
		j := b.newJob(t)
		ids = append(ids, j.JobID)
		states := b.watch(t, j.JobID)
		next(t, states)
		all = append(all, states)
	}
	cut := func() {
		t.Helper()
		n, err := b.db.Pool.Exec(t.Context(), "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query ilike 'listen %'")
		if err != nil || n.RowsAffected() == 0 {
			t.Fatalf("no listener to cut: %v", err)
		}
	}
	for i, id := range ids {
		if i%10 == 0 {
			cut()
			b.change(t, "status = 'DONE'", id)
			b.awaitRead(t)
			continue
		}
		b.change(t, "status = 'DONE'", id)
	}
	for i, states := range all {
		if s := last(t, states); s.Status != job.StatusDone {
			t.Errorf("job %d ended with %+v", i, s)
		}
	}
}

func TestManyWatchedAreReadInChunks(t *testing.T) {
	t.Parallel()
	b := setup(t)
	const jobs = 2*chunk + 1
	if _, err := b.db.Pool.Exec(t.Context(), `insert into jobs (id, tenant_id, created_at, type, status, year, quarter, input_json)
		select 'job_' || n, $1, now(), 'GENERATE_BOOK', 'RUNNING', 2026, 1, '{}' from generate_series(1, $2) n`, b.tenant, jobs); err != nil {
		t.Fatal(err)
	}
	watchers := make([]*watcher[*State], jobs)
	for i := range watchers {
		watchers[i] = &watcher[*State]{out: make(chan *State, 1), wake: func() {}}
		b.hub.jobs.add(fmt.Sprintf("job_%d", i+1), watchers[i])
	}
	if _, err := b.db.Pool.Exec(t.Context(), "update jobs set sequence = 9, status = 'DONE'"); err != nil { // nobody is told
		t.Fatal(err)
	}
	b.hub.markStale()
	if n := b.awaitRead(t); n != jobs {
		t.Fatalf("%d were read", n)
	}
	if i := slices.IndexFunc(watchers, func(w *watcher[*State]) bool { return (<-w.out).Sequence != 9 }); i >= 0 {
		t.Errorf("job %d was not read", i+1)
	}
}

func TestWatchIsConfined(t *testing.T) {
	t.Parallel()
	b := setup(t)
	j := b.newJob(t)
	_, err := b.hub.Watch(tenancy.With(t.Context(), "org_other"), j.JobID)
	if p, ok := problem.As(err); !ok || p.Code != problem.NotFound {
		t.Errorf("another tenant: %v", err)
	}
	if _, err := b.hub.Watch(t.Context(), j.JobID); !errors.Is(err, tenancy.ErrNoScope) {
		t.Errorf("nobody: %v", err)
	}
	states, err := b.hub.Watch(tenancy.System(t.Context()), j.JobID)
	if err != nil || next(t, states).JobID != j.JobID {
		t.Errorf("the system: %v", err)
	}
	if n := b.hub.Watchers(); n != 1 {
		t.Errorf("%d watchers", n)
	}
}

func TestWatchEndsWithItsContext(t *testing.T) {
	t.Parallel()
	b := setup(t)
	j := b.newJob(t)
	ctx, cancel := context.WithCancel(b.ctx)
	states, err := b.hub.Watch(ctx, j.JobID)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	for range states { // ends, with or without the snapshot
	}
	if n := b.hub.Watchers(); n != 0 {
		t.Errorf("%d watchers are left", n)
	}
}
