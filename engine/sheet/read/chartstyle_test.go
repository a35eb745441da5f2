package read

import (
	"testing"

	"quire/engine/sheet/model"
)

// Series without a colour have that of the chart's style (ECMA-376 part 1,
// 21.2.2.227), their number among all taken into account.
func TestAutomaticColoursOfSeries(t *testing.T) {
	t.Parallel()
	var p palette
	p.theme = []uint32{0: 0xFFFFFF, 1: 0x000000, 4: 0x4F81BD, 5: 0xC0504D, 6: 0x9BBB59, 7: 0x8064A2, 8: 0x4BACC6, 9: 0xF79646}
	for name, tt := range map[string]struct {
		style   int
		i, last int
		want    uint32
	}{
		"all accents":          {2, 1, 2, 0xC0504D},
		"greys":                {1, 0, 0, 0x646464},
		"one accent, its dark": {3, 0, 1, 0x466DA9},
	} {
		style := chartStyle{(tt.style - 1) / 8, (tt.style - 1) % 8}
		c := &chartReader{colour: p, style: style, lastSeries: tt.last}
		if got := c.seriesColour(tt.i); !closeTo(got, tt.want) {
			t.Errorf("%s: series %d of style %d is %06X, want about %06X", name, tt.i, tt.style, got.RGB, tt.want)
		}
	}
	if got := styleOf(&node{kids: []*node{{name: "AlternateContent", kids: []*node{{name: "Fallback", kids: []*node{{name: "style"}}}}}}}); got != (chartStyle{0, 1}) {
		t.Errorf("a style without a number is %+v, want the second", got)
	}
}

// closeTo allows for rounding.
func closeTo(c model.Colour, want uint32) bool {
	for shift := 0; shift <= 16; shift += 8 {
		if d := int(c.RGB>>shift&255) - int(want>>shift&255); d < -6 || d > 6 {
			return false
		}
	}
	return c.Set
}
