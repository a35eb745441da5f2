package chart

import (
	"math"

	"quire/engine/sheet/model"
)

// trendSteps is how many pieces a fitted curve has.
const trendSteps = 60

// statistics draws trends and error bars over the points.
func (k *composer) statistics() {
	for i := range k.Groups {
		g := &k.Groups[i]
		x, y := k.pair(g)
		if x == nil || y == nil {
			continue
		}
		rows := stacked(g)
		for j := range g.Series {
			s := &g.Series[j]
			for _, t := range s.Trends {
				k.trend(g, x, y, s, t)
			}
			for _, e := range s.Errors {
				k.errors(g, x, y, s, j, rows[j], e)
			}
		}
	}
}

// trend draws one fitted curve.
func (k *composer) trend(g *model.ChartGroup, x, y *axis, s *model.ChartSeries, t model.Trend) {
	var xs, ys []float64
	for i, v := range s.Values {
		at := placeOf(s, i) + 1
		if scattered(g) && len(s.X) > 0 {
			at = math.NaN()
			if i < len(s.X) {
				at = s.X[i]
			}
		}
		if v == v && at == at {
			xs, ys = append(xs, at), append(ys, v)
		}
	}
	place := func(at, v float64) dot {
		if !scattered(g) {
			at--
		}
		px, py := k.point(x, x.at(at), y.at(v))
		return dot{px, py, v == v && !math.IsInf(v, 0)}
	}
	clip := k.plot
	var f *regression
	if t.Kind != "movingAvg" {
		f = fit(xs, ys, t)
	}
	dots := fitted(xs, ys, t, f, place)
	k.items = append(k.items, Item{Path: curve(dots, false), Look: model.Look{Line: t.Line}, Clip: &clip})
	if f != nil && t.Label != nil && len(dots) > 0 {
		k.trendLabel(f, t.Label, dots[len(dots)-1])
	}
}

// fitted are the points of a curve; f is not used for moving averages.
func fitted(xs, ys []float64, t model.Trend, f *regression, place func(x, y float64) dot) []dot {
	var out []dot
	if t.Kind == "movingAvg" {
		for i := t.Period - 1; i < len(ys); i++ {
			sum := 0.0
			for _, v := range ys[i-t.Period+1 : i+1] {
				sum += v
			}
			out = append(out, place(xs[i], sum/float64(t.Period)))
		}
		return out
	}
	if f == nil {
		return nil
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, v := range xs {
		lo, hi = math.Min(lo, v), math.Max(hi, v)
	}
	lo, hi = lo-t.Backward, hi+t.Forward
	for i := range trendSteps + 1 {
		v := lo + (hi-lo)*float64(i)/trendSteps
		out = append(out, place(v, f.at(v)))
	}
	return out
}

// capLength is half the length of the line at the end of an error bar.
const capLength = .75 * mm

// errors draws the error bars of a series, from the ends of bars or the points.
func (k *composer) errors(g *model.ChartGroup, x, y *axis, s *model.ChartSeries, number int, row []part, e model.ErrorBars) {
	var dots []dot
	if g.Kind != model.ChartBar {
		dots = k.dots(g, x, y, s, row)
	}
	for i := range s.Values {
		if i >= len(row) || !row[i].ok || e.Level && !scattered(g) {
			continue
		}
		value := row[i].to
		var px, py float64
		if g.Kind == model.ChartBar {
			b := k.bar(g, x, y, number, i, row[i])
			px, py = b.X+b.W/2, b.Y+b.H/2
		} else if !dots[i].ok {
			continue
		} else {
			px, py = dots[i].x, dots[i].y
		}
		a := y
		if e.Level {
			a, value = x, valueX(s, i)
		} else if scattered(g) {
			value = s.Values[i]
		}
		if i < len(e.Plus) && e.Plus[i] == e.Plus[i] && e.Plus[i] != 0 {
			k.errorBar(a, px, py, value, value+e.Plus[i], e)
		}
		if i < len(e.Minus) && e.Minus[i] == e.Minus[i] && e.Minus[i] != 0 {
			k.errorBar(a, px, py, value, value-e.Minus[i], e)
		}
	}
}

// errorBar draws from a value to another along an axis, at a point.
func (k *composer) errorBar(a *axis, px, py, from, to float64, e model.ErrorBars) {
	p := k.plot
	at := func(v float64) float64 { return max(0, min(1, a.at(v))) }
	if a.level {
		x1, x2 := p.X+at(from)*p.W, p.X+at(to)*p.W
		k.line(x1, py, x2, py, e.Line)
		if e.Caps {
			k.line(x2, py-capLength, x2, py+capLength, e.Line)
		}
		return
	}
	y1, y2 := p.Y+(1-at(from))*p.H, p.Y+(1-at(to))*p.H
	k.line(px, y1, px, y2, e.Line)
	if e.Caps {
		k.line(px-capLength, y2, px+capLength, y2, e.Line)
	}
}

// valueX is the first value of a point: its number where it has none.
func valueX(s *model.ChartSeries, i int) float64 {
	if i < len(s.X) {
		return s.X[i]
	}
	return float64(i + 1)
}

// trendEntry is the line of the legend for a trend.
func trendEntry(t model.Trend) entry {
	return entry{look: model.Look{Line: t.Line}, lined: true, mark: &model.Marker{}}
}
