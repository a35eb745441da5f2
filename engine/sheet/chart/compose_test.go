package chart

import (
	"math"
	"slices"
	"strings"
	"testing"

	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

var testFont = model.Font{Family: "Arial", Size: 10}

// sample is a chart of one group with the values 1, 2, 3 and 3, 2, 1.
func sample(kind model.ChartKind) *model.Chart {
	nan := math.NaN()
	open := model.ChartAxis{Min: nan, Max: nan, Step: nan, CrossesAt: nan, Between: true, Font: testFont, Line: model.Stroke{Colour: model.RGB(0), Width: 1}}
	x, y := open, open
	x.ID, x.Cross, x.Categories, x.Side = "1", "2", true, "b"
	y.ID, y.Cross, y.Side = "2", "1", "l"
	paint := model.Look{Fill: model.Fill{Colour: model.RGB(0xFF0000)}, Line: model.Stroke{Colour: model.RGB(0xFF0000), Width: 1}}
	names := []string{"Spring", "Summer", "Autumn"}
	return &model.Chart{
		Title:  &model.ChartText{Text: "Seasons", Font: testFont},
		Legend: &model.ChartLegend{Side: "r", Font: testFont},
		Axes:   []model.ChartAxis{x, y},
		Groups: []model.ChartGroup{{Kind: kind, Gap: 100, Axes: [2]string{"1", "2"}, Series: []model.ChartSeries{
			{Name: "Up", Values: []float64{1, 2, 3}, Categories: names, Look: paint},
			{Name: "Down", Values: []float64{3, 2, 1}, Categories: names, Look: paint},
		}}},
	}
}

func compose(c *model.Chart) []Item {
	return Compose(c, 300, 200, Options{Fonts: layout.NewFonts(nil)})
}

// texts are the labels of a chart.
func texts(items []Item) []string {
	var out []string
	for _, i := range items {
		if i.Text != nil {
			out = append(out, i.Text.Text)
		}
	}
	return out
}

// boxes are the painted rectangles within the plot area.
func boxes(items []Item) []layout.Box {
	var out []layout.Box
	for _, i := range items {
		if i.Clip != nil && i.Box.W > 0 {
			out = append(out, i.Box)
		}
	}
	return out
}

func TestComposeNamesEverything(t *testing.T) {
	t.Parallel()
	for _, kind := range []model.ChartKind{model.ChartBar, model.ChartLine, model.ChartArea} {
		got := texts(compose(sample(kind)))
		for _, want := range []string{"Seasons", "Up", "Down", "Spring", "Summer", "Autumn", "0", "3"} {
			if !slices.Contains(got, want) {
				t.Errorf("kind %d: the text %q is missing in %q", kind, want, got)
			}
		}
	}
}

func TestColumnsStandBesideEachOther(t *testing.T) {
	t.Parallel()
	b := boxes(compose(sample(model.ChartBar)))
	if len(b) != 6 {
		t.Fatalf("%d columns, want 6", len(b))
	}
	up, down := b[0], b[3] // of the first category
	if math.Abs(up.X+up.W-down.X) > 1e-6 {
		t.Errorf("the second column begins at %g, the first ends at %g", down.X, up.X+up.W)
	}
	if math.Abs(down.H/up.H-3) > 1e-6 {
		t.Errorf("heights %g and %g, want 1 to 3", up.H, down.H)
	}
}

func TestStackedColumnsStandOnEachOther(t *testing.T) {
	t.Parallel()
	c := sample(model.ChartBar)
	c.Groups[0].Stacking = model.Percent
	b := boxes(compose(c))
	if len(b) != 6 || b[0].X != b[3].X || math.Abs(b[3].Y+b[3].H-b[0].Y) > 1e-6 {
		t.Fatalf("columns %v do not stand on each other", b)
	}
	if sum := b[0].H + b[3].H; math.Abs(sum-(b[1].H+b[4].H)) > 1e-6 {
		t.Errorf("parts of a whole have the heights %g and %g", sum, b[1].H+b[4].H)
	}
}

func TestBarsRunToTheRight(t *testing.T) {
	t.Parallel()
	c := sample(model.ChartBar)
	c.Groups[0].Level = true
	b := boxes(compose(c))
	if len(b) != 6 || b[0].X != b[3].X || math.Abs(b[3].W/b[0].W-3) > 1e-6 {
		t.Fatalf("bars = %v", b)
	}
	if b[0].Y < b[2].Y {
		t.Errorf("the first category stands above the last: %v", b)
	}
}

func TestPieSharesTheCircle(t *testing.T) {
	t.Parallel()
	s := &model.ChartSeries{Values: []float64{1, math.NaN(), 3}}
	p := pieces(s, 90, 0, 10)
	if math.Abs(p[0].from-math.Pi/2) > 1e-9 || math.Abs(p[0].to-math.Pi) > 1e-9 || p[1].share != 0 || p[2].share != .75 {
		t.Errorf("pieces = %+v", p)
	}
	c := sample(model.ChartPie)
	c.Groups[0].Series[0].Labels = &model.ChartLabels{Percent: true, Font: testFont, Position: "ctr"}
	if got := texts(compose(c)); !slices.Contains(got, "50%") || !slices.Contains(got, "Autumn") {
		t.Errorf("texts of the pie = %q", got)
	}
}

func TestLongNamesAreBrokenOrTurned(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		names  []string
		turned bool
	}{
		{[]string{"A very long name of a category", "Another name as long as that", "And one more of them"}, false},
		{[]string{"Averylongnameofacategory", "Anothernameaslongasthat", "Andonemoreofthem"}, true},
	} {
		c := sample(model.ChartBar)
		for i := range c.Groups[0].Series {
			c.Groups[0].Series[i].Categories = tt.names
		}
		turned, whole := 0, 0
		for _, i := range compose(c) {
			if i.Text == nil {
				continue
			}
			if i.Text.Angle == 45 {
				turned++
			}
			if slices.Contains(tt.names, i.Text.Text) {
				whole++
			}
		}
		if (turned > 0) != tt.turned || (whole > 0) != tt.turned {
			t.Errorf("%q: %d names are turned, %d are whole", tt.names, turned, whole)
		}
	}
}

