package chart

import (
	"math"
	"testing"

	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// spanned is a chart whose series cross: 1, 2, 3 and 3, 2, 1.
func spanned(kind model.ChartKind, change func(*model.ChartGroup)) []Item {
	c := sample(kind)
	change(&c.Groups[0])
	return compose(c)
}

// added are the outlines that a change brings, by their colour.
func added(items []Item, colour uint32) []Item {
	var out []Item
	for _, i := range items {
		if i.Path != nil && (i.Look.Line.Colour == model.RGB(colour) || i.Look.Fill.Colour == model.RGB(colour)) {
			out = append(out, i)
		}
	}
	return out
}

func TestBoxesGoFromTheFirstSeriesToTheLast(t *testing.T) {
	t.Parallel()
	const rise, fall = 0x00FF01, 0x01FF00
	for _, kind := range []model.ChartKind{model.ChartLine, model.ChartStock} {
		items := spanned(kind, func(g *model.ChartGroup) {
			g.Gap = 300
			g.Up = &model.Look{Fill: model.Fill{Colour: model.RGB(rise)}}
			g.Down = &model.Look{Fill: model.Fill{Colour: model.RGB(fall)}}
		})
		up, down := added(items, rise), added(items, fall)
		if len(up) != 2 || len(down) != 1 {
			t.Fatalf("kind %d: %d rising boxes and %d falling, want 2 (one of them flat) and 1", kind, len(up), len(down))
		}
		a, b := up[0].Box, down[0].Box
		if a.H <= 0 || math.Abs(a.H-b.H) > 1e-6 || math.Abs(a.Y-b.Y) > 1e-6 || up[1].Box.H > 1e-6 {
			t.Errorf("kind %d: boxes %v, %v, %v", kind, a, up[1].Box, b)
		}
		// The gap is three times as wide as a box: the next stands four widths off.
		if step := up[1].Box.X - a.X; math.Abs(step-4*a.W) > 1e-6 {
			t.Errorf("kind %d: boxes %g wide stand %g apart", kind, a.W, step)
		}
	}
}

func TestLinesJoinTheSeries(t *testing.T) {
	t.Parallel()
	const green = 0x00FF00
	stroke := model.Stroke{Colour: model.RGB(green), Width: 1}
	drop := added(spanned(model.ChartLine, func(g *model.ChartGroup) { g.Drop = stroke }), green)
	high := added(spanned(model.ChartLine, func(g *model.ChartGroup) { g.HighLow = stroke }), green)
	if len(drop) != 3 || len(high) != 3 {
		t.Fatalf("%d lines to the axis and %d between the series, want 3 of each", len(drop), len(high))
	}
	for _, i := range append(drop, high...) {
		if i.Clip == nil {
			t.Error("a line may leave the plot area")
		}
	}
	if got := added(spanned(model.ChartArea, func(g *model.ChartGroup) { g.Drop = stroke }), green); len(got) != 3 {
		t.Errorf("an area has %d lines to the axis, want 3", len(got))
	}
}

func TestCourses(t *testing.T) {
	t.Parallel()
	nan := math.NaN()
	x := &axis{ChartAxis: &model.ChartAxis{Categories: true}, count: 3, between: true}
	g := model.ChartGroup{Kind: model.ChartLine, Series: []model.ChartSeries{{Values: []float64{4, nan, 1}}, {Values: []float64{9, nan}}, {Values: []float64{2, nan, nan}}}}
	got := courses(&g, x)
	if len(got) != 2 {
		t.Fatalf("courses %+v, want those of the first and third category", got)
	}
	if c := got[0]; c.lo != 2 || c.hi != 9 || c.first != 4 || c.last != 2 || math.Abs(c.at-1./6) > 1e-9 {
		t.Errorf("first course %+v", c)
	}
	if c := got[1]; c.lo != 1 || c.hi != 1 || c.first != 1 || c.last == c.last {
		t.Errorf("third course %+v", c)
	}
	g.Stacking = model.Stacked
	if c := courses(&g, x)[0]; c.lo != 4 || c.hi != 15 || c.last != 15 {
		t.Errorf("stacked course %+v", c)
	}
	if courses(&model.ChartGroup{}, x) != nil {
		t.Error("courses of no series")
	}
	if w := boxWidth(&model.ChartGroup{Gap: 100}, x); math.Abs(w-1./6) > 1e-9 {
		t.Errorf("a box is %g wide, want a sixth", w)
	}
}

func TestSpansStayWithinHostileCharts(t *testing.T) {
	t.Parallel()
	look := model.Look{Fill: model.Fill{Colour: model.RGB(1)}}
	for name, c := range map[string]*model.Chart{
		"no axes": {Groups: []model.ChartGroup{{Kind: model.ChartLine, Up: &look, Down: &look, Series: make([]model.ChartSeries, 2)}}},
		"no series": func() *model.Chart {
			c := sample(model.ChartLine)
			c.Groups[0].Series, c.Groups[0].Up, c.Groups[0].Down = nil, &look, &look
			return c
		}(),
	} {
		for _, i := range Compose(c, 300, 200, Options{Fonts: layout.NewFonts(nil)}) {
			if i.Look.Fill.Colour == look.Fill.Colour {
				t.Errorf("%s: a box is drawn", name)
			}
		}
	}
}
