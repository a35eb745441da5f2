package telemetry

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func get(t *testing.T, h http.Handler) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil))
	if got := w.Header().Get("Content-Type"); got != "application/json; charset=utf-8" {
		t.Errorf("content type %q", got)
	}
	return w.Code, w.Body.String()
}

func TestReadyWhenAllPartsAre(t *testing.T) {
	t.Parallel()
	r := NewReadiness(time.Minute, slog.New(slog.DiscardHandler))
	for _, name := range []string{"database", "migrations", "storage", "queue"} {
		r.Add(name, func(context.Context) error { return nil })
	}
	code, body := get(t, r)
	var report Report
	if err := json.Unmarshal([]byte(body), &report); err != nil {
		t.Fatal(err)
	}
	if code != http.StatusOK || report.Status != "ready" || len(report.Checks) != 4 || report.Checks["migrations"].Status != "ok" {
		t.Errorf("%d %s", code, body)
	}
}

func TestUnreadyNamesThePartAndKeepsTheReason(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	r := NewReadiness(20*time.Millisecond, slog.New(slog.NewTextHandler(&log, nil)))
	deaf := make(chan struct{})
	defer close(deaf)
	r.Add("database", func(context.Context) error { return errors.New("host db.internal refuses") })
	r.Add("storage", func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
	r.Add("queue", func(context.Context) error { <-deaf; return nil })
	r.Add("broken", func(context.Context) error { panic("nil map") })
	r.Add("migrations", func(context.Context) error { return nil })
	report := r.Report(t.Context())
	for name, want := range map[string]string{"database": "failed", "storage": "timeout", "queue": "timeout", "broken": "failed", "migrations": "ok"} {
		if got := report.Checks[name].Status; got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	code, body := get(t, r)
	if code != http.StatusServiceUnavailable || !strings.Contains(body, `"status":"unready"`) {
		t.Errorf("%d %s", code, body)
	}
	if strings.Contains(body, "db.internal") || !strings.Contains(log.String(), "db.internal") {
		t.Errorf("the reason belongs in the log alone: %s; %s", body, log.String())
	}
}

func TestSameNameReplacesTheCheck(t *testing.T) {
	t.Parallel()
	r := NewReadiness(time.Minute, slog.New(slog.DiscardHandler))
	r.Add("queue", func(context.Context) error { return errors.New("not started") })
	r.Add("queue", func(context.Context) error { return nil })
	if report := r.Report(t.Context()); report.Status != "ready" || len(report.Checks) != 1 {
		t.Errorf("%+v", report)
	}
}

func TestAlive(t *testing.T) {
	t.Parallel()
	if code, body := get(t, Alive("v1.2.3")); code != http.StatusOK || !strings.Contains(body, `"status":"alive"`) || !strings.Contains(body, "v1.2.3") {
		t.Errorf("%d %s", code, body)
	}
}
