package emfplus

import (
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/vector"
)

// along adds a line through points, or curves with two control points each.
func along(path *canvas.Path, m vector.Matrix, at []point, curved bool) {
	if len(at) == 0 {
		return
	}
	path.MoveTo(m.Place(at[0].x, at[0].y))
	if !curved {
		for _, a := range at[1:] {
			path.LineTo(m.Place(a.x, a.y))
		}
		return
	}
	for i := 1; i+2 < len(at); i += 3 {
		bend(path, m, at[i], at[i+1], at[i+2])
	}
}

func bend(path *canvas.Path, m vector.Matrix, a, b, c point) {
	x1, y1 := m.Place(a.x, a.y)
	x2, y2 := m.Place(b.x, b.y)
	x3, y3 := m.Place(c.x, c.y)
	path.CurveTo(x1, y1, x2, y2, x3, y3)
}

// pie adds a part of an ellipse in a rectangle between two angles in degrees, clockwise,
// and lines to its centre.
func pie(path *canvas.Path, m vector.Matrix, v [4]float64, from, sweep float64, whole bool) {
	rx, ry := v[2]/2, v[3]/2
	cx, cy := v[0]+rx, v[1]+ry
	// Angles are those that one sees; those of the circle are others.
	turn := func(degrees float64) float64 {
		full := math.Floor((degrees + 180) / 360)
		sin, cos := math.Sincos((degrees - 360*full) * math.Pi / 180)
		return math.Atan2(sin*math.Abs(rx), cos*math.Abs(ry)) + full*2*math.Pi
	}
	sweep = max(-360, min(360, sweep))
	a := turn(from)
	b := turn(from + sweep)
	if math.Abs(sweep) == 360 {
		b = a + math.Copysign(2*math.Pi, sweep)
		whole = false
	}
	if whole {
		path.MoveTo(m.Place(cx, cy))
	}
	vector.Arc(path, m, cx, cy, rx, ry, a, b-a, !whole)
	if whole {
		path.Close()
	}
}

// curve adds a cardinal spline through points (MS-EMFPLUS, 2.3.4.4): the tension says how
// far curves reach.
func (p *Player) curve(path *canvas.Path, m vector.Matrix, kind, flags uint16, r reader) {
	tension := r.f32() / 3
	first, parts := 0, math.MaxInt32
	if kind == recordDrawCurve {
		first, parts = r.i32(), r.i32()
	}
	at := r.points(r.count(2), uint32(flags))
	n := len(at)
	if n < 2 || first < 0 || first >= n {
		return
	}
	closed := kind != recordDrawCurve
	slope := func(i int) point {
		before, behind := i-1, i+1
		if closed {
			before, behind = (i+n-1)%n, (i+1)%n
		}
		before, behind = max(0, before), min(n-1, behind)
		return point{(at[behind].x - at[before].x) * tension, (at[behind].y - at[before].y) * tension}
	}
	last := n - 1
	if closed {
		last = n
	}
	path.MoveTo(m.Place(at[first].x, at[first].y))
	for i := first; i < last && i-first < parts; i++ {
		a, b := at[i], at[(i+1)%n]
		s, t := slope(i), slope((i+1)%n)
		bend(path, m, point{a.x + s.x, a.y + s.y}, point{b.x - t.x, b.y - t.y}, b)
	}
	if closed {
		path.Close()
	}
}
