package draw

import (
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// gradientSteps is how many stripes stand for a gradient.
const gradientSteps = 48

// fill paints the background of cells.
func fill(page *canvas.Page, f layout.FillBox) {
	if f.Lean != 0 {
		leaning(page, f)
		return
	}
	if len(f.Fill.Stops) > 1 {
		gradient(page, f)
		return
	}
	if h := f.Fill.Hatch; h != nil {
		var p canvas.Path
		p.Rect(f.X, f.Y, f.W, f.H)
		page.FillHatch(&p, hatch(h))
		return
	}
	page.FillRect(f.X, f.Y, f.W, f.H, rgb(f.Fill.Colour.RGB))
}

// leaning paints the background of a slanted cell.
func leaning(page *canvas.Page, f layout.FillBox) {
	var p canvas.Path
	p.MoveTo(f.X, f.Y+f.H)
	p.LineTo(f.X+f.Lean, f.Y)
	p.LineTo(f.X+f.Lean+f.W, f.Y)
	p.LineTo(f.X+f.W, f.Y+f.H)
	p.Close()
	page.Save()
	page.ClipPath(&p)
	upright := f
	upright.X, upright.W, upright.Lean = f.X+math.Min(0, f.Lean), f.W+math.Abs(f.Lean), 0
	fill(page, upright)
	page.Restore()
}

func hatch(h *model.Hatch) canvas.Hatch {
	return canvas.Hatch{Bits: h.Dots, Front: rgb(h.Front.RGB), Back: rgb(h.Back.RGB), Open: !h.Back.Set}
}

// gradient paints a linear gradient in stripes across its direction.
func gradient(page *canvas.Page, f layout.FillBox) {
	sin, cos := math.Sincos(f.Fill.Angle * math.Pi / 180)
	sin, cos = math.Abs(sin), math.Abs(cos)
	cx, cy := f.X+f.W/2, f.Y+f.H/2
	w, h := f.W*cos+f.H*sin, f.W*sin+f.H*cos
	page.Save()
	if sin > .001 && cos > .001 {
		page.ClipRect(f.X, f.Y, f.W, f.H)
	}
	if f.Fill.Angle != 0 {
		page.Rotate(-f.Fill.Angle, cx, cy)
	}
	for i := range gradientSteps {
		c := rgb(colourAt(f.Fill.Stops, (float64(i)+.5)/gradientSteps))
		rest := w * float64(gradientSteps-i) / gradientSteps
		page.FillRect(cx+w/2-rest, cy-h/2, rest, h, c)
	}
	page.Restore()
}

// colourAt is the colour of a gradient at a place from 0 to 1.
func colourAt(stops []model.Stop, at float64) uint32 {
	for i := 1; i < len(stops); i++ {
		a, b := stops[i-1], stops[i]
		if at > b.At && i < len(stops)-1 {
			continue
		}
		t := 0.0
		if b.At > a.At {
			t = max(0, min(1, (at-a.At)/(b.At-a.At)))
		}
		return blend(a.Colour, b.Colour, t)
	}
	return stops[len(stops)-1].Colour
}

// blend goes from a to b as t goes from 0 to 1.
func blend(a, b uint32, t float64) uint32 {
	out := uint32(0)
	for shift := 16; shift >= 0; shift -= 8 {
		v := float64(a>>shift&255)*(1-t) + float64(b>>shift&255)*t
		out = out<<8 | uint32(v+.5)
	}
	return out
}

// bar paints a data bar, which gets lighter towards its end unless it is solid.
func bar(page *canvas.Page, b layout.BarBox) {
	f := layout.FillBox{Box: b.Box, Fill: model.Fill{Colour: model.RGB(b.Colour)}}
	if !b.Solid {
		f.Fill.Stops = []model.Stop{{At: 0, Colour: b.Colour}, {At: 1, Colour: 0xFFFFFF}}
	}
	if b.Left {
		f.Fill.Angle = 180
	}
	if b.W > 0 {
		fill(page, f)
	}
	if b.AxisColour.Set {
		page.Line(b.Axis, b.AxisTop, b.Axis, b.AxisTop+b.AxisHeight, canvas.Pen{Color: rgb(b.AxisColour.RGB), Width: .1, Dash: []float64{2, 2}})
	}
}

// hairline is the width of grid lines and of what frames headings, in points.
const hairline = .1

// gridLines draws hair lines between cells.
func gridLines(page *canvas.Page, l layout.Look) {
	pen := canvas.Pen{Color: canvas.Black, Width: hairline}
	for _, g := range l.Grid {
		page.Line(g.X1, g.Y1, g.X2, g.Y2, pen)
	}
}

// dashes of border lines, in points, as LibreOffice draws them.
var dashes = map[model.LineStyle][]float64{
	model.LineDotted: {.5, 1}, model.LineDashed: {3, 1}, model.LineDashDot: {8, 2.5, 2.5, 2.5}, model.LineDashDotDot: {8, 2.5, 2.5, 2.5, 2.5, 2.5},
	model.LineMediumDashed: {8, 2.5}, model.LineMediumDashDot: {8, 2.5, 2.5, 2.5}, model.LineMediumDashDotDot: {8, 2.5, 2.5, 2.5, 2.5, 2.5},
	model.LineSlantDashDot: {3, 1},
}

// border draws a border line.
func border(page *canvas.Page, b layout.LineBox, colour canvas.Color) {
	if b.Line.Style == model.LineDouble {
		double(page, b, colour)
		return
	}
	page.Line(b.X1, b.Y1, b.X2, b.Y2, canvas.Pen{Color: colour, Width: b.Width(), Dash: dashes[b.Line.Style]})
}

// double draws two thin lines with a gap.
func double(page *canvas.Page, b layout.LineBox, colour canvas.Color) {
	const line = .5
	gap := (b.Width() - line) / 2
	pen := canvas.Pen{Color: colour, Width: line}
	dx, dy := b.X2-b.X1, b.Y2-b.Y1
	n := math.Hypot(dx, dy)
	if n == 0 {
		return
	}
	ox, oy := -dy/n*gap, dx/n*gap
	for _, side := range []float64{-1, 1} {
		page.Line(b.X1+ox*side, b.Y1+oy*side, b.X2+ox*side, b.Y2+oy*side, pen)
	}
}
