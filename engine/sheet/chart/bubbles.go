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
	width := boxWidth(g, x)
	start := len(k.items)
	for _, c := range courses(g, x) {
		k.upright(x, c.at, y.at(c.lo), y.at(c.hi), line)
		if g.Up != nil && c.first == c.first && c.last == c.last {
			k.upDown(g, x, y, c, width)
			continue
		}
		px, from := k.point(x, c.at, y.at(c.first))
		_, to := k.point(x, c.at, y.at(c.last))
		if c.last == c.last {
			k.line(px, to, px+slot/4, to, line)
		}
		if c.first == c.first && len(g.Series) > 3 {
			k.line(px-slot/4, from, px, from, line)
		}
	}
	clip := k.plot
	for ; start < len(k.items); start++ {
		k.items[start].Clip = &clip
	}
}
