package telemetry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// Check tells why a part that the program needs is not ready, or nil. It must
// heed its context.
type Check func(ctx context.Context) error

// Readiness asks all parts that the program needs, each with a deadline.
type Readiness struct {
	timeout time.Duration
	log     *slog.Logger

	mu     sync.Mutex
	names  []string
	checks map[string]Check
}

// NewReadiness makes a readiness without parts; each part has the timeout to
// answer. Why a part is not ready goes to the log only: the answer is for
// everyone.
func NewReadiness(timeout time.Duration, log *slog.Logger) *Readiness {
	return &Readiness{timeout: timeout, log: log, checks: map[string]Check{}}
}

// Add names a part and how to ask it. The same name again replaces the check.
func (r *Readiness) Add(name string, check Check) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.checks[name]; !ok {
		r.names = append(r.names, name)
	}
	r.checks[name] = check
}

// Report is the answer of /readyz.
type Report struct {
	// Status is "ready", or "unready" when any part is not ready.
	Status string `json:"status"`
	// Checks are the parts by name.
	Checks map[string]PartReport `json:"checks"`
}

// PartReport is the answer of one part.
type PartReport struct {
	// Status is "ok", "failed" or "timeout".
	Status string `json:"status"`
	// Milliseconds is how long the answer took.
	Milliseconds int64 `json:"ms"`
}

const (
	ready, unready      = "ready", "unready"
	ok, failed, timeout = "ok", "failed", "timeout"
)

// Report asks all parts at once.
func (r *Readiness) Report(ctx context.Context) Report {
	r.mu.Lock()
	names := append([]string(nil), r.names...)
	parts := make([]PartReport, len(names))
	var work sync.WaitGroup
	for i, name := range names {
		check := r.checks[name]
		work.Go(func() { parts[i] = r.ask(ctx, name, check) })
	}
	r.mu.Unlock()
	work.Wait()
	report := Report{Status: ready, Checks: map[string]PartReport{}}
	for i, name := range names {
		report.Checks[name] = parts[i]
		if parts[i].Status != ok {
			report.Status = unready
		}
	}
	return report
}

// ask asks one part, and does not wait for one that ignores its deadline.
func (r *Readiness) ask(ctx context.Context, name string, check Check) PartReport {
	ctx, cancel := context.WithTimeout(ctx, r.timeout)
	defer cancel()
	start := time.Now()
	answer := make(chan error, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				answer <- fmt.Errorf("the check panicked: %v", p)
			}
		}()
		answer <- check(ctx)
	}()
	var err error
	select {
	case err = <-answer:
	case <-ctx.Done():
		err = ctx.Err()
	}
	part := PartReport{Status: ok, Milliseconds: time.Since(start).Milliseconds()}
	if err != nil {
		part.Status = failed
		if errors.Is(err, context.DeadlineExceeded) {
			part.Status = timeout
		}
		r.log.WarnContext(ctx, "not ready", "check", name, "error", err)
	}
	return part
}

// ServeHTTP answers 200 when all parts are ready and 503 otherwise, with a
// [Report].
func (r *Readiness) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	report := r.Report(req.Context())
	status := http.StatusOK
	if report.Status != ready {
		status = http.StatusServiceUnavailable
	}
	writeJSON(w, status, report)
}

// Alive answers that the process runs and serves: nothing more, so that a
// failing database does not have every process restarted.
func Alive(version string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, http.StatusOK, map[string]string{"status": "alive", "version": version})
	})
}

func writeJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v) // the peer may be gone
}
