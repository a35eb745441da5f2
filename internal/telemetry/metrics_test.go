package telemetry

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func scrape(t *testing.T, m *Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/metrics", nil))
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	return w.Body.String()
}

func TestMetricsCount(t *testing.T) {
	t.Parallel()
	m := NewMetrics("v1.2.3")
	m.Request("generateBook", 30*time.Millisecond)
	m.Request("generateBook", time.Second, "BAD_USER_INPUT")
	m.Job("GENERATE_BOOK", "DONE")
	m.JobStage("merge", 2*time.Second)
	m.Upload("XLSX", 1000)
	m.Preview("drawn", 100*time.Millisecond)
	closed := m.SubscriptionOpened()
	if err := m.Register(JobsByState(func(context.Context) (map[string]int, error) {
		return map[string]int{"RUNNING": 3}, nil
	})); err != nil {
		t.Fatal(err)
	}
	text := scrape(t, m)
	for _, want := range []string{
		`quire_requests_total{operation="generateBook"} 2`,
		`quire_request_errors_total{code="BAD_USER_INPUT",operation="generateBook"} 1`,
		`quire_request_duration_seconds_bucket{operation="generateBook",le="0.05"} 1`,
		`quire_jobs_total{state="DONE",type="GENERATE_BOOK"} 1`,
		`quire_job_stage_duration_seconds_sum{stage="merge"} 2`,
		`quire_upload_bytes_total{kind="XLSX"} 1000`,
		`quire_preview_duration_seconds_count{result="drawn"} 1`,
		`quire_subscriptions_open 1`,
		`quire_jobs{state="RUNNING"} 3`,
		`quire_build_info{version="v1.2.3"} 1`,
		`go_goroutines `,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the scrape lacks %s", want)
		}
	}
	closed()
	if !strings.Contains(scrape(t, m), "quire_subscriptions_open 0") {
		t.Error("a closed subscription is counted as open")
	}
}

func TestClientsCannotMakeSeries(t *testing.T) {
	t.Parallel()
	m := NewMetrics("test")
	for i := range 5000 {
		m.Request(fmt.Sprintf("op%d", i), time.Millisecond, fmt.Sprintf("CODE%d", i))
	}
	m.Request(strings.Repeat("x", 1000), time.Millisecond)
	text := scrape(t, m)
	if n := strings.Count(text, "\nquire_requests_total{"); n != 201 {
		t.Errorf("%d series of requests", n)
	}
	if !strings.Contains(text, `quire_requests_total{operation="other"} 4801`) {
		t.Error("the others are not counted")
	}
	if n := strings.Count(text, "\nquire_request_errors_total{"); n > 201 {
		t.Errorf("%d series of errors", n)
	}
}

func TestFailingCountDoesNotHideTheRest(t *testing.T) {
	t.Parallel()
	m := NewMetrics("test")
	if err := m.Register(JobsByState(func(context.Context) (map[string]int, error) {
		return nil, errors.New("the database is gone")
	})); err != nil {
		t.Fatal(err)
	}
	if text := scrape(t, m); !strings.Contains(text, "quire_build_info") || strings.Contains(text, "quire_jobs{") {
		t.Errorf("the scrape is %s", text)
	}
}
