package chart

import (
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// netSteps is how many intervals LibreOffice has on a radar's axes, and netGap the
// distance of their names.
const (
	netSteps = 2
	netGap   = 3.5 * mm
	netTick  = 1.3 * mm // more where the axes have ticks
)

// net is the geometry of a radar chart: axes from a middle to all sides.
type net struct {
	cx, cy, radius float64
	n              int
	y              *axis
}

// point is the place of a value on the axis with this number, from 0.
func (r net) point(i int, at float64) (x, y float64) {
	return polar(r.cx, r.cy, at*r.radius, 2*math.Pi*float64(i)/float64(r.n))
}

// value is the place of a value on the axis with this number.
func (r net) value(i int, v float64) (x, y float64) {
	return r.point(i, max(0, min(1, r.y.at(v))))
}

// ring is the outline at one height of all axes.
func (r net) ring(at float64) *canvas.Path {
	var p canvas.Path
	for i := range r.n {
		if x, y := r.point(i, at); i == 0 {
			p.MoveTo(x, y)
		} else {
			p.LineTo(x, y)
		}
	}
	p.Close()
	return &p
}

// radar draws a radar chart (ECMA-376 part 1, 21.2.2.153).
func (k *composer) radar() {
	x, y := k.pair(&k.Groups[0])
	if x == nil || y == nil || x.count == 0 {
		return
	}
	outer := k.plot
	x.count = min(x.count, maxNames)
	r := k.net(square(outer), x, y)
	if k.PlotPlace == nil || !k.PlotPlace.Inner {
		r = k.net(square(remaining(outer, square(outer), k.netNames(r, x))), x, y)
	}
	k.netAxes(r, x, y)
	for i := range k.Groups {
		if g := &k.Groups[i]; g.Kind == model.ChartRadar {
			k.netSeries(r, g)
		}
	}
	for i := range k.Groups {
		if g := &k.Groups[i]; g.Kind == model.ChartRadar {
			k.netLabels(r, g)
		}
	}
	if x.shown() {
		for _, l := range k.netNames(r, x) {
			k.write(l.block, l.cx, l.cy, 0)
		}
	}
	if y.shown() {
		for i, t := range y.ticks {
			if i%max(1, y.every) == 0 {
				px, py := r.point(0, t.at)
				k.write(t.block, px+y.gap()+t.block.w/2, py, 0)
			}
		}
	}
}

// net fits the axes into a square and scales them.
func (k *composer) net(box layout.Box, x, y *axis) net {
	r := net{cx: box.X + box.W/2, cy: box.Y + box.H/2, radius: box.W / 2, n: x.count, y: y}
	k.plot = layout.Box{X: r.cx, Y: r.cy - r.radius, W: 1, H: r.radius}
	y.level, y.steps, y.airy = false, netSteps, false
	k.valueTicks(y)
	return r
}

// netNames places the names at the ends of the axes.
func (k *composer) netNames(r net, x *axis) []pieLabel {
	var out []pieLabel
	gap := netGap
	if r.y.gap() > labelGap {
		gap += netTick
	}
	for i := range r.n {
		name := itoa(i + 1)
		if i < len(x.names) {
			name = x.names[i]
		}
		b := k.block(name, x.Font)
		angle := 2 * math.Pi * float64(i) / float64(r.n)
		px, py := polar(r.cx, r.cy, r.radius+gap, angle)
		dx, dy := aside(angle)
		out = append(out, pieLabel{block: b, cx: px + dx*b.w/2, cy: py + dy*b.h/2})
	}
	return out
}

// netAxes draws the rings and the axes.
func (k *composer) netAxes(r net, x, y *axis) {
	if y.Minor.Colour.Set {
		for _, at := range y.minorMarks() {
			k.path(r.ring(at), layout.Box{}, model.Look{Line: y.Minor})
		}
	}
	if y.Grid.Colour.Set {
		for _, t := range y.ticks {
			k.path(r.ring(t.at), layout.Box{}, model.Look{Line: y.Grid})
		}
	}
	for i := range r.n {
		if line := y.Line; !y.Deleted && line.Colour.Set {
			px, py := r.point(i, 1)
			k.line(r.cx, r.cy, px, py, line)
		}
	}
}

// netSeries draws the outlines of a group's series.
func (k *composer) netSeries(r net, g *model.ChartGroup) {
	for n := range g.Series {
		i := n
		if g.Filled {
			i = len(g.Series) - 1 - n // the first stands before the others
		}
		s := &g.Series[i]
		var p canvas.Path
		begun := false
		var dots []dot
		for j := range min(r.n, len(s.Values)) {
			v := s.Values[j]
			if v != v {
				continue
			}
			x, y := r.value(j, v)
			if begun {
				p.LineTo(x, y)
			} else {
				p.MoveTo(x, y)
			}
			begun = true
			dots = append(dots, dot{x, y, true})
		}
		if !begun {
			continue
		}
		p.Close()
		look := s.Look
		if !g.Filled {
			look.Fill = model.Fill{}
		}
		k.path(&p, layout.Box{X: r.cx - r.radius, Y: r.cy - r.radius, W: 2 * r.radius, H: 2 * r.radius}, look)
		for _, d := range dots {
			if s.Marker.Symbol != "" {
				k.marker(d.x, d.y, s.Marker)
			}
		}
	}
}

// netLabels writes the labels of points, which stand outside of them.
func (k *composer) netLabels(r net, g *model.ChartGroup) {
	for i := range g.Series {
		s := &g.Series[i]
		for j := range min(r.n, len(s.Values)) {
			l := labelOf(s, j)
			if l == nil || s.Values[j] != s.Values[j] {
				continue
			}
			b := k.block(k.labelText(s, l, j, 0), l.Font)
			x, y := r.value(j, s.Values[j])
			if l.Position != "ctr" {
				w, h := b.extent(l.Angle)
				dx, dy := aside(2 * math.Pi * float64(j) / float64(r.n))
				x, y = x+dx*(w/2+labelGap), y+dy*(h/2+labelGap)
			}
			k.label(b, x, y, l)
		}
	}
}
