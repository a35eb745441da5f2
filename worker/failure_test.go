package worker

import (
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quire/engine"
	"quire/ent/job"
	"quire/ent/upload"
	"quire/internal/progress"
)

// breakSource puts a socket where the store keeps the first page's file: it
// cannot be opened, for no cause that is known to last. The function mends it.
func (b *bundle) breakSource(t *testing.T) (mend func()) {
	t.Helper()
	path := b.path(b.DB.Ent.Page.GetX(b.Ctx, b.PageIDs[0]).QueryUpload().OnlyX(b.Ctx).StorageKey)
	short, err := os.MkdirTemp("", "q") // the names of sockets are short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(short) })
	l, err := net.Listen("unix", filepath.Join(short, "s"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	whole := filepath.Join(short, "whole")
	move := func(from, to string) {
		if err := os.Rename(from, to); err != nil {
			t.Error(err)
		}
	}
	move(path, whole)
	move(filepath.Join(short, "s"), path)
	return func() { move(whole, path) }
}

func TestStorageThatComesBack(t *testing.T) {
	t.Parallel()
	b := setup(t)
	mend := b.breakSource(t)
	w := b.newWorker(t, func(d *Deps) {
		d.Backoff = func(attempts int) time.Duration {
			if attempts == 2 {
				mend()
			}
			return time.Millisecond
		}
	})
	j, states := b.order(t)
	start(t, w)
	j = b.ended(t, j.ID, states, job.StatusDone)
	if j.Attempts != 3 {
		t.Errorf("done after %d attempts", j.Attempts)
	}
}

func TestStorageThatStaysAway(t *testing.T) {
	t.Parallel()
	b := setup(t)
	mend := b.breakSource(t)
	w := b.newWorker(t, func(d *Deps) {
		d.MaxAttempts = 3
		d.Backoff = func(int) time.Duration { return time.Millisecond }
	})
	j, states := b.order(t)
	start(t, w)
	j = b.ended(t, j.ID, states, job.StatusError)
	if *j.ErrorCode != codeUnavailable || j.Attempts != 3 {
		t.Errorf("%s after %d attempts", *j.ErrorCode, j.Attempts)
	}
	history, err := progress.History(j)
	if err != nil || len(history) != 3 || history[2].Number != 3 || history[2].Worker != w.ID() || !strings.Contains(history[2].Cause, "fetch «") {
		t.Errorf("parked with %+v, %v", history, err)
	}
	mend() // and somebody has it tried again
	if err := b.jobs.RetryJob(b.Ctx, j.ID); err != nil {
		t.Fatal(err)
	}
	j = b.ended(t, j.ID, b.watch(t, j.ID), job.StatusDone)
	if history, _ := progress.History(j); j.Attempts != 1 || j.ErrorCode != nil || len(history) != 3 {
		t.Errorf("done after %d attempts, with a history of %d", j.Attempts, len(history))
	}
}

func TestBackoffGrowsToItsBound(t *testing.T) {
	t.Parallel()
	for attempts, want := range map[int]time.Duration{1: 2 * time.Second, 2: 8 * time.Second, 3: 32 * time.Second, 4: 2 * time.Minute, 1000: 2 * time.Minute} {
		if got := backoff(attempts); got != want {
			t.Errorf("after %d: %v, want %v", attempts, got, want)
		}
	}
}

func TestTimeout(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.newWorker(t, func(d *Deps) { d.JobTimeout = 100 * time.Millisecond })
	newGate().hold(w) // it never opens
	j, states := b.order(t)
	start(t, w)
	j = b.ended(t, j.ID, states, job.StatusError)
	if *j.ErrorCode != engine.CodeTimeout || j.Attempts != 1 {
		t.Errorf("%s after %d attempts", *j.ErrorCode, j.Attempts)
	}
}

// Work that does not stop when it is told to does not hold the job, and changes
// nothing when it ends at last.
func TestWorkThatDoesNotStop(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w, g := b.newWorker(t, func(d *Deps) { d.JobTimeout = 100 * time.Millisecond }), newGate()
	g.deaf = true
	g.hold(w)
	w.stuckAfter = time.Millisecond
	late := make(chan struct{})
	real := w.compose
	w.compose = func(ctx context.Context, p engine.Plan, s engine.Sources, out io.Writer, tell engine.Progress) (engine.Result, error) {
		defer close(late)
		return real(ctx, p, s, out, tell)
	}
	j, states := b.order(t)
	start(t, w)
	j = b.ended(t, j.ID, states, job.StatusError)
	if *j.ErrorCode != engine.CodeTimeout {
		t.Errorf("%s: %s", *j.ErrorCode, *j.ErrorMessage)
	}
	close(g.open)
	<-late
	if after := b.job(t, j.ID); after.Sequence != j.Sequence {
		t.Errorf("the late work changed the job: %+v", after)
	}
}

func TestPanic(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.newWorker(t, nil)
	w.compose = func(context.Context, engine.Plan, engine.Sources, io.Writer, engine.Progress) (engine.Result, error) {
		panic("boom 42")
	}
	j, states := b.order(t)
	start(t, w)
	j = b.ended(t, j.ID, states, job.StatusError)
	if *j.ErrorCode != engine.CodeFailure || strings.Contains(*j.ErrorMessage, "boom") {
		t.Errorf("%s: %s", *j.ErrorCode, *j.ErrorMessage)
	}
	history, err := progress.History(j)
	if err != nil || len(history) != 1 || !strings.Contains(history[0].Cause, "boom 42") || !strings.Contains(history[0].Cause, "worker.(*generateBook).attempt") {
		t.Errorf("the history lacks the panic and its stack: %+v, %v", history, err)
	}
}

func TestOutputBeyondTheLimit(t *testing.T) {
	t.Parallel()
	b := setup(t)
	j, states := b.order(t)
	start(t, b.newWorker(t, func(d *Deps) { d.MaxOutput = 100 }))
	j = b.ended(t, j.ID, states, job.StatusError)
	if *j.ErrorCode != codeTooLarge {
		t.Errorf("%s: %s", *j.ErrorCode, *j.ErrorMessage)
	}
	if n := b.count(t, "select count(*) from uploads where origin = $1", upload.OriginGenerated); n != 0 {
		t.Errorf("%d outputs are recorded", n)
	}
}

func TestCancelWhatWaits(t *testing.T) {
	t.Parallel()
	b := setup(t)
	j, states := b.order(t)
	got := b.cancel(t, j.ID)
	if got.Status != job.StatusCanceled || got.FinishedAt == nil {
		t.Fatalf("%+v", got)
	}
	b.ended(t, j.ID, states, job.StatusCanceled)
	if n := b.count(t, "select count(*) from river_job where state = 'cancelled' and id = $1", *j.RiverJobID); n != 1 {
		t.Error("the queue would still hand it out")
	}
	if again := b.cancel(t, j.ID); again.Sequence != got.Sequence {
		t.Errorf("a second time it changed: %+v", again)
	}
}

func TestCancelWhatRuns(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w, g := b.newWorker(t, nil), newGate()
	g.hold(w)
	j, states := b.order(t)
	start(t, w)
	g.awaitHeld(t)
	if got := b.cancel(t, j.ID); got.Status != job.StatusCanceling && got.Status != job.StatusCanceled {
		t.Fatalf("%+v", got)
	}
	b.ended(t, j.ID, states, job.StatusCanceled)
}

func TestCancelIsNoticedWithoutANotification(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w, g := b.newWorker(t, nil), newGate()
	g.hold(w)
	j, states := b.order(t)
	start(t, w)
	g.awaitHeld(t)
	if _, err := b.DB.Pool.Exec(t.Context(), "update jobs set status = 'CANCELING', sequence = sequence + 1 where id = $1", j.ID); err != nil {
		t.Fatal(err)
	}
	b.ended(t, j.ID, states, job.StatusCanceled)
}

func TestCancelThatComesTooLateToStopTheWork(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w, g := b.newWorker(t, nil), newGate()
	g.deaf = true
	g.hold(w)
	j, states := b.order(t)
	start(t, w)
	g.awaitHeld(t)
	b.cancel(t, j.ID)
	close(g.open)
	b.ended(t, j.ID, states, job.StatusCanceled)
	stop(t, w)
	b.checkNoOutput(t)
}

// checkNoOutput checks that neither a row nor a file is left of a booklet.
func (b *bundle) checkNoOutput(t *testing.T) {
	t.Helper()
	if n := b.count(t, "select count(*) from uploads where origin = 'GENERATED'"); n != 0 {
		t.Errorf("%d outputs are recorded", n)
	}
	if files := b.outputs(t); len(files) > 0 {
		t.Errorf("stored without a row: %v", files)
	}
}

// outputs are the files of booklets in storage.
func (b *bundle) outputs(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(b.Folder, b.Tenant, "outputs", "*"))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// An order that cannot be read fails its jobs: they must not wait for ever.
func TestDamagedOrderOfABatch(t *testing.T) {
	t.Parallel()
	b := setup(t)
	j, states := b.order(t)
	for _, change := range []struct {
		sql  string
		args []any
	}{
		{`insert into batches (id, tenant_id, created_at, year, quarter, status, total, input_json) values ('bat_1', $1, now(), 2026, 1, 'PAUSED', 1, '{"snapshot": 5}')`, []any{b.Tenant}},
		{`update jobs set batch_id = 'bat_1', input_json = '{"customer": {"name": "Acme"}}' where id = $1`, []any{j.ID}},
		{`update river_job set args = args || '{"batch_id": "bat_1"}' where id = $1`, []any{*j.RiverJobID}},
	} {
		if _, err := b.DB.Pool.Exec(t.Context(), change.sql, change.args...); err != nil {
			t.Fatal(err)
		}
	}
	start(t, b.newWorker(t, nil))
	if done := b.ended(t, j.ID, states, job.StatusError); *done.ErrorCode != "BOOK_EMPTY" {
		t.Errorf("the code is %s", *done.ErrorCode)
	}
}
