package worker

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"quire/ent/batch"
	"quire/ent/job"
	"quire/internal/jobs"
	"quire/internal/jobs/jobstest"
	"quire/internal/progress"
)

// orderBatch orders the office's book for all its customers and watches.
func (b *bundle) orderBatch(t *testing.T, o *jobstest.Office) (string, <-chan progress.BatchState) {
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
func batchEnds(t *testing.T, states <-chan progress.BatchState) (last progress.BatchState) {
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
			last = s
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
	for s := range states { // until what ran is done
		if s.Status == batch.StatusPaused && s.Running == 0 {
			break
		}
	}
	if given := b.count(t, "select count(*) from jobs where river_job_id is not null and status = 'QUEUED'"); given != 0 {
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

func TestOfficesTakeTurns(t *testing.T) {
	t.Parallel()
	b := setup(t)
	brief(b.Office)
	b.Customers(t, 199)
	other := jobstest.New(t, b.DB)
	brief(other)
	other.Customers(t, 9)
	b.orderBatch(t, b.Office)
	b.orderBatch(t, other)
	for range 20 { // ordered one by one, they wait for turns too
		if _, err := b.jobs.Generate(b.Ctx, b.Order()); err != nil {
			t.Fatal(err)
		}
	}
	for more := true; more; {
		var err error
		if more, err = jobs.PrepareBatches(t.Context(), b.DB); err != nil {
			t.Fatal(err)
		}
	}
	w := b.newWorker(t, nil)
	if _, err := b.DB.Pool.Exec(t.Context(), "insert into worker_processes (id, host, pid, slots, started_at, seen_at) values ('wrk_1', '', 1, 16, now(), now())"); err != nil {
		t.Fatal(err)
	}
	if err := w.dispatch(t.Context()); err != nil {
		t.Fatal(err)
	}
	rows, err := b.DB.Pool.Query(t.Context(), "select (case j.tenant_id when $1 then 'one' else 'other' end) || ' ' || r.priority from river_job r join jobs j on j.river_job_id = r.id", b.Tenant)
	if err != nil {
		t.Fatal(err)
	}
	given := map[string]int{}
	for rows.Next() {
		var who string
		if err := rows.Scan(&who); err != nil {
			t.Fatal(err)
		}
		given[who]++
	}
	want := map[string]int{"one 1": 2, "one 2": 4, "other 3": 6} // twelve of sixteen slots
	if fmt.Sprint(given) != fmt.Sprint(want) {
		t.Errorf("given out were %v, want %v", given, want)
	}
	if err := w.dispatch(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := b.count(t, "select count(*) from river_job where kind = 'generate_book'"); n != 12 {
		t.Errorf("%d in the queue after another look", n)
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
