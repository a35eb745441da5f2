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
	k.items = append(k.items, Item{Path: curve(fitted(xs, ys, t, place), false), Look: model.Look{Line: t.Line}, Clip: &clip})
}

// fitted are the points of a curve.
func fitted(xs, ys []float64, t model.Trend, place func(x, y float64) dot) []dot {
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
	f := fit(xs, ys, t)
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
		out = append(out, place(v, f(v)))
	}
	return out
}

// fit gives the curve with the smallest squares of differences; nil for none.
func fit(xs, ys []float64, t model.Trend) func(float64) float64 {
	order, in, out, back := 1, same, same, same
	switch t.Kind {
	case "linear":
	case "poly":
		order = t.Order
	case "exp":
		out, back = math.Log, math.Exp
	case "log":
		in = math.Log
	case "power":
		in, out, back = math.Log, math.Log, math.Exp
	default:
		return nil
	}
	var u, v []float64
	for i := range xs {
		if a, b := in(xs[i]), out(ys[i]); !math.IsNaN(a+b) && !math.IsInf(a+b, 0) {
			u, v = append(u, a), append(v, b)
		}
	}
	c := polynomial(u, v, min(order, len(u)-1), out(t.Intercept))
	if c == nil {
		return nil
	}
	return func(x float64) float64 {
		x = in(x)
		sum := 0.0
		for i := len(c) - 1; i >= 0; i-- {
			sum = sum*x + c[i]
		}
		return back(sum)
	}
}

func same(v float64) float64 { return v }

// polynomial fits the coefficients of a polynomial, the constant one first, which
// is fixed unless it is not a number.
func polynomial(x, y []float64, order int, constant float64) []float64 {
	if order < 1 {
		return nil
	}
	first := 0
	if constant == constant {
		first = 1
	}
	n := order + 1 - first
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n+1)
	}
	for p := range x {
		v := y[p]
		if first == 1 {
			v -= constant
		}
		for i := range n {
			for j := range n {
				m[i][j] += math.Pow(x[p], float64(i+j+2*first))
			}
			m[i][n] += v * math.Pow(x[p], float64(i+first))
		}
	}
	c := solve(m)
	if c != nil && first == 1 {
		c = append([]float64{constant}, c...)
	}
	return c
}

// solve solves linear equations, the right side in the last column; nil when
// they have no single solution.
func solve(m [][]float64) []float64 {
	n := len(m)
	for i := range n {
		best := i
		for r := i + 1; r < n; r++ {
			if math.Abs(m[r][i]) > math.Abs(m[best][i]) {
				best = r
			}
		}
		m[i], m[best] = m[best], m[i]
		if math.Abs(m[i][i]) < 1e-12 {
			return nil
		}
		for r := range n {
			if r == i {
				continue
			}
			f := m[r][i] / m[i][i]
			for c := i; c <= n; c++ {
				m[r][c] -= f * m[i][c]
			}
		}
	}
	out := make([]float64, n)
	for i := range n {
		out[i] = m[i][n] / m[i][i]
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
