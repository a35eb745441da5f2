package chart

import (
	"math"
	"slices"
	"strings"
	"testing"

	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

func TestSignsOfMarkersAreNoLongerThanSquares(t *testing.T) {
	t.Parallel()
	length := func(kind model.ChartKind, lines bool) float64 {
		c := sample(kind)
		for i := range c.Groups[0].Series {
			s := &c.Groups[0].Series[i]
			s.Marker = model.Marker{Symbol: "square", Size: 5}
			s.Look.Line.Colour.Set = lines
		}
		k := &composer{Chart: c, Options: Options{Fonts: layout.NewFonts(nil)}}
		return k.arrange(k.entries(0, true), true, 0).symbolW
	}
	square := length(model.ChartBar, false)
	if got := length(model.ChartScatter, false); got != square {
		t.Errorf("the sign of points is %v long, want %v", got, square)
	}
	if got := length(model.ChartScatter, true); got != lineSign {
		t.Errorf("the sign of lines is %v long, want %v", got, lineSign)
	}
}

func TestLongNamesInATallLegendAreBroken(t *testing.T) {
	t.Parallel()
	c := sample(model.ChartBar)
	c.Groups[0].Series[0].Name = "Revenue before taxes and duties"
	whole := true
	for _, i := range compose(c) {
		if i.Text != nil && strings.HasPrefix(i.Text.Text, "Revenue") {
			if whole = false; i.Text.Width > .3*300 {
				t.Errorf("%q is %v wide, want 90 at most", i.Text.Text, i.Text.Width)
			}
		}
	}
	if whole {
		t.Error("the name is missing")
	}
}

// Entries are numbered with the series first and their trends after all of them.
func TestHiddenEntriesOfTrends(t *testing.T) {
	t.Parallel()
	for hidden, missing := range []string{"Up", "Down", "Trend"} {
		c := sample(model.ChartLine)
		c.Groups[0].Series[0].Trends = []model.Trend{{Name: "Trend", Kind: "linear"}}
		c.Legend.Hidden = []int{hidden}
		got := texts(compose(c))
		for _, name := range []string{"Up", "Down", "Trend"} {
			if slices.Contains(got, name) == (name == missing) {
				t.Errorf("entry %d hidden: legend %q", hidden, got)
			}
		}
	}
}

func TestTitleAndLegendLieUponThePlotArea(t *testing.T) {
	t.Parallel()
	c := sample(model.ChartBar)
	c.Legend.Place, c.Legend.Overlay = &model.Place{X: .3, Y: .4}, true
	bar, title, legend := -1, -1, -1
	for i, item := range compose(c) {
		switch {
		case item.Clip != nil:
			bar = i
		case item.Text != nil && item.Text.Text == "Seasons":
			title = i
		case item.Text != nil && item.Text.Text == "Up":
			legend = i
		}
	}
	if bar < 0 || title < bar || legend < bar {
		t.Errorf("the last bar is item %d, the title %d, a name in the legend %d", bar, title, legend)
	}
}

// Excel makes a legend as wide as its names need by its own measures.
func TestNamesInALegendByHandStayWhole(t *testing.T) {
	t.Parallel()
	c := sample(model.ChartBar)
	c.Groups[0].Series[0].Name = "Column A"
	k := &composer{Chart: c, Options: Options{Fonts: layout.NewFonts(nil)}}
	g := k.arrange(k.entries(0, true), true, 0)
	right := func(share float64) (edge float64, whole bool) {
		c.Legend.Place = &model.Place{X: .7, Y: .3, W: share * (g.w - 2*g.padX) / 300, H: .3}
		items := compose(c)
		for _, b := range boxes(items) {
			edge = math.Max(edge, b.X+b.W)
		}
		return edge, slices.Contains(texts(items), "Column A")
	}
	edge, whole := right(.95)
	if !whole {
		t.Error("a name that is a little too long is broken")
	}
	if wide, _ := right(1.5); wide >= edge {
		t.Errorf("columns reach to %v beside a wide legend, to %v beside a narrow one", wide, edge)
	}
	if _, whole = right(.6); whole {
		t.Error("a name that is much too long is not broken")
	}
}
