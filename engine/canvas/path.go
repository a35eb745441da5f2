package canvas

import "math"

// Path is an outline of lines and curves, in the coordinates of its page.
type Path struct {
	// EvenOdd makes what an even number of its outlines surrounds a hole (ISO
	// 32000-1, 8.5.3.3.3); else their directions count.
	EvenOdd bool
	steps   []pathStep
}

type pathStep struct {
	op     string
	points []float64
}

// MoveTo begins a new outline.
func (p *Path) MoveTo(x, y float64) { p.steps = append(p.steps, pathStep{"m", []float64{x, y}}) }

// LineTo draws a straight line.
func (p *Path) LineTo(x, y float64) { p.steps = append(p.steps, pathStep{"l", []float64{x, y}}) }

// CurveTo draws a cubic Bézier curve to x3, y3.
func (p *Path) CurveTo(x1, y1, x2, y2, x3, y3 float64) {
	p.steps = append(p.steps, pathStep{"c", []float64{x1, y1, x2, y2, x3, y3}})
}

// Close draws a line back to where the outline began.
func (p *Path) Close() { p.steps = append(p.steps, pathStep{op: "h"}) }

// Rect adds a whole rectangle.
func (p *Path) Rect(x, y, w, h float64) {
	p.MoveTo(x, y)
	p.LineTo(x+w, y)
	p.LineTo(x+w, y+h)
	p.LineTo(x, y+h)
	p.Close()
}

// Len is how many steps the path has: lines, curves and beginnings.
func (p *Path) Len() int { return len(p.steps) }

// Append adds the outlines of another path.
func (p *Path) Append(q *Path) { p.steps = append(p.steps, q.steps...) }

// Moved is the path at another place.
func (p *Path) Moved(dx, dy float64) *Path {
	return p.Mapped(func(x, y float64) (float64, float64) { return x + dx, y + dy })
}

// Mapped is the path with all its points, those of curves too, where place puts them.
func (p *Path) Mapped(place func(x, y float64) (float64, float64)) *Path {
	out := &Path{EvenOdd: p.EvenOdd, steps: make([]pathStep, len(p.steps))}
	for i, s := range p.steps {
		out.steps[i] = pathStep{s.op, make([]float64, len(s.points))}
		for j := 0; j+1 < len(s.points); j += 2 {
			out.steps[i].points[j], out.steps[i].points[j+1] = place(s.points[j], s.points[j+1])
		}
	}
	return out
}

// Bounds is the rectangle from x1, y1 to x2, y2 of all points, those that curves bend
// towards too; all zero for an empty path.
func (p *Path) Bounds() (x1, y1, x2, y2 float64) {
	first := true
	for _, s := range p.steps {
		for j := 0; j+1 < len(s.points); j += 2 {
			x, y := s.points[j], s.points[j+1]
			if first {
				x1, y1, x2, y2, first = x, y, x, y, false
			}
			x1, y1, x2, y2 = min(x1, x), min(y1, y), max(x2, x), max(y2, y)
		}
	}
	return x1, y1, x2, y2
}

// rule is an operator that fills or clips by the rule of the path (ISO 32000-1,
// tables 60 and 61).
func (p *Path) rule(paint, evenOdd string) string {
	if p.EvenOdd {
		return evenOdd
	}
	return paint
}

// bow is how far the control points of a quarter circle are from its ends, by
// the radius.
const bow = 0.5522847498

// Ellipse adds a whole ellipse around a centre.
func (p *Path) Ellipse(cx, cy, rx, ry float64) {
	bx, by := rx*bow, ry*bow
	p.MoveTo(cx+rx, cy)
	p.CurveTo(cx+rx, cy+by, cx+bx, cy+ry, cx, cy+ry)
	p.CurveTo(cx-bx, cy+ry, cx-rx, cy+by, cx-rx, cy)
	p.CurveTo(cx-rx, cy-by, cx-bx, cy-ry, cx, cy-ry)
	p.CurveTo(cx+bx, cy-ry, cx+rx, cy-by, cx+rx, cy)
	p.Close()
}

// line strokes a path of one straight line.
func (c *Content) line(x1, y1, x2, y2 float64) {
	c.op("m", x1, y1)
	c.op("l", x2, y2)
	c.op("S")
}

// Outline writes the path, through a change of coordinates (nil for none), and
// paints it: "f" fills, "S" strokes, "W n" clips (ISO 32000-1, 8.5.3).
func (c *Content) Outline(p *Path, place func(x, y float64) (float64, float64), paint string) {
	for _, s := range p.steps {
		for i := 0; i+1 < len(s.points); i += 2 {
			x, y := s.points[i], s.points[i+1]
			if place != nil {
				x, y = place(x, y)
			}
			c.buf = append(appendNumber(c.buf, x, placeDecimals), ' ')
			c.buf = append(appendNumber(c.buf, y, placeDecimals), ' ')
		}
		c.op(s.op)
	}
	c.op(paint)
}

// Ends are the directions in which the path begins and ends, each a point before and the
// end itself; false for a path that is closed or has no extent.
func (p *Path) Ends() (first, last [2][2]float64, open bool) {
	var at [][2]float64
	for i, s := range p.steps {
		if s.op == "h" || i > 0 && s.op == "m" {
			return first, last, false
		}
		for j := 0; j+1 < len(s.points); j += 2 {
			if pt := [2]float64{s.points[j], s.points[j+1]}; len(at) == 0 || at[len(at)-1] != pt {
				at = append(at, pt)
			}
		}
	}
	n := len(at)
	if n < 2 {
		return first, last, false
	}
	return [2][2]float64{at[1], at[0]}, [2][2]float64{at[n-2], at[n-1]}, true
}

// Extent is the rectangle from x1, y1 to x2, y2 that the path covers; all zero for an
// empty one.
func (p *Path) Extent() (x1, y1, x2, y2 float64) {
	first := true
	var last [2]float64
	reach := func(x, y float64) {
		if first {
			x1, y1, x2, y2, first = x, y, x, y, false
		}
		x1, y1, x2, y2 = min(x1, x), min(y1, y), max(x2, x), max(y2, y)
	}
	for _, s := range p.steps {
		n := len(s.points)
		if n < 2 {
			continue
		}
		end := [2]float64{s.points[n-2], s.points[n-1]}
		reach(end[0], end[1])
		for axis := 0; axis < 2 && n == 6; axis++ {
			a, b, c, d := last[axis], s.points[axis], s.points[2+axis], end[axis]
			for _, t := range turns(a, b, c, d) {
				u := 1 - t
				v := u*u*u*a + 3*u*u*t*b + 3*u*t*t*c + t*t*t*d
				if axis == 0 {
					reach(v, end[1])
				} else {
					reach(end[0], v)
				}
			}
		}
		last = end
	}
	return x1, y1, x2, y2
}

// turns are where on a curve, from 0 to 1, one of its coordinates turns back.
func turns(a, b, c, d float64) []float64 {
	// The derivative is p·t² + q·t + r.
	p, q, r := d-3*c+3*b-a, 2*(c-2*b+a), b-a
	var out []float64
	add := func(t float64) {
		if t > 0 && t < 1 {
			out = append(out, t)
		}
	}
	if math.Abs(p) < 1e-12 {
		if q != 0 {
			add(-r / q)
		}
		return out
	}
	if root := q*q - 4*p*r; root >= 0 {
		root = math.Sqrt(root)
		add((-q + root) / (2 * p))
		add((-q - root) / (2 * p))
	}
	return out
}
