package worker

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent/batch"
	"quire/ent/job"
	"quire/internal/jobs"
	"quire/internal/jobs/jobstest"
	"quire/internal/progress"
)

// orderBatch orders the office's book for all its customers and watches.
func (b *bundle) orderBatch(t *testing.T, o *jobstest.Office) (string, <-chan *progress.BatchState) {
	t.Helper()
	id, err := b.jobs.GenerateBatch(o.Ctx, jobs.BatchInput{BookID: o.BookID, Year: 2026, Quarter: 1, SpreadsheetID: o.SpreadsheetID})
	if err != nil {
		t.Fatal(err)
	}
	states, err := b.hub.WatchBatch(o.Ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return id, states
}

// batchEnds reads states to the last.
func batchEnds(t *testing.T, states <-chan *progress.BatchState) (last progress.BatchState) {
	t.Helper()
	timeout := time.After(patience)
	for {
		select {
		case s, open := <-states:
			if !open {
				return last
			}
			if s.Sequence <= last.Sequence {
				t.Errorf("sequence %d after %d", s.Sequence, last.Sequence)
			}
			last = *s
		case <-timeout:
			t.Fatalf("the batch does not end: %+v", last)
		}
	}
}

// brief makes the office's book one page long, so that many booklets take no time.
func brief(o *jobstest.Office) {
	for _, id := range o.PageIDs[1:] {
		o.DB.Ent.Page.DeleteOneID(id).ExecX(o.Ctx)
	}
}

func TestBatchIsMade(t *testing.T) {
	t.Parallel()
	b := setup(t)
	brief(b.Office)
	b.Customers(t, 39)
	start(t, b.newWorker(t, nil))
	id, states := b.orderBatch(t, b.Office)
	s := batchEnds(t, states)
	if s.Status != batch.StatusDone || s.Total != 40 || s.Done != 40 || s.Failed != 0 || s.Waiting() != 0 || s.Percent() != 100 || *s.Remaining != 0 {
		t.Errorf("at last %+v", s)
	}
	if row := b.DB.Ent.Batch.GetX(b.Ctx, id); row.FinishedAt == nil || row.Status != batch.StatusDone {
		t.Errorf("%+v", row)
	}
	if n := b.count(t, "select count(distinct output_id) from jobs where batch_id = $1 and status = 'DONE'", id); n != 40 {
		t.Errorf("%d booklets", n)
	}
}

func TestBatchThatIsPausedAndCanceled(t *testing.T) {
	t.Parallel()
	b := setup(t)
	brief(b.Office)
	b.Customers(t, 19)
	w, g := b.newWorker(t, nil), newGate()
	g.hold(w)
	start(t, w)
	id, states := b.orderBatch(t, b.Office)
	g.awaitHeld(t)
	if err := b.jobs.PauseBatch(b.Ctx, id); err != nil {
		t.Fatal(err)
	}
	close(g.open)
	given := 0
	for s := range states { // until what ran, or was given to the queue before, is done
		if s.Status != batch.StatusPaused || s.Running != 0 {
			continue
		}
		if given = b.count(t, "select count(*) from jobs where river_job_id is not null and status = 'QUEUED'"); given == 0 {
			break
		}
	}
	if given != 0 {
		t.Errorf("a paused batch has %d jobs in the queue", given)
	}
	if err := b.jobs.CancelBatch(b.Ctx, id); err != nil {
		t.Fatal(err)
	}
	s := batchEnds(t, states)
	if s.Status != batch.StatusCanceled || s.Done == 0 || s.Done+s.Canceled != 20 || s.Canceled < 10 {
		t.Errorf("at last %+v", s)
	}
}

func TestOneOrderBesideManyOfAnother(t *testing.T) {
	t.Parallel()
	b := setup(t)
	brief(b.Office)
	b.Customers(t, 999)
	w, g := b.newWorker(t, func(d *Deps) { d.Concurrency = 4 }), newGate()
	g.hold(w)
	start(t, w)
	b.orderBatch(t, b.Office)
	for range 3 { // one of four slots stays free
		g.awaitHeld(t)
	}
	other := jobstest.New(t, b.DB)
	id, err := b.jobs.Generate(other.Ctx, other.Order())
	if err != nil {
		t.Fatal(err)
	}
	states, err := b.hub.Watch(other.Ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	begun := false // while three of a thousand are held
	for s := range states {
		begun = begun || s.Started != nil // its files lie in another store, so that it fails
	}
	if !begun || b.count(t, "select count(*) from jobs where batch_id is not null and finished_at is not null") != 0 {
		t.Error("it had to wait for the others")
	}
	close(g.open)
}

// waiting are offices with booklets that wait, and a worker with so many slots.
type waiting struct {
	*bundle
	other  *jobstest.Office
	worker *Worker
}

// setupWaiting orders batches of 200 and 10 booklets of two offices.
func setupWaiting(t *testing.T, slots int) *waiting {
	t.Helper()
	b := &waiting{bundle: setup(t)}
	brief(b.Office)
	b.Customers(t, 199)
	b.other = jobstest.New(t, b.DB)
	brief(b.other)
	b.other.Customers(t, 9)
	b.orderBatch(t, b.Office)
	b.orderBatch(t, b.other)
	for more := true; more; {
		var err error
		if more, err = jobs.PrepareBatches(t.Context(), b.DB, jobs.MaxBatch); err != nil {
			t.Fatal(err)
		}
	}
	b.worker = b.newWorker(t, nil)
	b.exec(t, "insert into worker_processes (id, host, pid, slots, started_at, seen_at) values ('wrk_1', '', 1, $1, now(), now())", slots)
	return b
}

func (b *waiting) exec(t *testing.T, sql string, args ...any) {
	t.Helper()
	if _, err := b.DB.Pool.Exec(t.Context(), sql, args...); err != nil {
		t.Fatal(err)
	}
}

// given are the jobs that River has, by office and queue.
func (b *waiting) given(t *testing.T) string {
	t.Helper()
	if err := b.worker.dispatch(t.Context()); err != nil {
		t.Fatal(err)
	}
	rows, err := b.DB.Pool.Query(t.Context(), "select (case j.tenant_id when $1 then 'one' else 'other' end) || ' ' || r.queue from river_job r join jobs j on j.river_job_id = r.id", b.Tenant)
	if err != nil {
		t.Fatal(err)
	}
	given := map[string]int{}
	var who string
	if _, err := pgx.ForEachRow(rows, []any{&who}, func() error { given[who]++; return nil }); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprint(given)
}

func TestOfficesTakeTurns(t *testing.T) {
	t.Parallel()
	b := setupWaiting(t, 16)
	for range 20 { // ordered one by one, they wait for turns too
		if _, err := b.jobs.Generate(b.Ctx, b.Order()); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // another look gives nothing more
		if got, want := b.given(t), "map[one batches:14 one booklets:16 other batches:10]"; got != want {
			t.Errorf("given out were %s, want %s", got, want)
		}
	}
}

func TestWhoComesLateIsServedFirst(t *testing.T) {
	t.Parallel()
	b := setupWaiting(t, 8) // six of batches, and eight ahead
	b.exec(t, "insert into work_shares (tenant_id, weight, most, served) values ($1, 1, 0, 1000)", b.Tenant)
	if got, want := b.given(t), "map[one batches:4 other batches:10]"; got != want {
		t.Errorf("given out were %s, want %s", got, want)
	}
	if n := b.count(t, "select count(*) from work_shares where tenant_id = $1 and served = 990", b.other.Tenant); n != 1 {
		t.Error("ten turns of the late one, who began at 980, are not noted")
	}
}

func TestSharesOfOfficesAndLargeJobs(t *testing.T) {
	t.Parallel()
	b := setupWaiting(t, 8)
	b.exec(t, "insert into work_shares (tenant_id, weight, most, served) values ($1, 3, 0, 0), ($2, 1, 0, 0)", b.Tenant, b.other.Tenant)
	if got, want := b.given(t), "map[one batches:11 other batches:3]"; got != want {
		t.Errorf("by weight: given out were %s, want %s", got, want)
	}
	b = setupWaiting(t, 8)
	b.exec(t, "insert into work_shares (tenant_id, weight, most, served) values ($1, 1, 2, 0)", b.Tenant)
	if got, want := b.given(t), "map[one batches:2 other batches:10]"; got != want {
		t.Errorf("with a limit: given out were %s, want %s", got, want)
	}
	b = setupWaiting(t, 8)
	b.exec(t, "update jobs set load = $1", largeLoad+1)
	if got, want := b.given(t), "map[one batches:2 other batches:1]"; got != want {
		t.Errorf("of large ones: given out were %s, want %s", got, want)
	}
}

// TestALimitHoldsForWhatIsOrderedByHand orders one by one, with nothing else about.
func TestALimitHoldsForWhatIsOrderedByHand(t *testing.T) {
	t.Parallel()
	b := &waiting{bundle: setup(t)}
	b.other, b.worker = b.Office, b.newWorker(t, nil)
	b.exec(t, "insert into worker_processes (id, host, pid, slots, started_at, seen_at) values ('wrk_1', '', 1, 8, now(), now())")
	limit := func(most *int) {
		t.Helper()
		if err := b.jobs.SetShareLocally(t.Context(), jobs.ShareInput{OrganisationID: b.Tenant, Weight: 1, MaxRunning: most}); err != nil {
			t.Fatal(err)
		}
	}
	two, three := 2, 3
	limit(&two)
	for range 6 {
		b.order(t)
	}
	for _, step := range []struct {
		most *int
		want string
	}{{&two, "map[one booklets:2]"}, {&three, "map[one booklets:3]"}, {nil, "map[one booklets:6]"}} {
		limit(step.most)
		if got := b.given(t); got != step.want {
			t.Errorf("given out were %s, want %s", got, step.want)
		}
	}
}

func TestFeedShowsTheOfficesJobs(t *testing.T) {
	t.Parallel()
	b := setup(t)
	other := jobstest.New(t, b.DB)
	first, err := b.jobs.Generate(b.Ctx, b.Order())
	if err != nil {
		t.Fatal(err)
	}
	feed, err := b.hub.Feed(b.Ctx)
	if err != nil {
		t.Fatal(err)
	}
	if s := <-feed; len(s) != 1 || s[0].JobID != first || s[0].Status != job.StatusQueued {
		t.Errorf("the first message is %+v", s)
	}
	if _, err := b.jobs.Generate(other.Ctx, other.Order()); err != nil {
		t.Fatal(err)
	}
	next, _ := b.order(t)
	start(t, b.newWorker(t, nil))
	var ended []string
	timeout := time.After(patience)
	for len(ended) < 2 {
		select {
		case states := <-feed:
			for _, s := range states {
				if s.TenantID != b.Tenant {
					t.Errorf("another office's job: %+v", s)
				}
				if progress.Final(s.Status) && !slices.Contains(ended, s.JobID) {
					ended = append(ended, s.JobID)
				}
			}
		case <-timeout:
			t.Fatalf("only %v ended", ended)
		}
	}
	if slices.Sort(ended); !slices.Equal(ended, []string{first, next.ID}) {
		t.Errorf("ended are %v", ended)
	}
}
