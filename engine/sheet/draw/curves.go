package draw

import (
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// placed puts shares of a figure's size into its rectangle, mirrored as the
// shape says.
func placed(sh *model.Shape, box layout.Box) func(x, y float64) (float64, float64) {
	return func(x, y float64) (float64, float64) {
		if sh.MirrorX {
			x = 1 - x
		}
		if sh.MirrorY {
			y = 1 - y
		}
		return box.X + x*box.W, box.Y + y*box.H
	}
}

// ownFigure is an outline that the file describes.
func ownFigure(sh *model.Shape, o model.Outline, box layout.Box) *canvas.Path {
	var p canvas.Path
	at := placed(sh, box)
	for _, s := range o.Steps {
		var v [6]float64
		for i := 0; i+1 < len(s.At); i += 2 {
			v[i], v[i+1] = at(s.At[i], s.At[i+1])
		}
		switch s.Op {
		case 'M':
			p.MoveTo(v[0], v[1])
		case 'L':
			p.LineTo(v[0], v[1])
		case 'C':
			p.CurveTo(v[0], v[1], v[2], v[3], v[4], v[5])
		case 'Z':
			p.Close()
		}
	}
	return &p
}

// curved draws the presets with curves (ECMA-376 part 1, 20.1.10.56); false for
// others.
func curved(p *canvas.Path, sh *model.Shape, box layout.Box) bool {
	u, v := 1.0, 1.0 // the shorter side by width and height
	if box.W > box.H {
		u = box.H / box.W
	} else if box.W > 0 {
		v = box.W / math.Max(1e-6, box.H)
	}
	c := corners{p: p, at: placed(sh, box), u: u, v: v}
	switch sh.Preset {
	case "round1Rect":
		c.rect([4]float64{0, adjusted(sh, 0, .16667, .5), 0, 0}, true)
	case "round2SameRect":
		a, b := adjusted(sh, 0, .16667, .5), adjusted(sh, 1, 0, .5)
		c.rect([4]float64{a, a, b, b}, true)
	case "round2DiagRect":
		a, b := adjusted(sh, 0, .16667, .5), adjusted(sh, 1, 0, .5)
		c.rect([4]float64{a, b, a, b}, true)
	case "snip2SameRect":
		a, b := adjusted(sh, 0, .16667, .5), adjusted(sh, 1, 0, .5)
		c.rect([4]float64{a, a, b, b}, false)
	case "snip2DiagRect":
		a, b := adjusted(sh, 0, 0, .5), adjusted(sh, 1, .16667, .5)
		c.rect([4]float64{a, b, a, b}, false)
	case "wedgeRectCallout", "wedgeRoundRectCallout":
		c.callout(sh)
	case "flowChartDocument":
		c.move(0, 0)
		c.line(1, 0)
		c.line(1, .8)
		c.curve(.5, .8, .5, 1.1, 0, .94)
		c.p.Close()
	case "can", "flowChartMagneticDisk":
		c.can(adjusted(sh, 0, .25, .5) * v / 2)
	case "donut":
		r := adjusted(sh, 0, .25, .5)
		cx, cy := box.X+box.W/2, box.Y+box.H/2
		p.Ellipse(cx, cy, box.W/2, box.H/2)
		hole(p, cx, cy, math.Max(0, box.W*(.5-r*u)), math.Max(0, box.H*(.5-r*v)))
	case "frame":
		a := adjusted(sh, 0, .125, .5)
		p.Rect(box.X, box.Y, box.W, box.H)
		x, y := a*u*box.W, a*v*box.H
		p.MoveTo(box.X+x, box.Y+y)
		p.LineTo(box.X+x, box.Y+box.H-y)
		p.LineTo(box.X+box.W-x, box.Y+box.H-y)
		p.LineTo(box.X+box.W-x, box.Y+y)
		p.Close()
	default:
		return false
	}
	return true
}

// hole adds an ellipse against the direction of others, which leaves it out.
func hole(p *canvas.Path, cx, cy, rx, ry float64) {
	const bow = .5522847498
	p.MoveTo(cx+rx, cy)
	p.CurveTo(cx+rx, cy-ry*bow, cx+rx*bow, cy-ry, cx, cy-ry)
	p.CurveTo(cx-rx*bow, cy-ry, cx-rx, cy-ry*bow, cx-rx, cy)
	p.CurveTo(cx-rx, cy+ry*bow, cx-rx*bow, cy+ry, cx, cy+ry)
	p.CurveTo(cx+rx*bow, cy+ry, cx+rx, cy+ry*bow, cx+rx, cy)
	p.Close()
}

// corners draws in shares of a rectangle.
type corners struct {
	p    *canvas.Path
	at   func(x, y float64) (float64, float64)
	u, v float64
}

func (c corners) move(x, y float64) { c.p.MoveTo(c.at(x, y)) }
func (c corners) line(x, y float64) { c.p.LineTo(c.at(x, y)) }

func (c corners) curve(x1, y1, x2, y2, x3, y3 float64) {
	x1, y1 = c.at(x1, y1)
	x2, y2 = c.at(x2, y2)
	x3, y3 = c.at(x3, y3)
	c.p.CurveTo(x1, y1, x2, y2, x3, y3)
}

// rect draws a rectangle whose corners are cut or round, from the top left
// clockwise, by shares of the shorter side.
func (c corners) rect(cut [4]float64, round bool) {
	const bow = .4477
	bend := func(x1, y1, x, y, x2, y2 float64) {
		c.line(x1, y1)
		if round {
			c.curve(x1+(x-x1)*(1-bow), y1+(y-y1)*(1-bow), x2+(x-x2)*(1-bow), y2+(y-y2)*(1-bow), x2, y2)
		} else {
			c.line(x2, y2)
		}
	}
	a, b, d, e := cut[0], cut[1], cut[2], cut[3]
	c.move(a*c.u, 0)
	bend(1-b*c.u, 0, 1, 0, 1, b*c.v)
	bend(1, 1-d*c.v, 1, 1, 1-d*c.u, 1)
	bend(e*c.u, 1, 0, 1, 0, 1-e*c.v)
	bend(0, a*c.v, 0, 0, a*c.u, 0)
	c.p.Close()
}

// callout draws a rectangle with a pointer to the place that its adjustments
// give from the middle.
func (c corners) callout(sh *model.Shape) {
	x, y := -.20833, .625
	if len(sh.Adjust) > 1 {
		x, y = max(-50, min(50, sh.Adjust[0])), max(-50, min(50, sh.Adjust[1]))
	}
	from, to := 7./12, 10./12
	if x < 0 && math.Abs(y) >= math.Abs(x) || y < 0 && math.Abs(y) < math.Abs(x) {
		from, to = 2./12, 5./12
	}
	tip := func() { c.line(.5+x, .5+y) }
	above, right, below, left := -y >= math.Abs(x), x > math.Abs(y), y >= math.Abs(x), -x > math.Abs(y)
	c.move(0, 0)
	side := func(points bool, x1, y1, x2, y2 float64) {
		if points {
			c.line(x1, y1)
			tip()
			c.line(x2, y2)
		}
	}
	side(above, from, 0, to, 0)
	c.line(1, 0)
	side(right, 1, from, 1, to)
	c.line(1, 1)
	side(below, to, 1, from, 1)
	c.line(0, 1)
	side(left, 0, to, 0, from)
	c.p.Close()
}

// can draws a cylinder whose lids are so high.
func (c corners) can(lid float64) {
	const bow = .5522847498
	c.move(0, lid)
	c.curve(0, lid*(1-bow), .5-.5*bow, 0, .5, 0)
	c.curve(.5+.5*bow, 0, 1, lid*(1-bow), 1, lid)
	c.line(1, 1-lid)
	c.curve(1, 1-lid*(1-bow), .5+.5*bow, 1, .5, 1)
	c.curve(.5-.5*bow, 1, 0, 1-lid*(1-bow), 0, 1-lid)
	c.p.Close()
	c.move(0, lid)
	c.curve(0, lid*(1+bow), .5-.5*bow, 2*lid, .5, 2*lid)
	c.curve(.5+.5*bow, 2*lid, 1, lid*(1+bow), 1, lid)
}
