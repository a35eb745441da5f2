package chart

import (
	"math"
	"slices"
	"testing"

	"quire/engine/sheet/model"
)

// labelled is the first label with this text.
func labelled(t *testing.T, items []Item, text string) *Label {
	t.Helper()
	for _, i := range items {
		if i.Text != nil && i.Text.Text == text {
			return i.Text
		}
	}
	t.Fatalf("the text %q is missing in %q", text, texts(items))
	return nil
}

func TestLabelsOfRadars(t *testing.T) {
	t.Parallel()
	c := sample(model.ChartRadar)
	c.Title, c.Legend, c.Axes[1].Deleted = nil, nil, true
	c.Groups[0].Series = c.Groups[0].Series[:1]
	s := &c.Groups[0].Series[0]
	s.Values = []float64{1, 2, 5}
	s.Labels = &model.ChartLabels{Value: true, Font: testFont}
	items := compose(c)
	top, last := labelled(t, items, "1"), labelled(t, items, "5")
	if last.X+last.Width > top.X || last.Y < top.Y {
		t.Errorf("the last label %+v is not at the left of the first one, %+v", last, top)
	}
	// The outermost value is at the edge: no step more than it needs.
	middle := top.X + top.Width/2
	if name := labelled(t, items, "Autumn"); math.Abs(name.X+name.Width-last.X-last.Width) > 20 {
		t.Errorf("the label stands at %v, the name of its axis ends at %v; the middle is %v", last.X, name.X+name.Width, middle)
	}
}

func TestMinorRingsOfRadars(t *testing.T) {
	t.Parallel()
	c := sample(model.ChartRadar)
	rings := func(colour model.Colour) int {
		n := 0
		for _, i := range compose(c) {
			if i.Path != nil && i.Look.Line.Colour == colour {
				n++
			}
		}
		return n
	}
	c.Axes[1].Grid, c.Axes[1].Minor = model.Stroke{Colour: model.RGB(0x111111), Width: 1}, model.Stroke{Colour: model.RGB(0x222222), Width: 1}
	if major, minor := rings(c.Axes[1].Grid.Colour), rings(c.Axes[1].Minor.Colour); major < 2 || minor != 4*(major-1) {
		t.Errorf("%d rings and %d between them, want four in each step", major, minor)
	}
}

func TestTicksOfRadarsTakeRoom(t *testing.T) {
	t.Parallel()
	gap := func(ticks string) (names, values float64) {
		c := sample(model.ChartRadar)
		c.Axes[1].Ticks = ticks
		items := compose(c)
		name, low := labelled(t, items, "Spring"), labelled(t, items, "0")
		// The first axis runs up from the middle; its name is centred over it.
		top := math.Inf(1)
		for _, i := range items {
			if i.Path != nil && !i.Look.Fill.Filled() && i.Box.H > 20 {
				top = math.Min(top, i.Box.Y)
			}
		}
		return top - name.Y, low.X - (name.X + name.Width/2)
	}
	names, values := gap("none")
	moreNames, moreValues := gap("cross")
	if math.Abs(moreNames-names-netTick) > .1 || math.Abs(moreValues-values-tickLength) > .1 {
		t.Errorf("ticks take %v and %v, want %v and %v", moreNames-names, moreValues-values, netTick, tickLength)
	}
}

func TestLabelsAtAGivenPlace(t *testing.T) {
	t.Parallel()
	for _, kind := range []model.ChartKind{model.ChartBar, model.ChartLine, model.ChartArea, model.ChartPie} {
		c := sample(kind)
		s := &c.Groups[0].Series[0]
		s.Labels = &model.ChartLabels{Text: "Here", Font: testFont, Place: &model.Place{X: .5, Y: .25}}
		l := labelled(t, compose(c), "Here")
		if math.Abs(l.X-150) > 1e-6 || l.Y < 50 || l.Y > 65 {
			t.Errorf("kind %d: the label stands at %v, %v, want its corner at 150, 50", kind, l.X, l.Y)
		}
	}
}

func TestLeadersJoinPiecesWithLabelsMovedAway(t *testing.T) {
	t.Parallel()
	black := model.Stroke{Colour: model.RGB(0x010203), Width: .75}
	leaders := func(l model.ChartLabels) int {
		c := sample(model.ChartPie)
		c.Title, c.Legend = nil, nil
		c.PlotPlace = &model.Place{X: .3, Y: .25, W: .4, H: .5, Inner: true}
		l.Value, l.Font, l.Leader, l.Position = true, testFont, black, "outEnd"
		c.Groups[0].Series[0].Labels = &l
		n := 0
		for _, i := range compose(c) {
			if i.Path != nil && i.Look.Line.Colour == black.Colour {
				n++
			}
		}
		return n
	}
	if n := leaders(model.ChartLabels{}); n != 0 {
		t.Errorf("%d lines to labels that stand beside their pieces", n)
	}
	if n := leaders(model.ChartLabels{DY: .2}); n == 0 {
		t.Error("no line to labels that were moved")
	}
	if n := leaders(model.ChartLabels{Place: &model.Place{X: .48, Y: .45}}); n != 0 {
		t.Errorf("%d lines to labels within the pie", n)
	}
}

func TestUprightLabels(t *testing.T) {
	t.Parallel()
	c := sample(model.ChartBar)
	c.Axes[0].Upright, c.Axes[0].Level = true, true
	got := texts(compose(c))
	if slices.Contains(got, "Spring") || !slices.Contains(got, "S") || !slices.Contains(got, "g") {
		t.Errorf("texts = %q, want the letters of names by themselves", got)
	}
}
