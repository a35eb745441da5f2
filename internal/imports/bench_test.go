package imports_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"quire/ent/customerimport"
)

// renewal is a table of customers with 20 attributes each.
func renewal(customers, round int) string {
	var b strings.Builder
	b.WriteString("Name")
	for a := range 20 {
		fmt.Fprintf(&b, ",Attribute %02d", a)
	}
	for c := range customers {
		fmt.Fprintf(&b, "\nCustomer %05d & Co", c)
		for a := range 20 {
			fmt.Fprintf(&b, ",value %d of %d in round %d", a, c, round)
		}
	}
	return b.String()
}

// BenchmarkImport imports 4,000 customers with 20 attributes each: all new, all
// changed, nothing changed, and only planned.
func BenchmarkImport(b *testing.B) {
	const customers = 4000
	o := setup(b)
	for _, c := range []struct {
		name  string
		round int
		make  bool
	}{{"new", 1, true}, {"changed", 2, true}, {"same", 2, true}, {"plan", 3, false}} {
		b.Run(c.name, func(b *testing.B) {
			var before, after runtime.MemStats
			for range b.N {
				in := o.byName(b, renewal(customers, c.round))
				runtime.GC()
				runtime.ReadMemStats(&before)
				if !c.make {
					if _, err := o.service.Plan(o.Ctx, in); err != nil {
						b.Fatal(err)
					}
				} else if done := o.run(b, in); done.Status != customerimport.StatusDone || done.RowsDone != customers {
					b.Fatal(done)
				}
				runtime.ReadMemStats(&after)
			}
			b.ReportMetric(float64(customers*b.N)/b.Elapsed().Seconds(), "rows/s")
			b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/(1<<20), "MiB-allocated")
		})
	}
}
