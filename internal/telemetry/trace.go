package telemetry

import (
	"context"
	"fmt"
	"strings"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// StartTracing sends spans to an OpenTelemetry collector at an endpoint, such as
// http://collector:4318 (OTLP over HTTP). Before it is called, and without it,
// spans cost nothing and go nowhere. stop sends what is left.
func StartTracing(ctx context.Context, endpoint, version string) (stop func(context.Context) error, err error) {
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(strings.TrimRight(endpoint, "/")+"/v1/traces"))
	if err != nil {
		return nil, fmt.Errorf("trace to %s: %w", endpoint, err)
	}
	// OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say more, or otherwise.
	about, err := resource.New(ctx, resource.WithAttributes(
		attribute.String("service.name", "quire"), attribute.String("service.version", version)), resource.WithFromEnv(), resource.WithHost())
	if err != nil {
		return nil, fmt.Errorf("trace to %s: %w", endpoint, err)
	}
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(about))
	otel.SetTracerProvider(provider)
	otel.SetTextMapPropagator(parents)
	return provider.Shutdown, nil
}

// parents carries the span of a request to whatever works for it (W3C Trace
// Context).
var parents = propagation.TraceContext{}

// tracer is asked anew each time: who traces is said after the program has begun.
func tracer() trace.Tracer { return otel.Tracer("quire") }

// RequestAttribute names a request in a span as it is named in logs.
func RequestAttribute(id string) attribute.KeyValue { return attribute.String(RequestIDKey, id) }

// JobAttributes name a job in a span as it is named in logs.
func JobAttributes(jobID, tenant, requestID string) []attribute.KeyValue {
	return []attribute.KeyValue{attribute.String(JobIDKey, jobID), attribute.String(TenantKey, tenant), RequestAttribute(requestID)}
}

// StartSpan begins a span within that of the context; whoever began it ends it.
func StartSpan(ctx context.Context, name string, attributes ...attribute.KeyValue) (context.Context, trace.Span) {
	return tracer().Start(ctx, name, trace.WithAttributes(attributes...))
}

// StartJobSpan begins the span of an attempt at a job that was ordered within one
// span and queued within another, linked to, as [TraceParent] gave them; empty for
// none.
func StartJobSpan(ctx context.Context, kind, ordered, queued string, attributes ...attribute.KeyValue) (context.Context, trace.Span) {
	options := []trace.SpanStartOption{trace.WithSpanKind(trace.SpanKindConsumer), trace.WithAttributes(attributes...)}
	if link := trace.LinkFromContext(within(ctx, queued)); queued != ordered && link.SpanContext.IsValid() {
		options = append(options, trace.WithLinks(link))
	}
	return tracer().Start(within(ctx, ordered), "job "+kind, options...)
}

// within gives the context of a span of another process.
func within(ctx context.Context, traceParent string) context.Context {
	return parents.Extract(ctx, propagation.MapCarrier{"traceparent": traceParent})
}

// TraceParent is the span of the context as a text; empty for none.
func TraceParent(ctx context.Context) string {
	carrier := propagation.MapCarrier{}
	parents.Inject(ctx, carrier)
	return carrier["traceparent"]
}

// AddSpan adds a span that is over already.
func AddSpan(ctx context.Context, name string, began, ended time.Time) {
	if !trace.SpanFromContext(ctx).IsRecording() {
		return
	}
	_, span := tracer().Start(ctx, name, trace.WithTimestamp(began))
	span.End(trace.WithTimestamp(ended))
}

// EndSpan ends a span; one with a code has failed.
func EndSpan(span trace.Span, code string) {
	if code != "" {
		span.SetStatus(codes.Error, code)
	}
	span.End()
}
