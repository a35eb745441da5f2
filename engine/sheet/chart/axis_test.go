package chart

import (
	"math"
	"testing"

	"quire/engine/sheet/model"
)

// crossed gives the axes of categories and values, the second from lo to hi.
func crossed(lo, hi float64, change func(x, y *model.ChartAxis)) (x, y *axis) {
	open := math.NaN()
	mx, my := model.ChartAxis{Categories: true, CrossesAt: open}, model.ChartAxis{CrossesAt: open}
	change(&mx, &my)
	x, y = &axis{ChartAxis: &mx, level: true, count: 4, between: true}, &axis{ChartAxis: &my, span: span{lo: lo, hi: hi, step: 1}}
	x.cross, y.cross = y, x
	return x, y
}

func TestWhereAxesStandAndBarsBegin(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		lo, hi float64
		change func(x, y *model.ChartAxis)
		base   float64
		at     float64
		far    bool
	}{
		"at zero":                     {-5, 15, func(x, y *model.ChartAxis) {}, 0, .25, false},
		"all below zero":              {-20, 0, func(x, y *model.ChartAxis) {}, 0, 1, false},
		"far below zero":              {-37, -27, func(x, y *model.ChartAxis) {}, -27, 1, false},
		"at the top":                  {0, 10, func(x, y *model.ChartAxis) { x.Crosses = "max" }, 10, 1, true},
		"at the bottom":               {-10, 10, func(x, y *model.ChartAxis) { x.Crosses = "min" }, -10, 0, false},
		"at a value":                  {0, 10, func(x, y *model.ChartAxis) { x.CrossesAt = 4 }, 4, .4, false},
		"beyond the values":           {0, 10, func(x, y *model.ChartAxis) { x.CrossesAt = 40 }, 10, 1, false},
		"of values from the top down": {0, 10, func(x, y *model.ChartAxis) { y.Reverse = true }, 0, 1, true},
		"names at the other side":     {0, 10, func(x, y *model.ChartAxis) { x.Labels = "high" }, 0, 1, true},
		"names below":                 {-20, 0, func(x, y *model.ChartAxis) { x.Labels = "low" }, 0, 0, false},
		"names below, reversed":       {0, 10, func(x, y *model.ChartAxis) { x.Labels, y.Reverse = "low", true }, 0, 1, true},
		"names above, reversed":       {0, 10, func(x, y *model.ChartAxis) { x.Labels, y.Reverse = "high", true }, 0, 0, false},
	} {
		x, y := crossed(tt.lo, tt.hi, tt.change)
		at, far := x.labelsAt()
		if b := base(x, y); b != tt.base || math.Abs(at-tt.at) > 1e-9 || far != tt.far {
			t.Errorf("%s: bars begin at %g, names stand at %g, far %v; want %g, %g, %v", name, b, at, far, tt.base, tt.at, tt.far)
		}
	}
}

func TestBarsHangFromAnAxisAtTheTop(t *testing.T) {
	t.Parallel()
	c := sample(model.ChartBar)
	c.Axes[0].Crosses = "max"
	b := boxes(compose(c))
	if len(b) != 6 || b[0].H <= b[1].H || b[0].Y != b[1].Y {
		t.Errorf("columns %v do not hang from the top", b)
	}
}
