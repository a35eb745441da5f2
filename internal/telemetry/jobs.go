package telemetry

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// jobsTimeout bounds the question that a scrape asks the database.
const jobsTimeout = 3 * time.Second

var jobsDescription = prometheus.NewDesc("quire_jobs", "Jobs that are in a state now.", []string{"state"}, nil)

// jobsByState asks for the counts when it is scraped.
type jobsByState struct {
	count func(ctx context.Context) (map[string]int, error)
}

// JobsByState is a gauge of the jobs by state, counted by count at each scrape.
// It is left out of a scrape when count fails: the other metrics are not.
func JobsByState(count func(ctx context.Context) (map[string]int, error)) prometheus.Collector {
	return jobsByState{count}
}

// Describe tells Prometheus the metric's name.
func (jobsByState) Describe(out chan<- *prometheus.Desc) { out <- jobsDescription }

// Collect counts the jobs.
func (j jobsByState) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), jobsTimeout)
	defer cancel()
	counts, err := j.count(ctx)
	if err != nil {
		return
	}
	for state, n := range counts {
		out <- prometheus.MustNewConstMetric(jobsDescription, prometheus.GaugeValue, float64(n), state)
	}
}
