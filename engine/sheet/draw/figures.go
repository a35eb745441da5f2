package draw

import (
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// polygons are figures whose corners are shares of their rectangle (ECMA-376
// part 1, 20.1.10.56).
var polygons = map[string][]float64{
	"triangle": {.5, 0, 1, 1, 0, 1}, "rtTriangle": {0, 0, 1, 1, 0, 1},
	"diamond": {.5, 0, 1, .5, .5, 1, 0, .5}, "flowChartDecision": {.5, 0, 1, .5, .5, 1, 0, .5},
	"flowChartInputOutput": {.2, 0, 1, 0, .8, 1, 0, 1},
	"star5":                {.5, 0, .618, .382, 1, .382, .691, .618, .809, 1, .5, .764, .191, 1, .309, .618, 0, .382, .382, .382},
}

// adjusted is the first adjustment of a figure, within bounds.
func adjusted(sh *model.Shape, i int, otherwise, limit float64) float64 {
	if i < len(sh.Adjust) {
		otherwise = sh.Adjust[i]
	}
	return max(0, min(limit, otherwise))
}

// figure is the outline of a shape in its rectangle.
func figure(sh *model.Shape, box layout.Box) *canvas.Path {
	var p canvas.Path
	side := math.Min(box.W, box.H)
	if curved(&p, sh, box) {
		return &p
	}
	switch sh.Preset {
	case "ellipse", "flowChartConnector":
		p.Ellipse(box.X+box.W/2, box.Y+box.H/2, box.W/2, box.H/2)
		return &p
	case "roundRect", "flowChartAlternateProcess":
		rounded(&p, box, side*adjusted(sh, 0, .16667, .5))
		return &p
	case "flowChartTerminator":
		rounded(&p, box, side/2)
		return &p
	}
	corners := polygons[sh.Preset]
	if corners == nil {
		corners = cut(sh, side/math.Max(1e-6, box.W), side/math.Max(1e-6, box.H))
	}
	for i := 0; i+1 < len(corners); i += 2 {
		x, y := corners[i], corners[i+1]
		if sh.MirrorX {
			x = 1 - x
		}
		if sh.MirrorY {
			y = 1 - y
		}
		x, y = box.X+x*box.W, box.Y+y*box.H
		if i == 0 {
			p.MoveTo(x, y)
		} else {
			p.LineTo(x, y)
		}
	}
	p.Close()
	return &p
}

// cut gives the corners of figures whose cuts keep their shape: u and v are the
// shorter side as a share of the width and of the height.
func cut(sh *model.Shape, u, v float64) []float64 {
	switch sh.Preset {
	case "parallelogram":
		a := adjusted(sh, 0, .25, 1/u) * u
		return []float64{a, 0, 1, 0, 1 - a, 1, 0, 1}
	case "trapezoid":
		a := adjusted(sh, 0, .25, .5/u) * u
		return []float64{a, 0, 1 - a, 0, 1, 1, 0, 1}
	case "homePlate":
		a := 1 - adjusted(sh, 0, .5, 1/u)*u
		return []float64{0, 0, a, 0, 1, .5, a, 1, 0, 1}
	case "chevron":
		a := adjusted(sh, 0, .5, 1/u) * u
		return []float64{0, 0, 1 - a, 0, 1, .5, 1 - a, 1, 0, 1, a, .5}
	case "hexagon":
		a := adjusted(sh, 0, .25, .5/u) * u
		return []float64{a, 0, 1 - a, 0, 1, .5, 1 - a, 1, a, 1, 0, .5}
	case "octagon":
		a := adjusted(sh, 0, .29289, .5)
		x, y := a*u, a*v
		return []float64{x, 0, 1 - x, 0, 1, y, 1, 1 - y, 1 - x, 1, x, 1, 0, 1 - y, 0, y}
	case "plus":
		a := adjusted(sh, 0, .25, .5)
		x, y := a*u, a*v
		return []float64{x, 0, 1 - x, 0, 1 - x, y, 1, y, 1, 1 - y, 1 - x, 1 - y, 1 - x, 1, x, 1, x, 1 - y, 0, 1 - y, 0, y, x, y}
	case "rightArrow", "leftArrow", "upArrow", "downArrow", "leftRightArrow":
		return arrow(sh, u, v)
	case "snip1Rect":
		a := adjusted(sh, 0, .16667, .5)
		return []float64{0, 0, 1 - a*u, 0, 1, a * v, 1, 1, 0, 1}
	}
	return []float64{0, 0, 1, 0, 1, 1, 0, 1}
}

// arrow gives the corners of a block arrow: its shaft is a share of its height,
// its head as long as a share of its shorter side.
func arrow(sh *model.Shape, u, v float64) []float64 {
	shaft := adjusted(sh, 0, .5, 1) / 2
	upright := sh.Preset == "upArrow" || sh.Preset == "downArrow"
	unit := u
	if upright {
		unit = v
	}
	head := adjusted(sh, 1, .5, 1/unit) * unit
	a := []float64{0, .5 - shaft, 1 - head, .5 - shaft, 1 - head, 0, 1, .5, 1 - head, 1, 1 - head, .5 + shaft, 0, .5 + shaft}
	if sh.Preset == "leftRightArrow" {
		head = min(head, .5)
		a = []float64{
			0, .5, head, 0, head, .5 - shaft, 1 - head, .5 - shaft, 1 - head, 0,
			1, .5, 1 - head, 1, 1 - head, .5 + shaft, head, .5 + shaft, head, 1,
		}
	}
	for i := 0; i+1 < len(a); i += 2 {
		switch sh.Preset {
		case "leftArrow":
			a[i] = 1 - a[i]
		case "downArrow":
			a[i], a[i+1] = a[i+1], a[i]
		case "upArrow":
			a[i], a[i+1] = a[i+1], 1-a[i]
		}
	}
	return a
}

// rounded adds a rectangle with round corners.
func rounded(p *canvas.Path, b layout.Box, r float64) {
	const bow = .4477 // of the radius, from the corner
	x2, y2 := b.X+b.W, b.Y+b.H
	p.MoveTo(b.X+r, b.Y)
	p.LineTo(x2-r, b.Y)
	p.CurveTo(x2-r*bow, b.Y, x2, b.Y+r*bow, x2, b.Y+r)
	p.LineTo(x2, y2-r)
	p.CurveTo(x2, y2-r*bow, x2-r*bow, y2, x2-r, y2)
	p.LineTo(b.X+r, y2)
	p.CurveTo(b.X+r*bow, y2, b.X, y2-r*bow, b.X, y2-r)
	p.LineTo(b.X, b.Y+r)
	p.CurveTo(b.X, b.Y+r*bow, b.X+r*bow, b.Y, b.X+r, b.Y)
	p.Close()
}

// lineFigure gives the points of lines and connectors; nil for areas.
func lineFigure(sh *model.Shape, b layout.Box) [][2]float64 {
	var shares []float64
	switch sh.Preset {
	case "line", "straightConnector1":
		shares = []float64{0, 0, 1, 1}
	case "bentConnector2":
		shares = []float64{0, 0, 1, 0, 1, 1}
	case "bentConnector3":
		a := adjusted(sh, 0, .5, 1)
		shares = []float64{0, 0, a, 0, a, 1, 1, 1}
	}
	var out [][2]float64
	for i := 0; i+1 < len(shares); i += 2 {
		x, y := shares[i], shares[i+1]
		if sh.MirrorX {
			x = 1 - x
		}
		if sh.MirrorY {
			y = 1 - y
		}
		out = append(out, [2]float64{b.X + x*b.W, b.Y + y*b.H})
	}
	return out
}

// lineShape draws a line with its heads.
func (d *drawer) lineShape(page *canvas.Page, sh *model.Shape, points [][2]float64) {
	l := sh.Look.Line
	if !l.Colour.Set {
		return
	}
	colour := d.colour(l.Colour.RGB)
	page.Polyline(points, canvas.Pen{Color: colour, Width: l.Width, Dash: l.Dash})
	n := len(points)
	d.heads(page, sh, [2][2]float64{points[1], points[0]}, [2][2]float64{points[n-2], points[n-1]})
}

// heads draws what a line ends in, at its beginning and its end, each given by a
// point before it and the tip.
func (d *drawer) heads(page *canvas.Page, sh *model.Shape, from, to [2][2]float64) {
	l := sh.Look.Line
	if !l.Colour.Set {
		return
	}
	head(page, sh.From, from[0], from[1], l.Width, d.colour(l.Colour.RGB))
	head(page, sh.To, to[0], to[1], l.Width, d.colour(l.Colour.RGB))
}

// leastHead is the line's width, in points, from which heads get larger with it, as
// LibreOffice has it.
const leastHead = 1.98

// head draws a head with its tip at the end of a line.
func head(page *canvas.Page, h model.Head, from, tip [2]float64, width float64, colour canvas.Color) {
	dx, dy := tip[0]-from[0], tip[1]-from[1]
	n := math.Hypot(dx, dy)
	if n == 0 || h.Kind == "" {
		return
	}
	base := math.Max(leastHead, width)
	long, half := h.Length*base, h.Width*base/2
	dx, dy = dx/n, dy/n
	// at is a place so far behind the tip and to the side.
	at := func(back, side float64) (x, y float64) {
		return tip[0] - dx*back - dy*side, tip[1] - dy*back + dx*side
	}
	var p canvas.Path
	corners := func(list ...float64) {
		for i := 0; i+1 < len(list); i += 2 {
			x, y := at(list[i], list[i+1])
			if i == 0 {
				p.MoveTo(x, y)
			} else {
				p.LineTo(x, y)
			}
		}
	}
	switch h.Kind {
	case "arrow":
		corners(long, half, 0, 0, long, -half)
		page.Stroke(&p, canvas.Pen{Color: colour, Width: width, Round: true})
		return
	case "oval":
		const bow = .5523
		l, w := long/2, half
		curve := func(a, b, c, e, f, g float64) {
			x1, y1 := at(a, b)
			x2, y2 := at(c, e)
			x3, y3 := at(f, g)
			p.CurveTo(x1, y1, x2, y2, x3, y3)
		}
		p.MoveTo(at(-l, 0))
		curve(-l, w*bow, -l*bow, w, 0, w)
		curve(l*bow, w, l, w*bow, l, 0)
		curve(l, -w*bow, l*bow, -w, 0, -w)
		curve(-l*bow, -w, -l, -w*bow, -l, 0)
	case "diamond":
		corners(-long/2, 0, 0, half, long/2, 0, 0, -half)
	case "stealth":
		corners(0, 0, long, half, long*.6, 0, long, -half)
	default:
		corners(0, 0, long, half, long, -half)
	}
	p.Close()
	page.Fill(&p, colour)
}
