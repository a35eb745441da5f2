package telemetry_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/trace"
	collector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	spans "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"quire/internal/telemetry"
)

// TestSpansReachACollector traces a request that orders a job, and reads what a
// collector receives by OTLP over HTTP. It is alone in setting the process's
// tracer.
func TestSpansReachACollector(t *testing.T) {
	if _, span := telemetry.StartSpan(t.Context(), "untraced"); span.IsRecording() || telemetry.TraceParent(t.Context()) != "" {
		t.Error("it traces before it is told to")
	}
	received := make(chan *collector.ExportTraceServiceRequest, 10)
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		sent := &collector.ExportTraceServiceRequest{}
		if err := errors.Join(err, proto.Unmarshal(body, sent)); err != nil || r.URL.Path != "/v1/traces" {
			t.Errorf("%s: %v", r.URL.Path, err)
		}
		received <- sent
	}))
	defer server.Close()
	before := otel.GetTracerProvider()
	defer otel.SetTracerProvider(before)
	stop, err := telemetry.StartTracing(t.Context(), server.URL+"/", "v1")
	if err != nil {
		t.Fatal(err)
	}
	ctx, request := telemetry.StartSpan(telemetry.WithRequest(t.Context(), "req-1"), "mutation generateBook", telemetry.RequestAttribute("req-1"))
	var log strings.Builder
	slog.New(telemetry.Handler(slog.NewTextHandler(&log, nil))).InfoContext(ctx, "ordered")
	parent := telemetry.TraceParent(ctx)
	telemetry.EndSpan(request, "")
	again, retry := telemetry.StartSpan(t.Context(), "mutation retryJob")
	queued := telemetry.TraceParent(again)
	telemetry.EndSpan(retry, "")
	ctx, job := telemetry.StartJobSpan(context.WithoutCancel(t.Context()), "generate_book", parent, queued, telemetry.JobAttributes("job_1", "org_1", "req-1")...)
	telemetry.AddSpan(ctx, "stage RENDER", time.Now().Add(-time.Second), time.Now())
	telemetry.EndSpan(job, "TAB_MISSING")
	telemetry.AddSpan(t.Context(), "of nothing", time.Now(), time.Now())
	if err := stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	close(received)
	found := map[string]*spans.Span{}
	for sent := range received {
		for _, of := range sent.ResourceSpans {
			if !strings.Contains(of.Resource.String(), "quire") {
				t.Errorf("of %v", of.Resource)
			}
			for _, scope := range of.ScopeSpans {
				for _, s := range scope.Spans {
					found[s.Name] = s
				}
			}
		}
	}
	ordered, made, stage, retried := found["mutation generateBook"], found["job generate_book"], found["stage RENDER"], found["mutation retryJob"]
	if ordered == nil || made == nil || stage == nil || retried == nil || len(found) != 4 {
		t.Fatalf("received %v", found)
	}
	if string(made.ParentSpanId) != string(ordered.SpanId) || string(stage.ParentSpanId) != string(made.SpanId) || string(stage.TraceId) != string(ordered.TraceId) {
		t.Errorf("the spans are not one trace: %v", found)
	}
	if len(made.Links) != 1 || string(made.Links[0].SpanId) != string(retried.SpanId) {
		t.Errorf("the job is not linked to what queued it: %v", made.Links)
	}
	if made.Status.GetCode() != spans.Status_STATUS_CODE_ERROR || made.Status.Message != "TAB_MISSING" || stage.EndTimeUnixNano-stage.StartTimeUnixNano < uint64(time.Second) {
		t.Errorf("%v, %v", made, stage)
	}
	var id trace.TraceID
	copy(id[:], ordered.TraceId)
	if !strings.Contains(log.String(), "trace_id="+id.String()) {
		t.Errorf("the log says %s", log.String())
	}
}
