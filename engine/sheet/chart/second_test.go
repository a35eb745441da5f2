package chart

import (
	"math"
	"testing"

	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// twofold is a chart whose second series stands on a second pair of axes.
func twofold(kind model.ChartKind) *model.Chart {
	c := sample(kind)
	x, y := c.Axes[0], c.Axes[1]
	x.ID, x.Cross, x.Deleted, y.ID, y.Cross, y.Crosses = "3", "4", true, "4", "3", "max"
	c.Axes = append(c.Axes, x, y)
	second := c.Groups[0]
	second.Axes = [2]string{"3", "4"}
	c.Groups[0].Series, second.Series = c.Groups[0].Series[:1], c.Groups[0].Series[1:]
	c.Groups = append(c.Groups, second)
	return c
}

func TestBarsOfASecondAxisStandBeforeThoseOfTheFirst(t *testing.T) {
	t.Parallel()
	c := twofold(model.ChartBar)
	b := boxes(compose(c))
	if len(b) != 6 || b[0].X != b[3].X || b[0].W != b[3].W {
		t.Errorf("columns %v, want those of both axes at the same places", b)
	}
	c.Groups[1].Gap = 300
	b = boxes(compose(c))
	if len(b) != 6 || math.Abs(b[0].W/b[3].W-2) > 1e-6 || b[3].X <= b[0].X {
		t.Errorf("columns %v, want the second ones half as wide by their own gap", b)
	}
	c.Axes[3].Deleted = true
	if b = boxes(compose(c)); len(b) != 6 || math.Abs(b[0].X+b[0].W-b[3].X) > 1e-6 {
		t.Errorf("columns %v, want them beside each other when the second axis is deleted", b)
	}
}

func TestPointsShareTheXAxisThatIsLeft(t *testing.T) {
	t.Parallel()
	for _, deleted := range []bool{true, false} {
		c := twofold(model.ChartScatter)
		c.Axes[0].Categories, c.Axes[2].Categories, c.Axes[2].Deleted = false, false, deleted
		c.Groups[0].Series[0].X, c.Groups[1].Series[0].X = []float64{1, 2, 3}, []float64{10, 20, 50}
		k := &composer{Chart: c, Options: Options{Fonts: layout.NewFonts(nil)}, axes: map[string]*axis{}}
		k.makeAxes()
		first, _ := k.pair(&k.Groups[0])
		second, y := k.pair(&k.Groups[1])
		if (first == second) != deleted || (first.hi == 50) != deleted || y.cross != second {
			t.Errorf("deleted %v: axes to %v and %v", deleted, first.hi, second.hi)
		}
		if k.second(&k.Groups[0]) || !k.second(&k.Groups[1]) {
			t.Errorf("deleted %v: the second group is not on the second axis", deleted)
		}
	}
}
