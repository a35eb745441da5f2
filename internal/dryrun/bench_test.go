package dryrun_test

import (
	"runtime"
	"testing"

	"quire/internal/dryrun"
	"quire/internal/jobs/jobstest"
	"quire/internal/postgres/pgtest"
)

// BenchmarkLint compares a book of all four kinds of page with 10,000 customers
// of 20 attributes each, every second of whom lacks a representative.
func BenchmarkLint(b *testing.B) {
	o := jobstest.New(b, pgtest.Open(b))
	for _, fill := range []string{
		`insert into customers (id, tenant_id, name, created_at, updated_at)
			select 'cus_' || lpad(n::text, 26, '0'), $1, 'Customer ' || n, now(), now() from generate_series(1, 10000) n`,
		`insert into customer_attributes (id, tenant_id, customer_id, key, value, year, quarter, created_at, updated_at)
			select 'att_' || lpad((n * 100 + k)::text, 26, '0'), $1, 'cus_' || lpad(n::text, 26, '0'), case when k = 0 and n % 2 = 0 then 'Sales_Representative' else 'Key ' || k end,
				'value ' || n, 2026, 0, now(), now() from generate_series(1, 10000) n, generate_series(0, 19) k`,
	} {
		if _, err := o.DB.Pool.Exec(b.Context(), fill, o.Tenant); err != nil {
			b.Fatal(err)
		}
	}
	service := dryrun.New(o.DB, o.Store)
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.ReadMemStats(&before)
		l, err := service.Lint(o.Ctx, dryrun.LintInput{BookID: o.BookID, Year: 2026, Quarter: 1})
		if err != nil || l.Checked != 10_001 || l.Unfit == 0 {
			b.Fatalf("%d of %d unfit, %v", l.Unfit, l.Checked, err)
		}
		runtime.ReadMemStats(&after)
	}
	b.ReportMetric(float64(10_001*b.N)/b.Elapsed().Seconds(), "customers/s")
	b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/(1<<20), "MiB-allocated")
}
