package draw

import (
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// sparkInset is kept free around a sparkline: two dots of a screen.
const sparkInset = 1.5

// sparklines draws the tiny charts of a range (MS-XLSX, 2.6.20).
func (d *drawer) sparklines(page *canvas.Page, a model.Range, m mirror) {
	for i := range d.sheet.Sparklines {
		s := &d.sheet.Sparklines[i]
		if !a.Contains(s.Row, s.Col) {
			continue
		}
		box := m.box(d.sheet.CellBox(s.Row, s.Col))
		box = layout.Box{X: box.X + sparkInset, Y: box.Y + sparkInset, W: box.W - 2*sparkInset, H: box.H - 2*sparkInset}
		if values := sparkValues(s); box.W > 0 && box.H > 0 && len(values) > 0 {
			p := spark{d: d, page: page, look: s.Look, box: box, values: values}
			p.scale()
			p.draw()
		}
	}
}

// sparkValues are the values as they run, missing ones as the look says.
func sparkValues(s *model.Sparkline) []float64 {
	out := make([]float64, 0, len(s.Values))
	for _, v := range s.Values {
		if v != v && s.Look.Zero {
			v = 0
		}
		out = append(out, v)
	}
	if s.Look.Backward {
		for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
			out[i], out[j] = out[j], out[i]
		}
	}
	return out
}

// spark draws one sparkline.
type spark struct {
	d           *drawer
	page        *canvas.Page
	look        *model.SparklineLook
	box         layout.Box
	values      []float64
	lo, hi      float64 // of the axis
	least, most float64 // of the values
	first, last int     // numbers of the first and last value
}

// scale finds the ends of the axis.
func (p *spark) scale() {
	p.least, p.most, p.first = math.Inf(1), math.Inf(-1), -1
	for i, v := range p.values {
		if v != v {
			continue
		}
		p.least, p.most, p.last = math.Min(p.least, v), math.Max(p.most, v), i
		if p.first < 0 {
			p.first = i
		}
	}
	p.lo, p.hi = p.least, p.most
	if m := p.look.Min; m == m {
		p.lo = m
	}
	if m := p.look.Max; m == m {
		p.hi = m
	}
	if p.look.Kind == "column" {
		p.lo, p.hi = math.Min(p.lo, 0), math.Max(p.hi, 0)
	}
	if p.look.Kind == "stacked" {
		p.lo, p.hi = -1, 1
	}
	if !(p.hi > p.lo) {
		p.lo, p.hi = p.lo-1, p.hi+1
	}
}

func (p *spark) y(v float64) float64 {
	return p.box.Y + p.box.H*(1-max(0, min(1, (v-p.lo)/(p.hi-p.lo))))
}

func (p *spark) draw() {
	if p.first < 0 {
		return
	}
	if p.look.Kind == "line" {
		p.line()
	} else {
		p.columns()
	}
	if c := p.look.Axis; c.Set && p.lo <= 0 && p.hi >= 0 {
		p.page.Line(p.box.X, p.y(0), p.box.X+p.box.W, p.y(0), canvas.Pen{Color: p.d.colour(c.RGB), Width: .25})
	}
}

// colour is that of a point which stands out; not set for others.
func (p *spark) colour(i int) model.Colour {
	l, v := p.look, p.values[i]
	for _, c := range []struct {
		is     bool
		colour model.Colour
	}{{i == p.first, l.First}, {i == p.last, l.Last}, {v == p.most, l.High}, {v == p.least, l.Low}, {v < 0, l.Negative}} {
		if c.is && c.colour.Set {
			return c.colour
		}
	}
	return model.Colour{}
}

// line draws a line with its markers.
func (p *spark) line() {
	step := p.box.W
	if n := len(p.values); n > 1 {
		step /= float64(n - 1)
	}
	var path canvas.Path
	joined := false
	for i, v := range p.values {
		if v != v {
			joined = joined && p.look.Span
			continue
		}
		if x := p.box.X + step*float64(i); joined {
			path.LineTo(x, p.y(v))
		} else {
			path.MoveTo(x, p.y(v))
		}
		joined = true
	}
	if c := p.look.Line; c.Set {
		p.page.Stroke(&path, canvas.Pen{Color: p.d.colour(c.RGB), Width: p.look.Weight, Round: true})
	}
	size := p.look.Weight * 2
	for i, v := range p.values {
		c := p.look.Marker
		if own := p.colour(i); v == v && own.Set {
			c = own
		}
		if v == v && c.Set {
			p.page.FillRect(p.box.X+step*float64(i)-size/2, p.y(v)-size/2, size, size, p.d.colour(c.RGB))
		}
	}
}

// columns draws columns from zero, or halves for gains and losses.
func (p *spark) columns() {
	slot := p.box.W / float64(len(p.values))
	const share = .9 // of the slot
	for i, v := range p.values {
		if v != v || v == 0 {
			continue
		}
		c := p.look.Line
		if own := p.colour(i); own.Set {
			c = own
		}
		if p.look.Kind == "stacked" {
			v = math.Copysign(1, v)
		}
		if y1, y2 := p.y(math.Max(v, 0)), p.y(math.Min(v, 0)); c.Set {
			p.page.FillRect(p.box.X+slot*(float64(i)+(1-share)/2), y1, slot*share, y2-y1, p.d.colour(c.RGB))
		}
	}
}
