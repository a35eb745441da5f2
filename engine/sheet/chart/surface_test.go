package chart

import (
	"slices"
	"testing"

	"quire/engine/sheet/model"
)

// A surface is drawn as seen from above: patches in the colours of their bands of values,
// which the legend names.
func TestSurfacesAreDrawnFlat(t *testing.T) {
	t.Parallel()
	c := sample(model.ChartSurface)
	low, high := model.RGB(0x0000FF), model.RGB(0xFF0000)
	c.Groups[0].Bands = []model.Colour{low, high}
	c.Axes[1].Step = 2 // bands from 0 to 2 and to 4
	for i := range c.Groups[0].Series {
		c.Groups[0].Series[i].Values = []float64{0, 4}
	}
	items := compose(c)
	var left, right float64
	for _, i := range items {
		if i.Box.X > 220 {
			continue // in the legend
		}
		if i.Path != nil && i.Look.Fill.Colour == low && i.Box.H < 10 {
			left = max(left, i.Box.X+i.Box.W)
		}
		if i.Path != nil && i.Look.Fill.Colour == high && i.Box.H < 10 && (right == 0 || i.Box.X < right) {
			right = i.Box.X
		}
	}
	if left == 0 || right < left-.01 {
		t.Errorf("low values reach to %v, high ones begin at %v", left, right)
	}
	for _, want := range []string{"0-2", "2-4", "Spring", "Up", "Down"} {
		if !slices.Contains(texts(items), want) {
			t.Errorf("%q is missing among %q", want, texts(items))
		}
	}
}
