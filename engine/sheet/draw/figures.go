package draw

import (
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// lineFigure gives the ends of straight lines; nil for other figures.
func lineFigure(sh *model.Shape, b layout.Box) [][2]float64 {
	var shares []float64
	switch sh.Preset {
	case "line", "straightConnector1":
		shares = []float64{0, 0, 1, 1}
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
