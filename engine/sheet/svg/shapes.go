package svg

import (
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/vector"
)

// outline is that of a shape in its own coordinates (SVG 1.1, 8 and 9); nil for none.
func outline(n *node, view [2]float64) *canvas.Path {
	across := func(name string, otherwise float64) float64 { return length(n.attrs[name], view[0], otherwise) }
	down := func(name string, otherwise float64) float64 { return length(n.attrs[name], view[1], otherwise) }
	both := func(name string) float64 { return length(n.attrs[name], math.Hypot(view[0], view[1])/math.Sqrt2, 0) }
	path := &canvas.Path{}
	switch n.name {
	case "path":
		path = readPath(n.attrs["d"])
	case "rect":
		rounded(path, across("x", 0), down("y", 0), across("width", 0), down("height", 0), across("rx", -1), down("ry", -1))
	case "circle":
		if r := both("r"); r > 0 {
			path.Ellipse(across("cx", 0), down("cy", 0), r, r)
		}
	case "ellipse":
		if rx, ry := across("rx", 0), down("ry", 0); rx > 0 && ry > 0 {
			path.Ellipse(across("cx", 0), down("cy", 0), rx, ry)
		}
	case "line":
		path.MoveTo(across("x1", 0), down("y1", 0))
		path.LineTo(across("x2", 0), down("y2", 0))
	case "polyline", "polygon":
		at := numbers(n.attrs["points"])
		for i := 0; i+1 < len(at); i += 2 {
			if i == 0 {
				path.MoveTo(at[0], at[1])
			} else {
				path.LineTo(at[i], at[i+1])
			}
		}
		if n.name == "polygon" && path.Len() > 0 {
			path.Close()
		}
	}
	if path.Len() == 0 {
		return nil
	}
	return path
}

// rounded adds a rectangle with round corners (9.2): one radius is the other one too where
// that is not given.
func rounded(path *canvas.Path, x, y, w, h, rx, ry float64) {
	if w <= 0 || h <= 0 {
		return
	}
	if rx < 0 {
		rx = ry
	}
	if ry < 0 {
		ry = rx
	}
	rx, ry = min(rx, w/2), min(ry, h/2)
	if rx <= 0 || ry <= 0 {
		path.Rect(x, y, w, h)
		return
	}
	const quarter = math.Pi / 2
	for i, c := range [][2]float64{{x + w - rx, y + ry}, {x + w - rx, y + h - ry}, {x + rx, y + h - ry}, {x + rx, y + ry}} {
		vector.Arc(path, vector.Unit, c[0], c[1], rx, ry, float64(i-1)*quarter, quarter, i == 0)
	}
	path.Close()
}
