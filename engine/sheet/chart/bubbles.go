package chart

import (
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// largest is the diameter of the largest bubble, as a share of the shorter side
// of the plot area.
const largest = .25

// bubbles draws circles whose areas are as their sizes.
func (k *composer) bubbles(g *model.ChartGroup) {
	x, y := k.pair(g)
	if x == nil || y == nil {
		return
	}
	most := 0.0
	for i := range k.Groups {
		for j := range k.Groups[i].Series {
			for _, v := range k.Groups[i].Series[j].Sizes {
				if v > most {
					most = v
				}
			}
		}
	}
	for i := range g.Series {
		s := &g.Series[i]
		for j, d := range k.dots(g, x, y, s, nil) {
			size := 1.0
			if most > 0 && j < len(s.Sizes) {
				size = s.Sizes[j] / most
			}
			if !d.ok || !(size > 0) || !inside(d, k.plot) {
				continue
			}
			r := math.Min(k.plot.W, k.plot.H) * largest / 2 * math.Sqrt(size)
			var p canvas.Path
			p.Ellipse(d.x, d.y, r, r)
			k.path(&p, layout.Box{X: d.x - r, Y: d.y - r, W: 2 * r, H: 2 * r}, pointLook(s, j))
		}
	}
}

// stock draws the courses of prices: a line from low to high and, of a series
// with boxes, the box from the first value to the last, else a tick at each
// (ECMA-376 part 1, 21.2.2.198).
func (k *composer) stock(g *model.ChartGroup) {
	x, y := k.pair(g)
	if x == nil || y == nil || len(g.Series) < 2 {
		return
	}
	line := g.HighLow
	if !line.Colour.Set {
		line = model.Stroke{Colour: model.RGB(0), Width: .75}
	}
	slot := k.plot.W / math.Max(1, float64(x.count))
	width := slot / (1 + g.Gap/100)
	first, last := &g.Series[0], &g.Series[len(g.Series)-1]
	for j := range last.Values {
		lo, hi := math.Inf(1), math.Inf(-1)
		for i := range g.Series {
			if v := valueAt(&g.Series[i], j); v == v {
				lo, hi = math.Min(lo, v), math.Max(hi, v)
			}
		}
		if lo > hi {
			continue
		}
		px, bottom := k.point(x, x.at(placeOf(&g.Series[0], j)), y.at(lo))
		_, top := k.point(x, x.at(placeOf(&g.Series[0], j)), y.at(hi))
		k.line(px, bottom, px, top, line)
		open, shut := valueAt(first, j), valueAt(last, j)
		_, from := k.point(x, 0, y.at(open))
		_, to := k.point(x, 0, y.at(shut))
		if g.Up != nil && open == open && shut == shut {
			look := g.Up
			if shut < open {
				look = g.Down
			}
			k.rect(layout.Box{X: px - width/2, Y: math.Min(from, to), W: width, H: math.Abs(to - from)}, *look)
			continue
		}
		if shut == shut {
			k.line(px, to, px+slot/4, to, line)
		}
		if open == open && len(g.Series) > 3 {
			k.line(px-slot/4, from, px, from, line)
		}
	}
}

// valueAt is a value of a series, not a number where there is none.
func valueAt(s *model.ChartSeries, i int) float64 {
	if i < len(s.Values) {
		return s.Values[i]
	}
	return math.NaN()
}
