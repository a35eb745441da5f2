// Package telemetry is how the running program is seen: logs whose lines carry
// the request and the job that they belong to, metrics for Prometheus, and the
// answers to "are you alive" and "are you ready".
package telemetry

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"

	"go.opentelemetry.io/otel/trace"
)

// NewLogger returns a logger that writes lines as "text" or "json" and adds the
// context's attributes to each: see [With].
func NewLogger(w io.Writer, level slog.Leveler, format string) (*slog.Logger, error) {
	opts := &slog.HandlerOptions{Level: level}
	switch format {
	case "text":
		return slog.New(Handler(slog.NewTextHandler(w, opts))), nil
	case "json":
		return slog.New(Handler(slog.NewJSONHandler(w, opts))), nil
	}
	return nil, fmt.Errorf("log format %q is neither text nor json", format)
}

type attrsKey struct{}

// With returns a context whose log lines carry the attributes. One that is
// there already under the same key is replaced.
func With(ctx context.Context, attrs ...slog.Attr) context.Context {
	merged := slices.Clone(attributes(ctx))
	for _, a := range attrs {
		i := slices.IndexFunc(merged, func(b slog.Attr) bool { return b.Key == a.Key })
		if i >= 0 {
			merged[i] = a
		} else {
			merged = append(merged, a)
		}
	}
	return context.WithValue(ctx, attrsKey{}, merged)
}

func attributes(ctx context.Context) []slog.Attr {
	attrs, _ := ctx.Value(attrsKey{}).([]slog.Attr)
	return attrs
}

// The keys of the attributes that tie lines together.
const (
	RequestIDKey = "request_id"
	JobIDKey     = "job_id"
	TenantKey    = "tenant"
	TraceIDKey   = "trace_id"
)

// WithRequest marks the context as part of a request.
func WithRequest(ctx context.Context, requestID string) context.Context {
	return With(ctx, slog.String(RequestIDKey, requestID))
}

// WithTenant marks the context as done for an organisation.
func WithTenant(ctx context.Context, tenant string) context.Context {
	return With(ctx, slog.String(TenantKey, tenant))
}

// WithJob marks the context as work on a job: the request is the one that
// asked for it.
func WithJob(ctx context.Context, jobID, tenant, requestID string) context.Context {
	return With(ctx, slog.String(JobIDKey, jobID), slog.String(TenantKey, tenant), slog.String(RequestIDKey, requestID))
}

// RequestID is the request that the context belongs to, or "".
func RequestID(ctx context.Context) string {
	for _, a := range attributes(ctx) {
		if a.Key == RequestIDKey {
			return a.Value.String()
		}
	}
	return ""
}

// handler adds the context's attributes to each line, outside of any group.
type handler struct {
	root  slog.Handler // as it was before the first group was opened
	inner slog.Handler // with groups and the attributes in them
	steps []func(slog.Handler) slog.Handler
}

// Handler wraps a handler so that lines carry the context's attributes. A line
// without a context carries what its logger has.
func Handler(h slog.Handler) slog.Handler { return &handler{root: h, inner: h} }

// Enabled asks the wrapped handler.
func (h *handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.inner.Enabled(ctx, level)
}

// Handle writes a line.
func (h *handler) Handle(ctx context.Context, r slog.Record) error {
	attrs := attributes(ctx)
	if span := trace.SpanContextFromContext(ctx); span.IsValid() {
		attrs = append(slices.Clone(attrs), slog.String(TraceIDKey, span.TraceID().String()))
	}
	if len(attrs) == 0 {
		return h.inner.Handle(ctx, r)
	}
	out := h.root.WithAttrs(attrs)
	for _, step := range h.steps {
		out = step(out)
	}
	return out.Handle(ctx, r)
}

// WithAttrs returns a handler whose lines carry the attributes too.
func (h *handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return h.then(func(s slog.Handler) slog.Handler { return s.WithAttrs(attrs) })
}

// WithGroup returns a handler that puts what follows into a group.
func (h *handler) WithGroup(name string) slog.Handler {
	return h.then(func(s slog.Handler) slog.Handler { return s.WithGroup(name) })
}

func (h *handler) then(step func(slog.Handler) slog.Handler) slog.Handler {
	return &handler{root: h.root, inner: step(h.inner), steps: append(slices.Clip(h.steps), step)}
}
