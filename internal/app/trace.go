package app

import (
	"context"
	"net/http"
	"strings"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/trace"

	"quire/internal/httpapi"
	"quire/internal/telemetry"
)

// traceRequests makes spans of requests and of the operations in them; those of
// the machines that look after the process are left out.
func traceRequests(c *httpapi.Config) {
	c.Trace = func(next http.Handler) http.Handler {
		return otelhttp.NewHandler(next, "http",
			otelhttp.WithFilter(func(r *http.Request) bool {
				return r.URL.Path != "/healthz" && r.URL.Path != "/readyz" && r.URL.Path != "/metrics"
			}),
			// A link's token is all that one needs to use it.
			otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string {
				part, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
				return r.Method + " /" + part
			}))
	}
	c.StartSpan = func(ctx context.Context, name string) (context.Context, func(string)) {
		ctx, span := telemetry.StartSpan(ctx, name)
		return ctx, func(code string) { telemetry.EndSpan(span, code) }
	}
	named := c.WithRequestID
	c.WithRequestID = func(ctx context.Context, id string) context.Context {
		trace.SpanFromContext(ctx).SetAttributes(telemetry.RequestAttribute(id))
		return named(ctx, id)
	}
}
