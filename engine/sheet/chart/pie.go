package chart

import (
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// slice is a piece of a pie or ring, angles in radians clockwise from the top.
type slice struct {
	from, to      float64
	inner, radius float64
	share         float64
}

func (s slice) middle() float64 { return (s.from + s.to) / 2 }

// pies draws pies and rings with their labels.
func (k *composer) pies() {
	for i := range k.Groups {
		g := &k.Groups[i]
		if g.Kind != model.ChartPie && g.Kind != model.ChartDoughnut || len(g.Series) == 0 {
			continue
		}
		radius := math.Min(k.plot.W, k.plot.H) / 2
		if k.PlotPlace == nil || !k.PlotPlace.Inner {
			radius = math.Max(radius*.4, radius-k.outsideRoom(g))
		}
		cx, cy := k.plot.X+k.plot.W/2, k.plot.Y+k.plot.H/2
		rings := g.Series[:1]
		if g.Kind == model.ChartDoughnut {
			rings = g.Series[:min(len(g.Series), 20)]
		}
		for r := range rings {
			inner, outer := 0.0, radius
			if g.Kind == model.ChartDoughnut {
				ring := radius / float64(len(rings)+1)
				inner, outer = ring*float64(r+1), ring*float64(r+2)
			}
			s := &rings[r]
			slices := pieces(s, g.FirstAngle, inner, outer)
			for j, p := range slices {
				if p.share > 0 {
					k.path(wedge(cx, cy, p), layout.Box{X: cx - outer, Y: cy - outer, W: 2 * outer, H: 2 * outer}, pointLook(s, j))
				}
			}
			for j, p := range slices {
				if p.share > 0 {
					k.pieLabel(s, j, p, cx, cy, g.Kind)
				}
			}
		}
	}
}

// pieces divides the circle by the sizes of the values.
func pieces(s *model.ChartSeries, first, inner, radius float64) []slice {
	total := 0.0
	for _, v := range s.Values {
		if v == v {
			total += math.Abs(v)
		}
	}
	out := make([]slice, len(s.Values))
	at := first * math.Pi / 180
	for i, v := range s.Values {
		if v != v || total == 0 {
			continue
		}
		share := math.Abs(v) / total
		out[i] = slice{at, at + share*2*math.Pi, inner, radius, share}
		at = out[i].to
	}
	return out
}

// polar is a point of a circle.
func polar(cx, cy, r, angle float64) (x, y float64) {
	sin, cos := math.Sincos(angle)
	return cx + r*sin, cy - r*cos
}

// wedge is the outline of a piece.
func wedge(cx, cy float64, s slice) *canvas.Path {
	var p canvas.Path
	whole := s.share > .99999
	x, y := polar(cx, cy, s.radius, s.from)
	switch {
	case whole || s.inner > 0:
		p.MoveTo(x, y)
	default:
		p.MoveTo(cx, cy)
		p.LineTo(x, y)
	}
	arc(&p, cx, cy, s.radius, s.from, s.to)
	if s.inner > 0 {
		x, y = polar(cx, cy, s.inner, s.to)
		if whole {
			p.Close()
			p.MoveTo(x, y)
		} else {
			p.LineTo(x, y)
		}
		arc(&p, cx, cy, s.inner, s.to, s.from)
	}
	p.Close()
	return &p
}

// arc draws along a circle in quarters at most.
func arc(p *canvas.Path, cx, cy, r, from, to float64) {
	n := int(math.Ceil(math.Abs(to-from) / (math.Pi / 2)))
	for i := range n {
		a, b := from+(to-from)*float64(i)/float64(n), from+(to-from)*float64(i+1)/float64(n)
		bow := 4.0 / 3 * math.Tan((b-a)/4) * r
		x1, y1 := polar(cx, cy, r, a)
		x2, y2 := polar(cx, cy, r, b)
		p.CurveTo(x1+bow*math.Cos(a), y1+bow*math.Sin(a), x2-bow*math.Cos(b), y2-bow*math.Sin(b), x2, y2)
	}
}

// outsideRoom is what labels beside the pie take from its radius.
func (k *composer) outsideRoom(g *model.ChartGroup) float64 {
	room := 0.0
	s := &g.Series[0]
	for i := range s.Values {
		if l := labelOf(s, i); l != nil && (l.Position == "outEnd" || l.Position == "bestFit" || l.Position == "") {
			b := k.block(k.labelText(s, l, i, 0), l.Font)
			room = math.Max(room, math.Min(b.w, k.plot.W/4))
			room = math.Max(room, b.h)
		}
	}
	return room
}

// pieLabel writes the label of a piece: outside, at its edge, or in its middle.
func (k *composer) pieLabel(s *model.ChartSeries, i int, p slice, cx, cy float64, kind model.ChartKind) {
	l := labelOf(s, i)
	if l == nil {
		return
	}
	b := k.block(k.labelText(s, l, i, p.share), l.Font)
	r := (p.inner + p.radius) / 2
	if kind == model.ChartPie {
		switch l.Position {
		case "outEnd":
			r = p.radius + labelGap
		case "inEnd":
			r = p.radius - math.Hypot(b.w, b.h)/2 - labelGap
		case "ctr":
		default: // best fit: inside when there is room
			if r = p.radius * .6; p.share*2*math.Pi*r < b.w || b.h > p.radius/2 {
				r = p.radius + labelGap
			}
		}
	}
	x, y := polar(cx, cy, r, p.middle())
	if r > p.radius {
		sin, cos := math.Sincos(p.middle())
		x, y = x+sin*b.w/2, y-cos*b.h/2
	}
	k.write(b, x+l.DX*k.w, y+l.DY*k.h, 0)
}
