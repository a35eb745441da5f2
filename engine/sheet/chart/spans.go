package chart

import (
	"math"

	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// course is what the series of a group reach at one category.
type course struct {
	at          float64 // the category's place on its axis
	lo, hi      float64
	first, last float64 // of the first and last series; not numbers where missing
}

// courses are those of all categories at which a series has a value.
func courses(g *model.ChartGroup, x *axis) []course {
	rows := stacked(g)
	if len(rows) == 0 {
		return nil
	}
	value := func(series, j int) float64 {
		if p := rows[series][j]; p.ok {
			return p.to
		}
		return math.NaN()
	}
	var out []course
	for j := range rows[0] {
		c := course{lo: math.Inf(1), hi: math.Inf(-1), first: value(0, j), last: value(len(rows)-1, j), at: x.at(placeOf(&g.Series[0], j))}
		for i := range rows {
			if v := value(i, j); v == v {
				c.lo, c.hi = math.Min(c.lo, v), math.Max(c.hi, v)
			}
		}
		if c.lo <= c.hi {
			out = append(out, c)
		}
	}
	return out
}

// spans draws what joins the points of different series: lines down to the axis and
// from the highest to the lowest, and boxes from the first to the last (ECMA-376 part
// 1, 21.2.2.53, 21.2.2.80 and 21.2.2.218). LibreOffice knows them of prices only.
func (k *composer) spans(g *model.ChartGroup) {
	x, y := k.pair(g)
	if x == nil || y == nil || !g.Drop.Colour.Set && !g.HighLow.Colour.Set && g.Up == nil {
		return
	}
	from := len(k.items)
	all := courses(g, x)
	for _, c := range all {
		if g.Drop.Colour.Set {
			end := c.hi
			if c.hi <= base(x, y) {
				end = c.lo
			}
			k.upright(x, c.at, y.at(end), x.stands(), g.Drop)
		}
		if g.HighLow.Colour.Set {
			k.upright(x, c.at, y.at(c.lo), y.at(c.hi), g.HighLow)
		}
	}
	if g.Up != nil && len(g.Series) > 1 {
		width := boxWidth(g, x)
		for _, c := range all {
			k.upDown(g, x, y, c, width)
		}
	}
	clip := k.plot
	for ; from < len(k.items); from++ {
		k.items[from].Clip = &clip
	}
}

// boxWidth is how wide boxes are, as a share of the axis: what the gap in percent of
// it leaves of the room of a category (ECMA-376 part 1, 21.2.2.75).
func boxWidth(g *model.ChartGroup, x *axis) float64 {
	slots := float64(x.count)
	if !x.between {
		slots--
	}
	return 1 / math.Max(1, slots) / (1 + g.Gap/100)
}

// upDown draws the box from the first series to the last, if both have a value.
func (k *composer) upDown(g *model.ChartGroup, x, y *axis, c course, width float64) {
	if c.first != c.first || c.last != c.last {
		return
	}
	look := g.Up
	if c.last < c.first {
		look = g.Down
	}
	x1, y1 := k.point(x, c.at-width/2, y.at(c.first))
	x2, y2 := k.point(x, c.at+width/2, y.at(c.last))
	k.rect(layout.Box{X: math.Min(x1, x2), Y: math.Min(y1, y2), W: math.Abs(x2 - x1), H: math.Abs(y2 - y1)}, *look)
}

// upright draws a line at a place of the axis of categories, between two of the other.
func (k *composer) upright(x *axis, at, from, to float64, s model.Stroke) {
	x1, y1 := k.point(x, at, from)
	x2, y2 := k.point(x, at, to)
	k.line(x1, y1, x2, y2, s)
}
