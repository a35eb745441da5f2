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
		k.plot = k.disc(outer)
		c := k.circle(g, rings)
		if k.PlotPlace == nil || !k.PlotPlace.Inner {
			k.plot = k.disc(remaining(outer, k.plot, k.pieLabels(g, rings, c)))
			c = k.circle(g, rings)
		}
		k.drawPie(rings, c)
		labels := k.pieLabels(g, rings, c)
		k.leaders(labels, c)
		for _, l := range labels {
			k.write(l.block, l.cx, l.cy, 0)
		}
	}
}

// thickness of a solid pie, by its radius.
const thickness = .2

// lidLight is the light on a solid pie.
const lidLight = .93

// disc is the largest rectangle for a pie in the middle of another: a square, or
// a lower one for a solid pie, which is seen at an angle.
func (k *composer) disc(b layout.Box) layout.Box {
	if !k.tilted() {
		return square(b)
	}
	ratio := k.Above + thickness/2*math.Sqrt(1-k.Above*k.Above)
	w := math.Min(b.W, b.H/ratio)
	return layout.Box{X: b.X + (b.W-w)/2, Y: b.Y + (b.H-w*ratio)/2, W: w, H: w * ratio}
}

// tilted tells whether the chart is a solid pie.
func (k *composer) tilted() bool {
	return k.Solid && k.Above > .05 && k.Groups[0].Kind == model.ChartPie
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
	// squash is how high the circle looks, by its width; thick is how far a solid
	// pie reaches below it.
	squash, thick float64
	rings         [][]slice
}

// at is a point of the circle's plane, at an angle from the top.
func (c circle) at(cx, cy, r, angle float64) (x, y float64) {
	x, y = polar(0, 0, r, angle)
	return cx + x, cy + y*c.squash
}

// circle fits the rings into the plot area.
func (k *composer) circle(g *model.ChartGroup, rings []model.ChartSeries) circle {
	c := circle{cx: k.plot.X + k.plot.W/2, cy: k.plot.Y + k.plot.H/2, radius: k.plot.W / 2, squash: 1}
	if k.tilted() {
		c.squash = k.Above
		c.thick = thickness * c.radius * math.Sqrt(1-k.Above*k.Above)
		c.cy = k.plot.Y + c.radius*c.squash
	}
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
			if c.thick > 0 && p.share > 0 {
				k.rim(c, p, pointLook(&rings[r], j))
			}
		}
		for j, p := range slices {
			if p.share > 0 {
				x, y := c.centre(p)
				look := pointLook(&rings[r], j)
				if c.thick > 0 {
					look = lit(look, lidLight)
				}
				k.path(c.wedge(x, y, p), layout.Box{X: x - p.radius, Y: y - p.radius*c.squash, W: 2 * p.radius, H: 2 * p.radius * c.squash}, look)
			}
		}
	}
}

// rim draws what shows of the outer side of a solid piece: the part of it that
// is turned to the front.
func (k *composer) rim(c circle, p slice, look model.Look) {
	x, y := c.centre(p)
	for turn := -1.0; turn <= 1; turn++ {
		from, to := math.Max(p.from, math.Pi/2+2*math.Pi*turn), math.Min(p.to, math.Pi*3/2+2*math.Pi*turn)
		if from >= to {
			continue
		}
		var path canvas.Path
		path.MoveTo(c.at(x, y, p.radius, from))
		c.arc(&path, x, y, p.radius, from, to)
		path.LineTo(c.at(x, y+c.thick, p.radius, to))
		c.arc(&path, x, y+c.thick, p.radius, to, from)
		path.Close()
		k.path(&path, layout.Box{X: x - p.radius, Y: y, W: 2 * p.radius, H: p.radius}, lit(look, sideLight))
	}
}

// centre is the point in which a piece begins.
func (c circle) centre(p slice) (x, y float64) {
	return c.at(c.cx, c.cy, p.away*c.radius, p.middle())
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
func (c circle) wedge(cx, cy float64, s slice) *canvas.Path {
	var p canvas.Path
	whole := s.share > .99999
	x, y := c.at(cx, cy, s.radius, s.from)
	switch {
	case whole || s.inner > 0:
		p.MoveTo(x, y)
	default:
		p.MoveTo(cx, cy)
		p.LineTo(x, y)
	}
	c.arc(&p, cx, cy, s.radius, s.from, s.to)
	if s.inner > 0 {
		x, y = c.at(cx, cy, s.inner, s.to)
		if whole {
			p.Close()
			p.MoveTo(x, y)
		} else {
			p.LineTo(x, y)
		}
		c.arc(&p, cx, cy, s.inner, s.to, s.from)
	}
	p.Close()
	return &p
}

// arc draws along a circle in quarters at most.
func (c circle) arc(p *canvas.Path, cx, cy, r, from, to float64) {
	n := int(math.Ceil(math.Abs(to-from) / (math.Pi / 2)))
	for i := range n {
		a, b := from+(to-from)*float64(i)/float64(n), from+(to-from)*float64(i+1)/float64(n)
		bow := 4.0 / 3 * math.Tan((b-a)/4) * r
		x1, y1 := c.at(cx, cy, r, a)
		x2, y2 := c.at(cx, cy, r, b)
		p.CurveTo(x1+bow*math.Cos(a), y1+bow*c.squash*math.Sin(a), x2-bow*math.Cos(b), y2-bow*c.squash*math.Sin(b), x2, y2)
	}
}
