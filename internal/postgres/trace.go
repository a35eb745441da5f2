package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"strings"

	"github.com/XSAM/otelsql"
	"github.com/jackc/pgx/v5"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"quire/internal/telemetry"
)

// traced tells whether a statement belongs to a span: what the program asks by
// itself all the time is not traced.
func traced(ctx context.Context) bool { return trace.SpanFromContext(ctx).IsRecording() }

// openTraced opens lib/pq's side so that its statements become spans.
func openTraced(connector driver.Connector) *sql.DB {
	return otelsql.OpenDB(connector, otelsql.WithAttributes(attribute.String("db.system.name", "postgresql")),
		otelsql.WithSpanOptions(otelsql.SpanOptions{
			OmitConnResetSession: true, OmitConnPrepare: true, OmitRows: true, OmitConnectorConnect: true,
			SpanFilter: func(ctx context.Context, _ otelsql.Method, _ string, _ []driver.NamedValue) bool { return traced(ctx) },
		}))
}

// tracing makes spans of the statements of pgx's side. Arguments are left out:
// they are the customers' data.
type tracing struct{}

// TraceQueryStart begins the span of a statement.
func (tracing) TraceQueryStart(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryStartData) context.Context {
	if !traced(ctx) {
		return ctx
	}
	verb, _, _ := strings.Cut(strings.TrimSpace(q.SQL), " ")
	ctx, span := telemetry.StartSpan(ctx, "sql "+strings.ToUpper(verb), attribute.String("db.system.name", "postgresql"), attribute.String("db.query.text", q.SQL))
	return context.WithValue(ctx, spanKey{}, span)
}

// TraceQueryEnd ends it.
func (tracing) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, q pgx.TraceQueryEndData) {
	span, ok := ctx.Value(spanKey{}).(trace.Span)
	if !ok {
		return
	}
	if q.Err != nil {
		span.RecordError(q.Err)
	}
	span.End()
}

type spanKey struct{}
