package svg

import (
	"math"
	"strings"

	"quire/engine/sheet/vector"
)

// transform reads a list of transformations (SVG 1.1, 7.6).
func transform(s string) (vector.Matrix, error) {
	m := vector.Unit
	s = strings.TrimSpace(s)
	for range maxDepth {
		if s == "" || s == "none" {
			return m, nil
		}
		name, rest, ok := strings.Cut(s, "(")
		inner, after, closed := strings.Cut(rest, ")")
		if !ok || !closed {
			return m, refused("a transformation that cannot be read")
		}
		next, ok := single(strings.TrimSpace(name), numbers(inner))
		if !ok {
			return m, refused("the transformation " + name)
		}
		m = next.Then(m).Bounded()
		s = strings.TrimLeft(after, " \t\r\n,")
	}
	return m, refused("too many transformations")
}

// single is one transformation.
func single(name string, v []float64) (vector.Matrix, bool) {
	at := func(i int, otherwise float64) float64 {
		if i < len(v) {
			return v[i]
		}
		return otherwise
	}
	const degree = math.Pi / 180
	if len(v) == 0 {
		return vector.Unit, false
	}
	switch name {
	case "matrix":
		if len(v) == 6 {
			return vector.Matrix(v), true
		}
	case "translate":
		return vector.Matrix{1, 0, 0, 1, v[0], at(1, 0)}, true
	case "scale":
		return vector.Matrix{v[0], 0, 0, at(1, v[0]), 0, 0}, true
	case "rotate":
		sin, cos := math.Sincos(v[0] * degree)
		x, y := at(1, 0), at(2, 0)
		return vector.Matrix{cos, sin, -sin, cos, x - cos*x + sin*y, y - sin*x - cos*y}, true
	case "skewX":
		return vector.Matrix{1, 0, math.Tan(v[0] * degree), 1, 0, 0}, true
	case "skewY":
		return vector.Matrix{1, math.Tan(v[0] * degree), 0, 1, 0, 0}, true
	}
	return vector.Unit, false
}

// rootFrame is the size of the whole picture in points: that which it gives, or that of its
// view box.
func (d *drawer) rootFrame(n *node) vector.Rectangle {
	box := numbers(n.attrs["viewBox"])
	w, h := 300., 150.
	if len(box) == 4 && box[2] > 0 && box[3] > 0 {
		w, h = box[2], box[3]
	}
	width, height := length(n.attrs["width"], w, 0), length(n.attrs["height"], h, 0)
	switch {
	case width > 0 && height > 0:
		w, h = width, height
	case width > 0:
		w, h = width, h*width/w
	case height > 0:
		w, h = w*height/h, height
	}
	return vector.Rectangle{W: w * perPixel, H: h * perPixel}
}

// view is the size of what percentages are of.
func (d *drawer) view(n *node, frame vector.Rectangle) [2]float64 {
	if box := numbers(n.attrs["viewBox"]); len(box) == 4 && box[2] > 0 && box[3] > 0 {
		return [2]float64{box[2], box[3]}
	}
	return [2]float64{frame.W / perPixel, frame.H / perPixel}
}

// viewBox puts the view box of an element into a frame (SVG 1.1, 7.7 and 7.8).
func viewBox(n *node, frame vector.Rectangle) (vector.Matrix, error) {
	box := numbers(n.attrs["viewBox"])
	if len(box) != 4 || box[2] <= 0 || box[3] <= 0 {
		return vector.Unit, refused("a view box without a size")
	}
	return fitted(n.attrs["preserveAspectRatio"], box, frame).Bounded(), nil
}

// fitted puts a box into a frame: as large as fits, or as covers it, or stretched.
func fitted(how string, box []float64, frame vector.Rectangle) vector.Matrix {
	words := strings.Fields(how)
	if len(words) > 0 && words[0] == "defer" {
		words = words[1:]
	}
	align := "xMidYMid"
	if len(words) > 0 {
		align = words[0]
	}
	sx, sy := frame.W/box[2], frame.H/box[3]
	if align != "none" {
		sx = min(sx, sy)
		if len(words) > 1 && words[1] == "slice" {
			sx = max(frame.W/box[2], sy)
		}
		sy = sx
	}
	share := func(name string) float64 {
		switch {
		case strings.Contains(align, name+"Min"):
			return 0
		case strings.Contains(align, name+"Max"):
			return 1
		}
		return .5
	}
	x := frame.X - box[0]*sx + (frame.W-box[2]*sx)*share("x")
	y := frame.Y - box[1]*sy + (frame.H-box[3]*sy)*share("Y")
	return vector.Matrix{sx, 0, 0, sy, x, y}
}
