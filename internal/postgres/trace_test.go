package postgres_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"go.opentelemetry.io/otel"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"quire/ent"
	"quire/ent/organisation"
	"quire/ent/tenancy"
	"quire/internal/postgres"
	"quire/internal/postgres/pgtest"
	"quire/internal/telemetry"
)

// TestStatementsArePartOfTheirTrace finds the statements of both drivers in the
// span that they were made in, without their arguments. Other tests do not run
// beside it, for the tracer is the process's.
func TestStatementsArePartOfTheirTrace(t *testing.T) {
	spans := tracetest.NewSpanRecorder()
	before := otel.GetTracerProvider()
	otel.SetTracerProvider(sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans)))
	defer otel.SetTracerProvider(before)
	db, err := postgres.Open(t.Context(), pgtest.New(t), postgres.Options{Trace: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ask := func(ctx context.Context) {
		t.Helper()
		if _, err := db.Ent.Organisation.Query().Where(organisation.Name("secret of lib/pq")).Count(tenancy.System(ctx)); err != nil {
			t.Fatal(err)
		}
		if err := db.InTx(ctx, func(ctx context.Context, _ *ent.Client, tx pgx.Tx) error {
			_, err := tx.Exec(ctx, "select $1::text", "secret of pgx")
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	ask(t.Context())
	if ended := spans.Ended(); len(ended) != 0 {
		t.Errorf("statements of no span are traced: %v", ended[0].Name())
	}
	ctx, span := telemetry.StartSpan(t.Context(), "request")
	ask(ctx)
	span.End()
	var seen []string
	for _, s := range spans.Ended() {
		if s.SpanContext().TraceID() != span.SpanContext().TraceID() {
			t.Errorf("%s is of another trace", s.Name())
		}
		seen = append(seen, fmt.Sprint(s.Name(), s.Attributes()))
	}
	all := strings.Join(seen, "\n")
	if !strings.Contains(all, "select $1::text") || !strings.Contains(all, `FROM "organisations"`) || strings.Contains(all, "secret of") {
		t.Errorf("traced:\n%s", all)
	}
}
