package chart

import (
	"math"
	"testing"

	"quire/engine/sheet/model"
)

// grouped is a chart whose categories are in groups.
func grouped() *model.Chart {
	c := sample(model.ChartBar)
	for i := range c.Groups[0].Series {
		s := &c.Groups[0].Series[i]
		s.Values, s.Categories, s.Levels = []float64{1, 2, 3, 4}, []string{"Q1", "Q2", "Q3", "Q4"}, [][]string{{"2024", "", "2025", ""}}
	}
	return c
}

// Names of groups stand below those of their members, in the middle of them.
func TestNamesOfGroups(t *testing.T) {
	t.Parallel()
	found := map[string]*Label{}
	for _, i := range compose(grouped()) {
		if i.Text != nil {
			found[i.Text.Text] = i.Text
		}
	}
	year, first, last := found["2025"], found["Q3"], found["Q4"]
	if year == nil || first == nil || last == nil {
		t.Fatalf("a name is missing among %v", found)
	}
	if year.Y <= first.Y+5 {
		t.Errorf("the group's name stands at %v, the names of its members at %v", year.Y, first.Y)
	}
	if middle, want := year.X+year.Width/2, (first.X+first.Width/2+last.X+last.Width/2)/2; math.Abs(middle-want) > .1 {
		t.Errorf("the middle of the group's name is %v, want %v", middle, want)
	}
}

// Beside an axis that runs upwards the names of all levels are one.
func TestNamesOfGroupsBesideAnUprightAxis(t *testing.T) {
	t.Parallel()
	c := grouped()
	c.Groups[0].Level = true
	var above, below *Label
	for _, i := range compose(c) {
		if i.Text != nil && i.Text.Text == "Q3" {
			above = i.Text
		}
		if i.Text != nil && i.Text.Text == "2025" {
			below = i.Text
		}
	}
	if above == nil || below == nil || below.Y <= above.Y || below.X > above.X+above.Width {
		t.Errorf("the names are %+v and %+v, want the group's below its first member's", above, below)
	}
}
