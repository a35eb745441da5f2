package chart

import (
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
