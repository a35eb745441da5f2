package emfplus

import (
	"quire/engine/canvas"
	"quire/engine/sheet/vector"
)

// shape is a path (MS-EMFPLUS, 2.2.1.6): points, and what each of them is.
type shape struct {
	at      []point
	kinds   []byte
	winding bool
}

// The flags of paths (2.1.2.4) and of their points (2.1.1.24, 2.1.2.5).
const (
	shapeRuns    = 0x1000
	shapeWinding = 0x2000
	stepCurve    = 3
	stepCloses   = 0x80
)

func readShape(r *reader) *shape {
	r.u32()
	n, flags := r.count(2), r.u32()
	s := &shape{winding: flags&shapeWinding != 0, at: r.points(n, flags)}
	n = len(s.at)
	if flags&shapeRuns == 0 {
		s.kinds = r.take(n)
		if s.kinds == nil {
			s.at = nil
		}
		return s
	}
	for len(s.kinds) < n && len(r.b) >= 2 {
		run, kind := r.u8(), r.u8()
		for range min(int(run&0x3F), n-len(s.kinds)) {
			s.kinds = append(s.kinds, kind)
		}
		if run&0x3F == 0 {
			break
		}
	}
	s.at = s.at[:min(n, len(s.kinds))]
	return s
}

// path is the outline of a shape through a matrix.
func (s *shape) path(m vector.Matrix) *canvas.Path {
	path := &canvas.Path{EvenOdd: !s.winding}
	for i := 0; i < len(s.at); i++ {
		kind := s.kinds[i] & 7
		switch {
		case kind == 0:
			path.MoveTo(m.Place(s.at[i].x, s.at[i].y))
		case i == 0:
			path.MoveTo(m.Place(s.at[i].x, s.at[i].y))
		case kind == stepCurve && i+2 < len(s.at):
			bend(path, m, s.at[i], s.at[i+1], s.at[i+2])
			i += 2
		default:
			path.LineTo(m.Place(s.at[i].x, s.at[i].y))
		}
		if s.kinds[i]&stepCloses != 0 {
			path.Close()
			if i+1 < len(s.at) && s.kinds[i+1]&7 != 0 { // it goes on without a beginning
				path.MoveTo(m.Place(s.at[i+1].x, s.at[i+1].y))
			}
		}
	}
	return path
}

// flat is the first outline of a shape as straight lines, and which of the shape's points
// each of theirs comes from.
func (s *shape) flat() (at []point, from []int) {
	const parts = 8
	add := func(p point, i int) {
		if n := len(at); n == 0 || at[n-1] != p {
			at, from = append(at, p), append(from, i)
		}
	}
	for i := 0; i < len(s.at); i++ {
		kind := s.kinds[i] & 7
		if i > 0 && kind == 0 {
			break
		}
		if kind == stepCurve && i > 0 && i+2 < len(s.at) {
			a, b, c, d := s.at[i-1], s.at[i], s.at[i+1], s.at[i+2]
			for k := 1; k <= parts; k++ {
				t := float64(k) / parts
				u := 1 - t
				add(point{
					u*u*u*a.x + 3*u*u*t*b.x + 3*u*t*t*c.x + t*t*t*d.x,
					u*u*u*a.y + 3*u*u*t*b.y + 3*u*t*t*c.y + t*t*t*d.y,
				}, i+2)
			}
			i += 2
			continue
		}
		add(s.at[i], i)
	}
	if n := len(at); n > 1 && at[0] == at[n-1] {
		at, from = at[:n-1], from[:n-1]
	}
	return at, from
}
