package svg

import (
	"math"
	"strings"

	"quire/engine/canvas"
	"quire/engine/sheet/vector"
)

// pathReader follows the commands of a path (SVG 1.1, 8.3).
type pathReader struct {
	scanner
	path *canvas.Path
	// Where the pen is, where the outline began and what the last curve bent towards.
	x, y, x0, y0, cx, cy float64
	last                 byte
	open                 bool
}

// readPath reads a path. Behind an error nothing is drawn, what is before it is (8.3.2 and
// F.2).
func readPath(s string) *canvas.Path {
	r := &pathReader{scanner: scanner{s}, path: &canvas.Path{}}
	for {
		r.space()
		if r.s == "" {
			return r.path
		}
		command := r.s[0]
		if !strings.ContainsRune("MmLlHhVvCcSsQqTtAaZz", rune(command)) || r.last == 0 && command != 'M' && command != 'm' {
			return r.path
		}
		r.s = r.s[1:]
		if command == 'Z' || command == 'z' {
			if r.open {
				r.path.Close()
			}
			r.x, r.y, r.last, r.open = r.x0, r.y0, 'Z', false
			continue
		}
		for first := true; r.step(command, first); first = false {
			if command == 'M' {
				command = 'L'
			} else if command == 'm' {
				command = 'l'
			}
			if r.path.Len() > vector.MaxSteps {
				return r.path
			}
		}
	}
}

// take takes so many numbers.
func (r *pathReader) take(n int) ([]float64, bool) {
	var v [6]float64
	for i := range n {
		var ok bool
		if v[i], ok = r.number(); !ok {
			return nil, false
		}
	}
	return v[:n], true
}

// sizes are how many numbers a command takes.
var sizes = map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'S': 4, 'Q': 4, 'T': 2}

// step draws one segment; false when there is none any more.
func (r *pathReader) step(command byte, first bool) bool {
	upper := command &^ 0x20
	if upper == 'A' {
		return r.arc(command != upper)
	}
	v, ok := r.take(sizes[upper])
	if !ok {
		if first {
			r.s = ""
		}
		return false
	}
	if command != upper {
		for i := range v {
			if upper == 'V' || upper != 'H' && i%2 == 1 {
				v[i] += r.y
			} else {
				v[i] += r.x
			}
		}
	}
	if upper == 'M' {
		r.path.MoveTo(v[0], v[1])
		r.x, r.y, r.x0, r.y0, r.last, r.open = v[0], v[1], v[0], v[1], 'M', true
		return true
	}
	r.begin()
	switch upper {
	case 'L':
		r.line(v[0], v[1])
	case 'H':
		r.line(v[0], r.y)
	case 'V':
		r.line(r.x, v[0])
	case 'C':
		r.cubic(v[0], v[1], v[2], v[3], v[4], v[5])
	case 'S':
		x, y := r.x, r.y
		if r.last == 'C' || r.last == 'S' {
			x, y = 2*r.x-r.cx, 2*r.y-r.cy
		}
		r.cubic(x, y, v[0], v[1], v[2], v[3])
	case 'Q':
		r.square(v[0], v[1], v[2], v[3])
	case 'T':
		x, y := r.x, r.y
		if r.last == 'Q' || r.last == 'T' {
			x, y = 2*r.x-r.cx, 2*r.y-r.cy
		}
		r.square(x, y, v[0], v[1])
	}
	r.last = upper
	return true
}

// begin begins an outline where the last one was closed.
func (r *pathReader) begin() {
	if !r.open {
		r.path.MoveTo(r.x, r.y)
		r.x0, r.y0, r.open = r.x, r.y, true
	}
}

func (r *pathReader) line(x, y float64) {
	r.path.LineTo(x, y)
	r.x, r.y = x, y
}

func (r *pathReader) cubic(x1, y1, x2, y2, x, y float64) {
	r.path.CurveTo(x1, y1, x2, y2, x, y)
	r.cx, r.cy, r.x, r.y = x2, y2, x, y
}

// square draws a curve with one control point.
func (r *pathReader) square(cx, cy, x, y float64) {
	r.path.CurveTo(r.x+(cx-r.x)*2/3, r.y+(cy-r.y)*2/3, x+(cx-x)*2/3, y+(cy-y)*2/3, x, y)
	r.cx, r.cy, r.x, r.y = cx, cy, x, y
}

// arc draws a part of an ellipse between two points (F.6).
func (r *pathReader) arc(relative bool) bool {
	v, ok := r.take(3)
	if !ok {
		return false
	}
	rx, ry, turned := math.Abs(v[0]), math.Abs(v[1]), v[2]*math.Pi/180
	large, ok1 := r.flag()
	sweep, ok2 := r.flag()
	to, ok3 := r.take(2)
	if !ok1 || !ok2 || !ok3 {
		r.s = ""
		return false
	}
	x, y := to[0], to[1]
	if relative {
		x, y = x+r.x, y+r.y
	}
	r.begin()
	r.last = 'A'
	if x == r.x && y == r.y {
		return true
	}
	if rx == 0 || ry == 0 {
		r.line(x, y)
		return true
	}
	sin, cos := math.Sincos(turned)
	// Half the way in the ellipse's own directions.
	dx, dy := (r.x-x)/2, (r.y-y)/2
	ax, ay := cos*dx+sin*dy, -sin*dx+cos*dy
	if grown := ax*ax/(rx*rx) + ay*ay/(ry*ry); grown > 1 {
		rx, ry = rx*math.Sqrt(grown), ry*math.Sqrt(grown)
	}
	long := rx*rx*ay*ay + ry*ry*ax*ax
	k := math.Sqrt(math.Max(0, rx*rx*ry*ry-long) / math.Max(1e-300, long))
	if large == sweep {
		k = -k
	}
	bx, by := k*rx*ay/ry, -k*ry*ax/rx
	from := math.Atan2((ay-by)/ry, (ax-bx)/rx)
	turn := math.Atan2((-ay-by)/ry, (-ax-bx)/rx) - from
	if sweep && turn < 0 {
		turn += 2 * math.Pi
	} else if !sweep && turn > 0 {
		turn -= 2 * math.Pi
	}
	m := vector.Matrix{cos, sin, -sin, cos, cos*bx - sin*by + (r.x+x)/2, sin*bx + cos*by + (r.y+y)/2}
	vector.Arc(r.path, m, 0, 0, rx, ry, from, turn, false)
	r.x, r.y = x, y
	return true
}
