package telemetry

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are what the program counts of itself. The names of their labels are
// few and their values bounded: a client cannot make new time series at will.
type Metrics struct {
	registry *prometheus.Registry

	requests     *prometheus.CounterVec
	errors       *prometheus.CounterVec
	latency      *prometheus.HistogramVec
	jobs         *prometheus.CounterVec
	jobStages    *prometheus.HistogramVec
	subscription prometheus.Gauge
	uploads      *prometheus.CounterVec
	previews     *prometheus.HistogramVec

	operations *vocabulary
	codes      *vocabulary
	names      *vocabulary
}

// requestBuckets and stageBuckets are seconds: what people wait for, and what
// they come back for.
var (
	requestBuckets = []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}
	stageBuckets   = []float64{.01, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600}
)

// NewMetrics makes the metrics, with a registry of their own.
func NewMetrics(version string) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: counter("quire_requests_total", "GraphQL operations, by operation.", "operation"),
		errors:   counter("quire_request_errors_total", "Errors of GraphQL operations, by operation and code.", "operation", "code"),
		latency: histogram("quire_request_duration_seconds", "Time to answer a query or mutation.",
			requestBuckets, "operation"),
		jobs: counter("quire_jobs_total", "Jobs that entered a state, by type.", "type", "state"),
		jobStages: histogram("quire_job_stage_duration_seconds", "Time that a stage of a job took.",
			stageBuckets, "stage"),
		subscription: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "quire_subscriptions_open", Help: "Subscriptions that are open now."}),
		uploads: counter("quire_upload_bytes_total", "Bytes of files that were taken in, by kind of file.", "kind"),
		previews: histogram("quire_preview_duration_seconds", "Time to give a preview, by what came of it.",
			requestBuckets, "result"),
		operations: newVocabulary(200),
		codes:      newVocabulary(50),
		names:      newVocabulary(50),
	}
	m.registry.MustRegister(m.requests, m.errors, m.latency, m.jobs, m.jobStages, m.subscription, m.uploads, m.previews,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), build(version))
	return m
}

// Request counts an operation that was answered, how long it took and the codes
// of its errors.
func (m *Metrics) Request(operation string, took time.Duration, codes ...string) {
	operation = m.operations.word(operation)
	m.requests.WithLabelValues(operation).Inc()
	m.latency.WithLabelValues(operation).Observe(took.Seconds())
	for _, code := range codes {
		m.errors.WithLabelValues(operation, m.codes.word(code)).Inc()
	}
}

// Job counts a job that entered a state.
func (m *Metrics) Job(kind, state string) {
	m.jobs.WithLabelValues(m.names.word(kind), m.names.word(state)).Inc()
}

// JobStage records how long a stage of a job took.
func (m *Metrics) JobStage(stage string, took time.Duration) {
	m.jobStages.WithLabelValues(m.names.word(stage)).Observe(took.Seconds())
}

// SubscriptionOpened counts a subscription as open until closed is called.
func (m *Metrics) SubscriptionOpened() (closed func()) {
	m.subscription.Inc()
	return m.subscription.Dec
}

// Upload counts the bytes of a file that was taken in.
func (m *Metrics) Upload(kind string, bytes int64) {
	m.uploads.WithLabelValues(m.names.word(kind)).Add(float64(max(bytes, 0)))
}

// Preview counts a preview that was asked for and records how long it took; the
// result is such as "drawn" or "cached".
func (m *Metrics) Preview(result string, took time.Duration) {
	m.previews.WithLabelValues(m.names.word(result)).Observe(took.Seconds())
}

// Register adds a collector, such as [JobsByState].
func (m *Metrics) Register(c prometheus.Collector) error { return m.registry.Register(c) }

// Handler serves the metrics in Prometheus' format.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		MaxRequestsInFlight: 4,
		Timeout:             10 * time.Second,
	})
}

func counter(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

func histogram(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: buckets}, labels)
}

// build is a gauge of 1 that tells the version.
func build(version string) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "quire_build_info", Help: "The version that runs.",
		ConstLabels: prometheus.Labels{"version": version},
	}, func() float64 { return 1 })
}
