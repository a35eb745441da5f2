package telemetry

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"
	"maps"
	"strings"
	"testing"
	"testing/slogtest"
)

// line logs with a context and gives the line back, without its time.
func line(t *testing.T, use func(ctx context.Context, log *slog.Logger), ctx context.Context) map[string]any {
	t.Helper()
	var out bytes.Buffer
	log, err := NewLogger(&out, slog.LevelInfo, "json")
	if err != nil {
		t.Fatal(err)
	}
	use(ctx, log)
	var got map[string]any
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatalf("%v: %s", err, out.String())
	}
	maps.DeleteFunc(got, func(k string, _ any) bool { return k == "time" || k == "level" || k == "msg" })
	return got
}

func TestLinesCarryTheContext(t *testing.T) {
	t.Parallel()
	ctx := WithJob(WithRequest(context.Background(), "req-0"), "job-1", "org-1", "req-1")
	got := line(t, func(ctx context.Context, log *slog.Logger) {
		log.InfoContext(ctx, "made", "pages", 4)
	}, ctx)
	want := map[string]any{"job_id": "job-1", "tenant": "org-1", "request_id": "req-1", "pages": 4.0}
	if !maps.Equal(got, want) {
		t.Errorf("the line has %v, want %v", got, want)
	}
	if id := RequestID(ctx); id != "req-1" {
		t.Errorf("request %q", id)
	}
	if id := RequestID(context.Background()); id != "" {
		t.Errorf("no request is %q", id)
	}
}

func TestContextStaysOutsideOfGroups(t *testing.T) {
	t.Parallel()
	got := line(t, func(ctx context.Context, log *slog.Logger) {
		log.With("a", 1).WithGroup("g").With("b", 2).InfoContext(ctx, "x", "c", 3)
	}, WithRequest(context.Background(), "req-1"))
	encoded, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"a":1,"g":{"b":2,"c":3},"request_id":"req-1"}`; string(encoded) != want {
		t.Errorf("the line has %s, want %s", encoded, want)
	}
}

func TestContextsDoNotMix(t *testing.T) {
	t.Parallel()
	base := WithTenant(context.Background(), "org-1")
	one, two := WithRequest(base, "req-1"), WithRequest(base, "req-2")
	if RequestID(one) != "req-1" || RequestID(two) != "req-2" || RequestID(base) != "" {
		t.Errorf("%q, %q, %q", RequestID(one), RequestID(two), RequestID(base))
	}
}

func TestHandlerKeepsSlogsRules(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	slogtest.Run(t, func(*testing.T) slog.Handler {
		out.Reset()
		return Handler(slog.NewJSONHandler(&out, nil))
	}, func(t *testing.T) map[string]any {
		var got map[string]any
		if err := json.Unmarshal(out.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		return got
	})
}

func TestUnknownFormat(t *testing.T) {
	t.Parallel()
	if _, err := NewLogger(&bytes.Buffer{}, slog.LevelInfo, "xml"); err == nil || !strings.Contains(err.Error(), "xml") {
		t.Errorf("error %v", err)
	}
}