func TestUnknownKindsSayTheirName(t *testing.T) {
	t.Parallel()
	c := &model.Chart{Unknown: "radar", Title: &model.ChartText{Text: "Reach", Font: testFont}}
	got := texts(compose(c))
	if !slices.Contains(got, "Reach") || len(got) < 2 {
		t.Errorf("texts = %q", got)
	}
}

func TestTinyChartsAreEmpty(t *testing.T) {
	t.Parallel()
	if items := Compose(sample(model.ChartBar), 1, 1, Options{Fonts: layout.NewFonts(nil)}); len(items) != 0 {
		t.Errorf("%d items", len(items))
	}
}

func TestSolidChartsHaveADepth(t *testing.T) {
	t.Parallel()
	c := sample(model.ChartBar)
	c.Axes[1].Min, c.Axes[1].Max, c.Axes[1].Step = 0, 4, 2
	flat := len(compose(c))
	c.Solid, c.Right, c.Above, c.Groups[0].Depth = true, .34, .26, 150
	// Six bars with two more faces, and the four edges of the walls.
	if n := len(compose(c)) - flat; n != 6*2+4 {
		t.Errorf("%d more items, want 16", n)
	}
	pie := sample(model.ChartPie)
	pie.Solid, pie.Above = true, .5
	var lowest, highest float64
	for _, i := range compose(pie) {
		if i.Path != nil && i.Box.W > 50 && i.Box.W < 250 {
			lowest, highest = max(lowest, i.Box.W), max(highest, i.Box.H)
		}
	}
	if lowest == 0 || math.Abs(highest/lowest-.5) > .01 {
		t.Errorf("a pie of %g by %g, want half as high as wide", lowest, highest)
	}
	if got := lit(model.Look{Fill: model.Fill{Colour: model.RGB(0x80FF10)}}, 1.5).Fill.Colour.RGB; got != 0xC0FF18 {
		t.Errorf("in more light it is %06X", got)
	}
}

func TestTheSecondAxesAreDrawnOverTheFirst(t *testing.T) {
	t.Parallel()
	const red, blue = 0xFF0000, 0x0000FF
	c := sample(model.ChartLine)
	x, y := c.Axes[0], c.Axes[1]
	x.ID, x.Cross, y.ID, y.Cross, y.Crosses = "3", "4", "4", "3", "max"
	bars := sample(model.ChartBar).Groups[0]
	for i := range bars.Series {
		bars.Series[i].Look = model.Look{Fill: model.Fill{Colour: model.RGB(blue)}}
	}
	order := func(axes [2]string) (line, bar int) {
		bars.Axes = axes
		both := *c
		both.Axes = []model.ChartAxis{c.Axes[0], c.Axes[1], x, y}
		both.Groups = []model.ChartGroup{c.Groups[0], bars}
		for i, item := range compose(&both) {
			switch {
			case item.Clip != nil && item.Look.Line.Colour == model.RGB(red):
				line = i
			case item.Clip != nil && item.Look.Fill.Colour == model.RGB(blue):
				bar = i
			}
		}
		return line, bar
	}
	if line, bar := order([2]string{"1", "2"}); bar == 0 || line < bar {
		t.Errorf("on the same axes the line is item %d, the last bar %d", line, bar)
	}
	if line, bar := order([2]string{"3", "4"}); line == 0 || bar < line {
		t.Errorf("on the second axes the last bar is item %d, the line %d", bar, line)
	}
}

func TestPlotAreasKeepRoomBesideLongNames(t *testing.T) {
	t.Parallel()
	long := "A department with a name that has no end in sight of anybody who reads it"
	c := sample(model.ChartBar)
	c.Axes[0].Turned, c.Axes[0].Angle = true, 90
	for i := range c.Groups[0].Series {
		c.Groups[0].Series[i].Categories = []string{long, long, long}
	}
	items := compose(c)
	tallest := 0.0
	for _, b := range boxes(items) {
		tallest = math.Max(tallest, b.H)
	}
	if tallest < 30 {
		t.Errorf("the tallest column has %g points of 200", tallest)
	}
	cut := 0
	for _, i := range items {
		if i.Text != nil && strings.HasPrefix(i.Text.Text, "A dep") {
			cut++
			if i.Text.Y > 200 || !strings.HasSuffix(i.Text.Text, "...") {
				t.Errorf("the name %q begins at %g", i.Text.Text, i.Text.Y)
			}
		}
	}
	if cut != 3 {
		t.Errorf("%d names, want 3", cut)
	}
	// Between wide names at the left and a narrow room it is the names that give way.
	k := &composer{}
	if p := k.between(layout.Box{X: 10, Y: 10, W: 100, H: 100}, 95, 0, 2, 0); p != (layout.Box{X: 78, Y: 10, W: 30, H: 100}) || k.floor != 0 {
		t.Errorf("the plot area is %v, names end at %g", p, k.floor)
	}
	if p := k.between(layout.Box{X: 10, Y: 10, W: 100, H: 100}, 0, 90, 0, 5); p != (layout.Box{X: 10, Y: 75, W: 100, H: 30}) || k.floor != 110 {
		t.Errorf("the plot area is %v, names end at %g", p, k.floor)
	}
}
