package chart

import (
	"math"
	"testing"

	"quire/engine/sheet/model"
)

func TestTrendsFitTheirPoints(t *testing.T) {
	t.Parallel()
	xs := []float64{1, 2, 3, 4, 5}
	open := math.NaN()
	for name, tt := range map[string]struct {
		trend model.Trend
		f     func(float64) float64
	}{
		"linear":      {model.Trend{Kind: "linear", Intercept: open}, func(x float64) float64 { return 3 - 2*x }},
		"fixed":       {model.Trend{Kind: "linear", Intercept: 4}, func(x float64) float64 { return 4 + x }},
		"polynomial":  {model.Trend{Kind: "poly", Order: 3, Intercept: open}, func(x float64) float64 { return 1 + x - 2*x*x + x*x*x }},
		"exponential": {model.Trend{Kind: "exp", Intercept: open}, func(x float64) float64 { return 2 * math.Exp(x/2) }},
		"logarithmic": {model.Trend{Kind: "log", Intercept: open}, func(x float64) float64 { return 1 + 5*math.Log(x) }},
		"power":       {model.Trend{Kind: "power", Intercept: open}, func(x float64) float64 { return 3 * math.Pow(x, 1.5) }},
	} {
		var ys []float64
		for _, x := range xs {
			ys = append(ys, tt.f(x))
		}
		f := fit(xs, ys, tt.trend)
		if f == nil {
			t.Errorf("%s: no curve", name)
			continue
		}
		for _, x := range []float64{1.5, 4.5, 6} {
			if got, want := f.at(x), tt.f(x); math.Abs(got-want) > 1e-6*math.Max(1, math.Abs(want)) {
				t.Errorf("%s at %g is %g, want %g", name, x, got, want)
			}
		}
	}
	if fit([]float64{1, 1}, []float64{2, 3}, model.Trend{Kind: "linear", Intercept: open}) != nil {
		t.Error("a curve through points above each other")
	}
	mean := fitted(xs, []float64{2, 4, 6, 8, 10}, model.Trend{Kind: "movingAvg", Period: 2}, nil, func(x, y float64) dot { return dot{x, y, true} })
	if len(mean) != 4 || mean[0] != (dot{2, 3, true}) {
		t.Errorf("moving average = %v", mean)
	}
}

func TestSplinesAreNatural(t *testing.T) {
	t.Parallel()
	// The second derivative of a natural spline through points on a line is zero
	// everywhere.
	for _, s := range slopes([]float64{0, 1, 3, 4}, []float64{0, 2, 6, 8}) {
		if math.Abs(s-2) > 1e-9 {
			t.Errorf("slope %g, want 2", s)
		}
	}
	got := slopes([]float64{0, 1, 2}, []float64{0, 1, 0})
	if math.Abs(got[0]-1.5) > 1e-9 || math.Abs(got[1]) > 1e-9 || math.Abs(got[2]+1.5) > 1e-9 {
		t.Errorf("slopes = %v, want 1.5, 0, -1.5", got)
	}
}

func TestComposeDrawsStatisticsAndNewerKinds(t *testing.T) {
	t.Parallel()
	for _, kind := range []model.ChartKind{model.ChartBar, model.ChartLine, model.ChartScatter} {
		c := sample(kind)
		before := len(compose(c))
		s := &c.Groups[0].Series[0]
		line := model.Stroke{Colour: model.RGB(1), Width: 1}
		s.Trends = []model.Trend{{Name: "Fit", Kind: "linear", Intercept: math.NaN(), Line: line}}
		s.Errors = []model.ErrorBars{{Plus: []float64{1, 1, 1}, Minus: []float64{.5}, Caps: true, Line: line}}
		// The trend with its legend's sign and text, and four bars with their caps.
		if n := len(compose(c)) - before; n != 1+2+8 {
			t.Errorf("kind %d: %d more items, want 11", kind, n)
		}
	}
	for _, kind := range []model.ChartKind{model.ChartRadar, model.ChartBubble, model.ChartStock} {
		c := sample(kind)
		c.Groups[0].Series[0].Sizes = []float64{1, math.NaN(), 4}
		if items := compose(c); len(items) < 12 {
			t.Errorf("kind %d gives %d items", kind, len(items))
		}
	}
}
