package chart

import (
	"math"

	"quire/engine/sheet/model"
)

// point is a place in the plot area for places on the two axes.
func (k *composer) point(x *axis, px, py float64) (float64, float64) {
	if x != nil && !x.level {
		px, py = py, px
	}
	return k.plot.X + px*k.plot.W, k.plot.Y + (1-py)*k.plot.H
}

// grids draws the lines across the plot area.
func (k *composer) grids() {
	for _, a := range k.order {
		if a.Minor.Colour.Set {
			for _, at := range a.minorMarks() {
				k.across(a, at, 0, 1, a.Minor)
			}
		}
		if a.Grid.Colour.Set {
			for _, at := range a.marks() {
				k.across(a, at, 0, 1, a.Grid)
			}
		}
	}
}

// marks are the places of ticks: at values, or between categories.
func (a *axis) marks() []float64 {
	var out []float64
	if !a.Categories || !a.between || a.Dates || a.count > maxNames {
		for _, t := range a.ticks {
			if !a.Dates || t.block.w > 0 {
				out = append(out, t.at)
			}
		}
		return out
	}
	for i := range a.count + 1 {
		out = append(out, float64(i)/float64(a.count))
	}
	return out
}

// minorParts is how many parts a step has between whose ends minor lines lie, when
// the file does not say; mostMinor bounds them.
const (
	minorParts = 5
	mostMinor  = 100
)

// minorMarks are the places between the ticks of a linear axis of values.
func (a *axis) minorMarks() []float64 {
	if a.Categories || a.Base > 0 || a.span.step <= 0 {
		return nil
	}
	n := minorParts
	if a.MinorStep > 0 {
		n = max(1, min(mostMinor, int(math.Round(a.span.step/a.MinorStep))))
	}
	var out []float64
	ticks := a.span.ticks()
	for i := -1; i < len(ticks); i++ {
		from := a.span.lo - a.span.step
		if len(ticks) > 0 {
			from = ticks[0] + float64(i)*a.span.step
		}
		for j := 1; j < n; j++ {
			if v := from + a.span.step*float64(j)/float64(n); v > a.span.lo && v < a.span.hi {
				out = append(out, a.at(v))
			}
		}
	}
	return out
}

// across draws a line at a place of an axis, over a part of the other one.
func (k *composer) across(a *axis, at, from, to float64, s model.Stroke) {
	p := k.plot
	if k.solid() && from == 0 && to == 1 {
		k.behind(a, at, s)
		return
	}
	if a.level {
		x := p.X + at*p.W
		k.line(x, p.Y+(1-from)*p.H, x, p.Y+(1-to)*p.H, s)
		return
	}
	y := p.Y + (1-at)*p.H
	k.line(p.X+from*p.W, y, p.X+to*p.W, y, s)
}

// drawAxes draws lines, ticks and labels.
func (k *composer) drawAxes() {
	for _, a := range k.order {
		if a.Deleted {
			continue
		}
		stands := a.stands()
		if a.Line.Colour.Set {
			if a.level {
				y := k.plot.Y + (1-stands)*k.plot.H
				k.line(k.plot.X, y, k.plot.X+k.plot.W, y, a.Line)
			} else {
				x := k.plot.X + stands*k.plot.W
				k.line(x, k.plot.Y, x, k.plot.Y+k.plot.H, a.Line)
			}
			k.tickMarks(a, stands)
		}
		if a.Labels != "none" {
			k.tickLabels(a)
			k.groupLabels(a)
		}
	}
}

func (k *composer) tickMarks(a *axis, stands float64) {
	length := k.plot.W
	if a.level {
		length = k.plot.H
	}
	if length <= 0 {
		return
	}
	out, in := 0.0, 0.0
	if a.Ticks == "out" || a.Ticks == "cross" {
		out = tickLength / length
	}
	if a.Ticks == "in" || a.Ticks == "cross" {
		in = tickLength / length
	}
	if out+in == 0 {
		return
	}
	if stands > .999 {
		out, in = in, out
	}
	for _, at := range a.marks() {
		k.across(a, at, stands-out, stands+in, a.Line)
	}
}

// tickLabels writes the labels of an axis beside it.
func (k *composer) tickLabels(a *axis) {
	base, far := a.labelsAt()
	sin, cos := math.Sincos(a.angle * math.Pi / 180)
	for i, t := range a.ticks {
		if a.every > 1 && i%a.every != 0 {
			continue
		}
		b := t.block
		w, h := b.extent(a.angle)
		if !a.level {
			x := k.plot.X + base*k.plot.W - a.gap() - w/2
			if far {
				x = k.plot.X + base*k.plot.W + a.gap() + w/2
			}
			k.write(b, x, k.plot.Y+(1-t.at)*k.plot.H, a.angle)
			continue
		}
		x, y := k.plot.X+t.at*k.plot.W, k.plot.Y+(1-base)*k.plot.H+a.gap()+h/2
		if far {
			y = k.plot.Y + (1-base)*k.plot.H - a.gap() - h/2
		}
		if sin != 0 && math.Abs(cos) > .01 {
			// The end of a turned text, or its beginning, points to the tick.
			side := math.Copysign(1, a.angle)
			if far {
				side = -side
			}
			x -= side * b.w / 2 * cos
		}
		k.write(b, x, y, a.angle)
	}
}
