package chart

import (
	"math"

	"quire/engine/sheet/model"
)

// part is the share of a point on the axis of values, from one value to
// another; not ok where there is no point.
type part struct {
	from, to float64
	ok       bool
}

// stacked gives the parts of the series of a group, stacked as it says. Values
// below zero are stacked downwards by bars.
func stacked(g *model.ChartGroup) [][]part {
	n := 0
	for i := range g.Series {
		n = max(n, len(g.Series[i].Values))
	}
	up, down, total := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range g.Series {
		for j, v := range g.Series[i].Values {
			if v == v {
				total[j] += math.Abs(v)
			}
		}
	}
	out := make([][]part, len(g.Series))
	for i := range g.Series {
		out[i] = make([]part, n)
		for j := range n {
			v := math.NaN()
			if j < len(g.Series[i].Values) {
				v = g.Series[i].Values[j]
			}
			missing := v != v
			if missing {
				if g.Stacking == model.Clustered {
					continue
				}
				v = 0
			}
			if g.Stacking == model.Percent && total[j] > 0 {
				v /= total[j]
			}
			if g.Stacking == model.Clustered {
				out[i][j] = part{0, v, true}
				continue
			}
			sum := &up[j]
			if v < 0 && g.Kind == model.ChartBar {
				sum = &down[j]
			}
			out[i][j] = part{*sum, *sum + v, !missing || g.Kind == model.ChartArea}
			*sum += v
		}
	}
	return out
}
