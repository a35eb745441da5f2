package progress

import (
	"context"
	"testing"
	"time"

	"quire/ent/job"
)

func TestReportsAreJoined(t *testing.T) {
	t.Parallel()
	b := setup(t)
	p := NewPublisher(b.db.Pool, quiet())
	flushes := make(chan int, 100)
	p.flushed = func(n int) { flushes <- n }
	one, two := b.newJob(t), b.newJob(t)
	states := b.watch(t, one.JobID)
	next(t, states)
	for done := range 1000 {
		p.Report(one, Report{Stage: StageRender, Done: done + 1, Total: 1000})
	}
	p.Report(two, Report{Stage: StageFetch, Total: 5})
	background(t, p.Run)
	select {
	case n := <-flushes:
		if n != 2 {
			t.Errorf("%d jobs in one statement", n)
		}
	case <-time.After(patience):
		t.Fatal("nothing was written")
	}
	if s := next(t, states); s.Sequence != 2 || s.Done != 1000 || s.Total != 1000 || s.Stage != StageRender {
		t.Errorf("seen: %+v", s)
	}
	if j := b.db.Ent.Job.GetX(b.ctx, two.JobID); j.Sequence != 2 || j.Stage != "FETCH" || j.PagesTotal != 5 {
		t.Errorf("written: %+v", j)
	}
}

func TestOnlyTheCurrentAttemptReports(t *testing.T) {
	t.Parallel()
	b := setup(t)
	p := NewPublisher(b.db.Pool, quiet())
	for name, change := range map[string]func(*Attempt){
		"another worker":  func(a *Attempt) { a.WorkerID = "wrk_2" },
		"another attempt": func(a *Attempt) { a.RiverJobID = 8 },
		"over":            func(a *Attempt) { b.change(t, "status = 'DONE'", a.JobID) },
		"forgotten":       func(a *Attempt) {},
	} {
		j := b.newJob(t)
		a := j
		change(&a)
		p.Report(a, Report{Stage: StageRender, Done: 1, Total: 2})
		if name == "forgotten" {
			p.Forget(a)
		}
		p.flush(t.Context())
		if row := b.db.Ent.Job.GetX(b.ctx, j.JobID); row.PagesDone != 0 {
			t.Errorf("%s: written", name)
		}
	}
}

func TestWhatCannotBeWrittenIsKept(t *testing.T) {
	t.Parallel()
	b := setup(t)
	p := NewPublisher(b.db.Pool, quiet())
	j, other := b.newJob(t), b.newJob(t)
	p.Report(j, Report{Stage: StageRender, Done: 1, Total: 3})
	batch := p.take()
	p.Report(j, Report{Stage: StageRender, Done: 2, Total: 3})
	p.putBack(batch)
	if _, err := b.db.Pool.Exec(t.Context(), "alter table jobs rename to gone"); err != nil {
		t.Fatal(err)
	}
	p.Report(other, Report{Stage: StageFetch, Total: 1})
	p.flush(t.Context())
	if _, err := b.db.Pool.Exec(t.Context(), "alter table gone rename to jobs"); err != nil {
		t.Fatal(err)
	}
	p.flush(t.Context())
	row := b.db.Ent.Job.GetX(b.ctx, j.JobID)
	if row.PagesDone != 2 || row.Status != job.StatusRunning {
		t.Errorf("written: %+v", row)
	}
	if row := b.db.Ent.Job.GetX(b.ctx, other.JobID); row.PagesTotal != 1 {
		t.Errorf("the other: %+v", row)
	}
}

func TestStatesAreToldTogether(t *testing.T) {
	t.Parallel()
	b := setup(t)
	p := NewPublisher(b.db.Pool, quiet())
	one, two := b.newJob(t), b.newJob(t)
	first, second := b.watch(t, one.JobID), b.watch(t, two.JobID)
	next(t, first)
	next(t, second)
	if _, err := b.db.Pool.Exec(t.Context(), "update jobs set sequence = sequence + 1, status = 'DONE' where id in ($1, $2)", one.JobID, two.JobID); err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	p.Tell(one.JobID)
	p.tell(gone) // it cannot be sent, and is kept
	p.Tell(two.JobID)
	p.Run(gone) // what is left is sent at the end
	for _, states := range []<-chan *State{first, second} {
		if s := last(t, states); s.Status != job.StatusDone || s.Sequence != 2 {
			t.Errorf("told: %+v", s)
		}
	}
}
