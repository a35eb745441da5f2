package vector

import (
	"math"

	"quire/engine/canvas"
)

// Arc adds a part of an ellipse that runs from an angle by another one, in radians from
// the x axis towards the y axis, both of the circle that the ellipse was. It goes on from
// where the path is, or begins an outline.
func Arc(path *canvas.Path, m Matrix, cx, cy, rx, ry, from, sweep float64, begins bool) {
	sweep = max(-2*math.Pi, min(2*math.Pi, sweep))
	parts := max(1, int(math.Ceil(math.Abs(sweep)/(math.Pi/2)-1e-9)))
	d := sweep / float64(parts)
	bow := 4.0 / 3 * math.Tan(d/4)
	at := func(x, y float64) (float64, float64) { return m.Place(cx+rx*x, cy+ry*y) }
	sin, cos := math.Sincos(from)
	if begins {
		path.MoveTo(at(cos, sin))
	} else {
		path.LineTo(at(cos, sin))
	}
	for i := range parts {
		s1, c1 := math.Sincos(from + d*float64(i))
		s2, c2 := math.Sincos(from + d*float64(i+1))
		x1, y1 := at(c1-bow*s1, s1+bow*c1)
		x2, y2 := at(c2+bow*s2, s2-bow*c2)
		x3, y3 := at(c2, s2)
		path.CurveTo(x1, y1, x2, y2, x3, y3)
	}
}

// Spread is how a gradient goes on beyond its ends.
type Spread uint8

// The ways of going on: with the colours at its ends, again, or back and forth.
const (
	SpreadPad Spread = iota
	SpreadRepeat
	SpreadReflect
)

// maxPeriods bounds how often a gradient is repeated.
const maxPeriods = 100

// Spread makes a gradient long enough for a path that goes on as how says.
func (how Spread) Spread(s *canvas.Shading, path *canvas.Path) *canvas.Shading {
	if how == SpreadPad || len(s.Stops) == 0 {
		return s
	}
	m := Matrix(s.Matrix)
	if m == (Matrix{}) {
		m = Unit
	}
	back, ok := m.Inverse()
	if !ok {
		return s
	}
	first, last := span(s, path, back)
	if first >= 0 && last <= 1 {
		return s
	}
	lo, hi := math.Floor(first), math.Ceil(last)
	if s.Radial {
		lo = 0
	}
	if hi <= lo || hi-lo > maxPeriods || int(hi-lo)*len(s.Stops) > 1_000 {
		return s
	}
	out := *s
	out.Stops = nil
	for n := lo; n < hi; n++ {
		flipped := how == SpreadReflect && math.Mod(math.Abs(n), 2) == 1
		for i := range s.Stops {
			stop := s.Stops[i]
			if flipped {
				stop = s.Stops[len(s.Stops)-1-i]
				stop.At = 1 - stop.At
			}
			stop.At = (n + stop.At - lo) / (hi - lo)
			out.Stops = append(out.Stops, stop)
		}
	}
	dx, dy, dr := s.X2-s.X1, s.Y2-s.Y1, s.R2-s.R1
	out.X1, out.Y1, out.R1 = s.X1+lo*dx, s.Y1+lo*dy, s.R1+lo*dr
	out.X2, out.Y2, out.R2 = s.X1+hi*dx, s.Y1+hi*dy, s.R1+hi*dr
	return &out
}

// span is the part of a gradient that a path shows, where 0 to 1 is all of it.
func span(s *canvas.Shading, path *canvas.Path, back Matrix) (first, last float64) {
	x1, y1, x2, y2 := path.Bounds()
	dx, dy := s.X2-s.X1, s.Y2-s.Y1
	long := dx*dx + dy*dy
	first, last = math.Inf(1), math.Inf(-1)
	for _, corner := range [][2]float64{{x1, y1}, {x2, y1}, {x1, y2}, {x2, y2}} {
		x, y := back.Apply(corner[0], corner[1])
		t := 0.0
		switch {
		case s.Radial && s.R2 > s.R1:
			t = (math.Hypot(x-s.X1, y-s.Y1) - s.R1) / math.Max(1e-9, s.R2-s.R1-math.Sqrt(long))
		case long > 0:
			t = ((x-s.X1)*dx + (y-s.Y1)*dy) / long
		}
		first, last = math.Min(first, t), math.Max(last, t)
	}
	const little = 1e-4 // places are rounded
	return first + little, last - little
}

// Mapped is a clip through a matrix.
func (c *Clip) Mapped(m Matrix) *Clip {
	if c == nil {
		return nil
	}
	out := &Clip{}
	if b := c.Box; b != nil {
		if b.W <= 0 || b.H <= 0 {
			return Hidden
		}
		out = Quad(m, b.X, b.Y, b.X+b.W, b.Y+b.H)
	}
	for _, p := range c.Paths {
		out.Paths = append(out.Paths, p.Mapped(m.Place))
	}
	return out
}

// Level is a matrix that places what is drawn in points, not in units of its own: a
// length there is a length in the picture, as far as both directions grow alike. Grown
// is by how much coordinates must be multiplied for that.
func (m Matrix) Level() (placed Matrix, grown float64) {
	grown = m.Size()
	if grown < 1e-9 {
		return m, 1
	}
	return Matrix{1 / grown, 0, 0, 1 / grown, 0, 0}.Then(m), grown
}
