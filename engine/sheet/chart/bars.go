package chart

import (
	"math"

	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// bars draws columns, or bars that run from left to right. Overlap and gap are
// shares of a bar's width (ECMA-376 part 1, 21.2.2.131 and 21.2.2.75).
func (k *composer) bars(g *model.ChartGroup) {
	x, y := k.pair(g)
	if x == nil || y == nil || len(g.Series) == 0 {
		return
	}
	clip := k.plot
	rows := stacked(g)
	for i := range g.Series {
		s := &g.Series[i]
		for j, p := range rows[i] {
			if !p.ok {
				continue
			}
			b := k.bar(g, x, y, i, j, p)
			if k.solid() {
				k.solidBar(g, b, pointLook(s, j))
				continue
			}
			from := len(k.items)
			k.rect(b, pointLook(s, j))
			for ; from < len(k.items); from++ {
				k.items[from].Clip = &clip
			}
		}
	}
}

// bar is the rectangle of one bar.
func (k *composer) bar(g *model.ChartGroup, x, y *axis, series, point int, p part) layout.Box {
	n, i, gap, overlap := k.slot(g, series)
	unit := 1 / (n - (n-1)*overlap + gap/100) // a bar, as a share of its slot
	slot := 1 / math.Max(1, float64(x.count))
	left := unit*gap/200 + i*unit*(1-overlap)
	if x.Reverse {
		left = 1 - left - unit
	}
	centre := x.at(placeOf(&g.Series[series], point))
	at := centre - slot/2 + left*slot
	if !x.between {
		slot = 1 / math.Max(1, float64(x.count-1))
		at = centre - slot/2 + left*slot
	}
	from := p.from
	if g.Stacking == model.Clustered || y.Base > 0 && from <= 0 {
		from = base(x, y)
	}
	x1, y1 := k.point(x, at, y.at(from))
	x2, y2 := k.point(x, at+unit*slot, y.at(p.to))
	return layout.Box{X: math.Min(x1, x2), Y: math.Min(y1, y2), W: math.Abs(x2 - x1), H: math.Abs(y2 - y1)}
}

// slot is how many bars stand beside each other, which of them a series has, and
// the shares of the gap and overlap in percent and as a share. Bars on a second axis
// stand before those on the first; beside them when that axis is deleted.
func (k *composer) slot(g *model.ChartGroup, series int) (n, i, gap, overlap float64) {
	gap = -1
	for j := range k.Groups {
		o := &k.Groups[j]
		if o.Kind != model.ChartBar || !k.together(g, o) {
			continue
		}
		if gap < 0 {
			gap, overlap = o.Gap, o.Overlap/100
		}
		size := float64(len(o.Series))
		if o.Stacking != model.Clustered {
			size = 1
		}
		if o == g {
			i = n
			if o.Stacking == model.Clustered {
				i += float64(series)
			}
		}
		n += size
	}
	if n == 1 {
		overlap = 0
	}
	return n, i, gap, overlap
}

// together tells whether two groups share an axis of values: the same, or the first one
// because that of their own is deleted.
func (k *composer) together(a, b *model.ChartGroup) bool {
	own := func(g *model.ChartGroup) *axis {
		if _, y := k.pair(g); k.second(g) && !y.Deleted {
			return y
		}
		return nil
	}
	return own(a) == own(b)
}
