package chart

import (
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// slice is a piece of a pie or ring, angles in radians clockwise from the top.
type slice struct {
	from, to      float64
	inner, radius float64
	share         float64
	away          float64 // pulled out, by the radius
}

func (s slice) middle() float64 { return (s.from + s.to) / 2 }

// pies draws pies and rings with their labels.
func (k *composer) pies() {
	for i := range k.Groups {
		g := &k.Groups[i]
		if g.Kind != model.ChartPie && g.Kind != model.ChartDoughnut || len(g.Series) == 0 {
			continue
		}
		rings := g.Series[:1]
		if g.Kind == model.ChartDoughnut {
			rings = g.Series[:min(len(g.Series), 20)]
		}
		outer := k.plot
		k.plot = square(outer)
		c := k.circle(g, rings)
		if k.PlotPlace == nil || !k.PlotPlace.Inner {
			k.plot = square(remaining(outer, k.plot, k.pieLabels(g, rings, c)))
			c = k.circle(g, rings)
		}
		k.drawPie(rings, c)
		for _, l := range k.pieLabels(g, rings, c) {
			k.write(l.block, l.cx, l.cy, 0)
		}
	}
}

// square is the largest square in the middle of a rectangle.
func square(b layout.Box) layout.Box {
	side := math.Min(b.W, b.H)
	return layout.Box{X: b.X + (b.W-side)/2, Y: b.Y + (b.H-side)/2, W: side, H: side}
}

// remaining is what labels around the plot area leave of the room for both, at
// least a third of it.
func remaining(outer, plot layout.Box, labels []pieLabel) layout.Box {
	left, top, right, bottom := plot.X, plot.Y, plot.X+plot.W, plot.Y+plot.H
	for _, l := range labels {
		left, right = math.Min(left, l.cx-l.block.w/2), math.Max(right, l.cx+l.block.w/2)
		top, bottom = math.Min(top, l.cy-l.block.h/2), math.Max(bottom, l.cy+l.block.h/2)
	}
	w := math.Max(outer.W/3, outer.W-(right-left-plot.W))
	h := math.Max(outer.H/3, outer.H-(bottom-top-plot.H))
	return layout.Box{X: outer.X + plot.X - left, Y: outer.Y + plot.Y - top, W: w, H: h}
}

// circle is where a pie stands and the pieces of its rings.
type circle struct {
	cx, cy, radius float64
	rings          [][]slice
}

// circle fits the rings into the plot area.
func (k *composer) circle(g *model.ChartGroup, rings []model.ChartSeries) circle {
	c := circle{cx: k.plot.X + k.plot.W/2, cy: k.plot.Y + k.plot.H/2, radius: k.plot.W / 2}
	far := 0.0
	for i := range rings {
		for _, away := range rings[i].Explosion {
			far = math.Max(far, away)
		}
	}
	c.radius /= 1 + far
	for r := range rings {
		inner, outer := 0.0, c.radius
		if g.Kind == model.ChartDoughnut {
			ring := c.radius / float64(len(rings)+1)
			inner, outer = ring*float64(r+1), ring*float64(r+2)
		}
		c.rings = append(c.rings, pieces(&rings[r], g.FirstAngle, inner, outer))
	}
	return c
}

// drawPie draws the pieces; those that are pulled out stand apart.
func (k *composer) drawPie(rings []model.ChartSeries, c circle) {
	for r, slices := range c.rings {
		for j, p := range slices {
			if p.share > 0 {
				x, y := c.centre(p)
				k.path(wedge(x, y, p), layout.Box{X: x - p.radius, Y: y - p.radius, W: 2 * p.radius, H: 2 * p.radius}, pointLook(&rings[r], j))
			}
		}
	}
}

// centre is the point in which a piece begins.
func (c circle) centre(p slice) (x, y float64) {
	return polar(c.cx, c.cy, p.away*c.radius, p.middle())
}

// pieces divides the circle by the sizes of the values.
func pieces(s *model.ChartSeries, first, inner, radius float64) []slice {
	total := 0.0
	for _, v := range s.Values {
		if v == v {
			total += math.Abs(v)
		}
	}
	out := make([]slice, len(s.Values))
	at := first * math.Pi / 180
	for i, v := range s.Values {
		if v != v || total == 0 {
			continue
		}
		share := math.Abs(v) / total
		out[i] = slice{at, at + share*2*math.Pi, inner, radius, share, s.Explosion[i]}
		at = out[i].to
	}
	return out
}

// polar is a point of a circle.
func polar(cx, cy, r, angle float64) (x, y float64) {
	sin, cos := math.Sincos(angle)
	return cx + r*sin, cy - r*cos
}

// wedge is the outline of a piece.
func wedge(cx, cy float64, s slice) *canvas.Path {
	var p canvas.Path
	whole := s.share > .99999
	x, y := polar(cx, cy, s.radius, s.from)
	switch {
	case whole || s.inner > 0:
		p.MoveTo(x, y)
	default:
		p.MoveTo(cx, cy)
		p.LineTo(x, y)
	}
	arc(&p, cx, cy, s.radius, s.from, s.to)
	if s.inner > 0 {
		x, y = polar(cx, cy, s.inner, s.to)
		if whole {
			p.Close()
			p.MoveTo(x, y)
		} else {
			p.LineTo(x, y)
		}
		arc(&p, cx, cy, s.inner, s.to, s.from)
	}
	p.Close()
	return &p
}

// arc draws along a circle in quarters at most.
func arc(p *canvas.Path, cx, cy, r, from, to float64) {
	n := int(math.Ceil(math.Abs(to-from) / (math.Pi / 2)))
	for i := range n {
		a, b := from+(to-from)*float64(i)/float64(n), from+(to-from)*float64(i+1)/float64(n)
		bow := 4.0 / 3 * math.Tan((b-a)/4) * r
		x1, y1 := polar(cx, cy, r, a)
		x2, y2 := polar(cx, cy, r, b)
		p.CurveTo(x1+bow*math.Cos(a), y1+bow*math.Sin(a), x2-bow*math.Cos(b), y2-bow*math.Sin(b), x2, y2)
	}
}
