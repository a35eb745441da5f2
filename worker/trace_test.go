package worker

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"testing"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	oteltrace "go.opentelemetry.io/otel/trace"

	"quire/engine"
	"quire/ent/job"
	"quire/internal/jobs"
	"quire/internal/telemetry"
)

// traced are the spans of a test. Tests with spans do not run beside others, for
// the tracer is the process's.
type traced struct {
	t     *testing.T
	spans *tracetest.SpanRecorder
}

func trace(t *testing.T) traced {
	t.Helper()
	spans := tracetest.NewSpanRecorder()
	before := otel.GetTracerProvider()
	otel.SetTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans)))
	t.Cleanup(func() { otel.SetTracerProvider(before) })
	return traced{t, spans}
}

// jobs are the spans of attempts.
func (tr traced) jobs() (found []sdktrace.ReadOnlySpan) {
	for _, s := range tr.spans.Ended() {
		if s.Name() == "job generate_book" {
			found = append(found, s)
		}
	}
	return found
}

// within does something within a span of the name.
func (tr traced) within(b *bundle, name string, do func(context.Context) error) oteltrace.SpanContext {
	tr.t.Helper()
	ctx, span := telemetry.StartSpan(b.Ctx, name)
	defer span.End()
	if err := do(ctx); err != nil {
		tr.t.Fatal(err)
	}
	return span.SpanContext()
}

func TestAJobIsPartOfTheTraceOfItsOrder(t *testing.T) {
	tr := trace(t)
	b := setup(t)
	var id string
	order := tr.within(b, "order", func(ctx context.Context) (err error) {
		id, err = b.jobs.Generate(ctx, b.Order())
		return err
	})
	w := start(t, b.newWorker(t, nil))
	b.ended(t, id, b.watch(t, id), job.StatusDone)
	stop(t, w)
	made := tr.jobs()
	if len(made) != 1 || made[0].Parent().SpanID() != order.SpanID() || made[0].SpanContext().TraceID() != order.TraceID() || len(made[0].Links()) != 0 {
		t.Fatalf("the job is not part of the order: %v", made)
	}
	stages := map[string]bool{}
	for _, s := range tr.spans.Ended() {
		if s.Parent().SpanID() == made[0].SpanContext().SpanID() {
			stages[s.Name()] = true
		}
	}
	for _, stage := range []string{"stage FETCH", "stage RENDER", "stage STORE"} {
		if !stages[stage] {
			t.Errorf("%s is not part of the job: %v", stage, stages)
		}
	}
}

// TestEveryAttemptIsPartOfTheTraceOfItsOrder has a job fail for a cause that may
// pass, then for good, and then tried again by hand.
func TestEveryAttemptIsPartOfTheTraceOfItsOrder(t *testing.T) {
	tr := trace(t)
	b := setup(t)
	w := b.newWorker(t, func(d *Deps) {
		d.MaxAttempts = 2
		d.Backoff = func(int) time.Duration { return time.Millisecond }
	})
	real, fails := w.compose, new(atomic.Bool)
	fails.Store(true)
	w.compose = func(ctx context.Context, p engine.Plan, s engine.Sources, out io.Writer, tell engine.Progress) (engine.Result, error) {
		if fails.Load() {
			return engine.Result{}, &temporary{errors.New("the disk is away")}
		}
		return real(ctx, p, s, out, tell)
	}
	var id string
	order := tr.within(b, "order", func(ctx context.Context) (err error) {
		id, err = b.jobs.Generate(ctx, b.Order())
		return err
	})
	start(t, w)
	b.ended(t, id, b.watch(t, id), job.StatusError)
	fails.Store(false)
	retry := tr.within(b, "retry", func(ctx context.Context) error { return b.jobs.RetryJob(ctx, id) })
	b.ended(t, id, b.watch(t, id), job.StatusDone)
	stop(t, w)
	made := tr.jobs()
	if len(made) != 3 {
		t.Fatalf("%d attempts, want three", len(made))
	}
	for i, s := range made {
		if s.Parent().SpanID() != order.SpanID() {
			t.Errorf("attempt %d is not part of the order", i+1)
		}
		if failed := s.Status().Code == codes.Error; failed != (i < 2) {
			t.Errorf("attempt %d is said to have failed: %t", i+1, failed)
		}
	}
	if links := made[2].Links(); len(links) != 1 || links[0].SpanContext.SpanID() != retry.SpanID() {
		t.Errorf("the last attempt is not linked to what asked for it: %v", links)
	}
}

func TestTheJobsOfABatchArePartOfTheTraceOfItsOrder(t *testing.T) {
	tr := trace(t)
	b := setup(t)
	b.Customers(t, 2)
	var id string
	order := tr.within(b, "order", func(ctx context.Context) (err error) {
		id, err = b.jobs.GenerateBatch(ctx, jobs.BatchInput{BookID: b.BookID, Year: 2026, Quarter: 1, SpreadsheetID: b.SpreadsheetID})
		return err
	})
	states, err := b.hub.WatchBatch(b.Ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	w := start(t, b.newWorker(t, nil))
	for range states { // to its end
	}
	stop(t, w)
	made := tr.jobs()
	if len(made) != 3 {
		t.Errorf("%d attempts, want three", len(made))
	}
	for _, s := range made {
		if s.Parent().SpanID() != order.SpanID() {
			t.Errorf("%v is not part of the order of the batch", s.Attributes())
		}
	}
}
