package chart

import (
	"math"

	"quire/engine/sheet/model"
)

// pieLabel is a label and the middle of its place.
type pieLabel struct {
	block  block
	cx, cy float64
	// leader joins it with a point of its piece, fromX, fromY.
	leader       model.Stroke
	fromX, fromY float64
}

// pieGap is the distance of labels from the edge of a pie.
const pieGap = 1.5 * mm

// pieLabels places the labels of all pieces.
func (k *composer) pieLabels(g *model.ChartGroup, rings []model.ChartSeries, c circle) []pieLabel {
	var out []pieLabel
	for r := range rings {
		for i, p := range c.rings[r] {
			if l := labelOf(&rings[r], i); l != nil && p.share > 0 {
				x := k.pieLabel(&rings[r], l, i, p, c, g.Kind == model.ChartDoughnut)
				x.cx, x.cy = k.moved(x.block, x.cx, x.cy, l)
				if l.Place != nil || l.DX != 0 || l.DY != 0 {
					x.leader = l.Leader
				}
				cx, cy := c.centre(p)
				x.fromX, x.fromY = c.at(cx, cy, p.radius, p.middle())
				if math.Cos(p.middle()) < 0 {
					x.fromY += c.thick / 2
				}
				out = append(out, x)
			}
		}
	}
	return out
}

// leastLeader is how far a label stands from its piece to be joined with it.
const leastLeader = 3 * mm

// leaders draws the lines from pieces to the labels that were moved away from them.
func (k *composer) leaders(labels []pieLabel, c circle) {
	for _, l := range labels {
		if !l.leader.Colour.Set {
			continue
		}
		x := math.Max(l.cx-l.block.w/2, math.Min(l.cx+l.block.w/2, l.fromX))
		y := math.Max(l.cy-l.block.h/2, math.Min(l.cy+l.block.h/2, l.fromY))
		inside := math.Hypot(x-c.cx, (y-c.cy)/c.squash) < c.radius
		if !inside && math.Hypot(x-l.fromX, y-l.fromY) >= leastLeader {
			k.line(l.fromX, l.fromY, x, y, l.leader)
		}
	}
}

// pieLabel places one label: outside, at the inner edge, in the middle of its
// piece, or wherever it fits best.
func (k *composer) pieLabel(s *model.ChartSeries, l *model.ChartLabels, i int, p slice, c circle, ring bool) pieLabel {
	text := k.labelText(s, l, i, p.share)
	b := k.wrapped(text, l.Font, .8*c.radius)
	cx, cy := c.centre(p)
	if ring || l.Position == "ctr" {
		x, y := c.at(cx, cy, (p.inner+p.radius)/2, p.middle())
		return pieLabel{block: b, cx: x, cy: y}
	}
	moved := l.DX != 0 || l.DY != 0 || l.Place != nil
	switch {
	case l.Position == "outEnd" || moved && l.Position != "inEnd":
	case l.Position == "inEnd":
		x, y := c.at(cx, cy, p.radius-pieGap, p.middle())
		dx, dy := aside(p.middle())
		return pieLabel{block: b, cx: x - dx*b.w/2, cy: y - dy*b.h/2}
	default:
		tall := b
		tall.h /= c.squash
		if x, y, ok := inPiece(tall, p); ok {
			return pieLabel{block: b, cx: cx + x, cy: cy + y*c.squash}
		}
	}
	sin, cos := math.Sincos(p.middle())
	radius := c.radius * math.Hypot(sin, cos*c.squash)
	if moved {
		radius = c.radius
	}
	b = k.wrapped(text, l.Font, outsideWidth(p.middle(), radius, k.room.W))
	gap := pieGap
	if c.thick > 0 {
		gap = 0
	}
	x, y := c.at(cx, cy, p.radius+gap, p.middle())
	dx, dy := aside(p.middle())
	if dy > 0 {
		y += c.thick / 2
	}
	return pieLabel{block: b, cx: x + dx*b.w/2, cy: y + dy*b.h/2}
}

// outsideWidth is how wide a label beside the pie may be: more above and below
// it.
func outsideWidth(angle, radius, room float64) float64 {
	if math.Abs(math.Cos(angle)) > math.Cos(math.Pi/8) {
		return room / 3
	}
	return math.Max(.85*(room/2-radius), room/20)
}

// aside tells on which side of a point at this angle, clockwise from the top, a
// text stands that is beyond it: within 5 degrees of a quarter its middle does.
func aside(angle float64) (dx, dy float64) {
	sin, cos := math.Sincos(angle)
	limit := math.Sin(5 * math.Pi / 180)
	if math.Abs(sin) > limit {
		dx = math.Copysign(1, sin)
	}
	if math.Abs(cos) > limit {
		dy = -math.Copysign(1, cos)
	}
	return dx, dy
}

// inPiece finds a place for a label near the edge of its piece, relative to the
// piece's beginning; false when there is none.
func inPiece(b block, p slice) (x, y float64, ok bool) {
	const edge = .975
	sin, cos := math.Sincos(p.middle())
	limit := p.radius * edge
	d := limit
	corners := [4][2]float64{{-b.w / 2, -b.h / 2}, {b.w / 2, -b.h / 2}, {-b.w / 2, b.h / 2}, {b.w / 2, b.h / 2}}
	for _, c := range corners {
		// |d·(sin, -cos) + c| = limit
		half := c[0]*sin - c[1]*cos
		root := half*half - (c[0]*c[0] + c[1]*c[1] - limit*limit)
		if root < 0 {
			return 0, 0, false
		}
		d = math.Min(d, -half+math.Sqrt(root))
	}
	x, y = d*sin, -d*cos
	for _, c := range corners {
		off := math.Remainder(math.Atan2(x+c[0], -(y+c[1]))-p.middle(), 2*math.Pi)
		if d <= 0 || math.Abs(off) > (p.to-p.from)/2 {
			return 0, 0, false
		}
	}
	return x, y, true
}
