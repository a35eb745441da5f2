package worker

import (
	"testing"

	"go.opentelemetry.io/otel"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"quire/ent/job"
	"quire/internal/telemetry"
)

// TestAJobIsPartOfTheTraceOfItsOrder orders within a span and finds the attempt
// and its stages in the same trace. Other tests do not run beside it, for the
// tracer is the process's.
func TestAJobIsPartOfTheTraceOfItsOrder(t *testing.T) {
	spans := tracetest.NewSpanRecorder()
	before := otel.GetTracerProvider()
	otel.SetTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans)))
	defer otel.SetTracerProvider(before)
	b := setup(t)
	ctx, order := telemetry.StartSpan(b.Ctx, "order")
	id, err := b.jobs.Generate(ctx, b.Order())
	if err != nil {
		t.Fatal(err)
	}
	order.End()
	w := start(t, b.newWorker(t, nil))
	b.ended(t, id, b.watch(t, id), job.StatusDone)
	stop(t, w)
	parents := map[string]string{} // by name
	ids := map[string]string{}
	for _, s := range spans.Ended() {
		if s.SpanContext().TraceID() == order.SpanContext().TraceID() {
			parents[s.Name()], ids[s.Name()] = s.Parent().SpanID().String(), s.SpanContext().SpanID().String()
		}
	}
	if parents["job generate_book"] != ids["order"] {
		t.Errorf("the job is not part of the order: %v", parents)
	}
	for _, stage := range []string{"stage FETCH", "stage RENDER", "stage STORE"} {
		if parents[stage] == "" || parents[stage] != ids["job generate_book"] {
			t.Errorf("%s is not part of the job: %v", stage, parents)
		}
	}
}
