package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"quire/internal/telemetry"
)

// readiness asks the parts that requests need.
func (a *App) readiness() *telemetry.Readiness {
	r := telemetry.NewReadiness(3*time.Second, a.Log)
	r.Add("database", a.DB.Ping)
	r.Add("migrations", func(ctx context.Context) error {
		pending, err := a.DB.Pending(ctx)
		if err == nil && len(pending) > 0 {
			err = fmt.Errorf("%d migrations are missing: run «quire migrate»", len(pending))
		}
		return err
	})
	r.Add("storage", a.Store.Check)
	r.Add("queue", a.queueAnswers)
	if a.scanner != nil {
		r.Add("scanner", a.scanner.Ping)
	}
	return r
}

// queueAnswers tells whether orders can be queued. Whether anyone works on them
// is not asked: an API without workers still takes orders, and quire_workers
// says how many there are.
func (a *App) queueAnswers(ctx context.Context) error {
	var any bool
	return a.DB.SQL.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM river_job)`).Scan(&any)
}

// workersAlive is the gauge of the processes that work on jobs.
func (a *App) workersAlive() prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "quire_workers", Help: "Processes that work on jobs and said so of late; -1 when the database does not tell."}, func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		defer cancel()
		var n int
		if err := a.DB.SQL.QueryRowContext(ctx, `SELECT count(*) FROM worker_processes WHERE seen_at > now() - interval '15 seconds'`).Scan(&n); err != nil {
			return -1
		}
		return float64(n)
	})
}

// newMetrics makes the metrics of a process, the jobs by state among them.
func (a *App) newMetrics(version string) (*telemetry.Metrics, error) {
	m := telemetry.NewMetrics(version)
	return m, errors.Join(m.Register(telemetry.JobsByState(a.jobsByState)), m.Register(a.workersAlive()))
}

// jobsByState counts what waits and what runs: the rest only grows, and
// quire_jobs_total counts it.
func (a *App) jobsByState(ctx context.Context) (map[string]int, error) {
	counts := map[string]int{"QUEUED": 0, "RUNNING": 0, "CANCELING": 0}
	rows, err := a.DB.SQL.QueryContext(ctx, `SELECT status, count(*) FROM jobs WHERE status IN ('QUEUED', 'RUNNING', 'CANCELING') GROUP BY status`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var state string
		var n int
		if err := rows.Scan(&state, &n); err != nil {
			return nil, err
		}
		counts[state] = n
	}
	return counts, rows.Err()
}

// The deadlines of a health server: its answers are small.
const (
	healthReadTimeout  = 5 * time.Second
	healthWriteTimeout = 15 * time.Second
)

// serveHealth answers the machines that look after a process without an API,
// until the context ends.
func (a *App) serveHealth(ctx context.Context, p Parts, metrics *telemetry.Metrics) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", p.HealthAddr)
	if err != nil {
		return fmt.Errorf("listen for health and metrics: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /healthz", telemetry.Alive(p.Version))
	mux.Handle("GET /readyz", a.readiness())
	mux.Handle("GET /metrics", metrics.Handler())
	server := &http.Server{Handler: mux, ReadTimeout: healthReadTimeout, WriteTimeout: healthWriteTimeout}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	a.Log.InfoContext(ctx, "serving health and metrics", "url", "http://"+listener.Addr().String())
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
