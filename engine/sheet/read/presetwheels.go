package read

import (
	"math"

	"quire/engine/sheet/model"
)

// built are the figures of ECMA-376 part 1, 20.1.10.56 that are easier calculated
// than written down: arrows that go round, and wheels with teeth.
var built = map[string]func(sketch) []float64{
	"circularArrow":          func(s sketch) []float64 { return s.around(1142319, 20457681, 10800000, false) },
	"leftCircularArrow":      func(s sketch) []float64 { return s.around(-1142319, 1142319, 10800000, false) },
	"leftRightCircularArrow": func(s sketch) []float64 { return s.around(1142319, 20457681, 11942319, true) },
	"gear6":                  func(s sketch) []float64 { return s.gear(6, 15000, 3526, 5358) },
	"gear9":                  func(s sketch) []float64 { return s.gear(9, 10000, 1763, 2679) },
}

// sketch draws around the middle of a figure. What it draws gives the half axes of
// the ellipse that its text stands in.
type sketch struct {
	*pathReader
	given map[string]float64
}

// sketched gives the outline of a figure that is calculated; false for others.
func sketched(name string, w, h float64, given map[string]float64) ([]model.Outline, *model.Share, bool) {
	draw := built[name]
	if draw == nil {
		return nil, nil, false
	}
	p := &pathReader{w: w, h: h, offX: w / 2, offY: h / 2}
	r := draw(sketch{p, given})
	u, v := r[0]/w*math.Sqrt2/2, r[1]/h*math.Sqrt2/2
	return []model.Outline{{Steps: p.steps}}, &model.Share{X: .5 - u, Y: .5 - v, W: 2 * u, H: 2 * v}, true
}

// adjust is an adjustment within bounds.
func (s sketch) adjust(name string, low, otherwise, high float64) float64 {
	if v, ok := s.given[name]; ok {
		otherwise = v
	}
	return max(low, min(high, otherwise))
}

// spot is a place.
type spot struct{ x, y float64 }

func (a spot) plus(b spot, times float64) spot { return spot{a.x + b.x*times, a.y + b.y*times} }
func (a spot) angle() float64                  { return math.Atan2(a.y, a.x) }

func (s sketch) move(a spot) { s.add('M', a.x, a.y) }
func (s sketch) line(list ...spot) {
	for _, a := range list {
		s.add('L', a.x, a.y)
	}
}

// along draws on an ellipse around the middle, between two angles in radians.
func (s sketch) along(rx, ry, from, sweep float64) {
	const unit = 180 / math.Pi * 60000
	s.arc(rx, ry, from*unit, sweep*unit)
}

// onEllipse is where the ray at an angle meets an ellipse.
func onEllipse(rx, ry, angle float64) spot {
	sin, cos := math.Sincos(angle)
	sin, cos = math.Sincos(math.Atan2(rx*sin, ry*cos))
	return spot{rx * cos, ry * sin}
}

// meets is the last place where a line that goes through a place in a direction
// meets an ellipse; where it misses it, that nearest to it.
func meets(at, way spot, rx, ry float64) spot {
	if rx <= 0 || ry <= 0 {
		return at
	}
	a := way.x*way.x/rx/rx + way.y*way.y/ry/ry
	b := at.x*way.x/rx/rx + at.y*way.y/ry/ry
	c := at.x*at.x/rx/rx + at.y*at.y/ry/ry - 1
	return at.plus(way, (math.Sqrt(max(0, b*b-a*c))-b)/a)
}

// clockwise is the way from one angle to another, above 0 and up to a whole turn.
func clockwise(from, to float64) float64 {
	if d := math.Mod(to-from, 2*math.Pi); d > 0 {
		return d
	} else {
		return d + 2*math.Pi
	}
}

// tip is the head of an arrow that goes round: where it leaves the outer side of
// the shaft, its corners, and where it comes back to the inner side.
type tip struct{ outer, out, point, in, inner spot }

// around draws an arrow on a ring, with one head or two.
func (s sketch) around(head, end, begin float64, both bool) []float64 {
	const turn, unit = 21599999, math.Pi / 180 / 60000
	side := min(s.w, s.h)
	half := side * s.adjust("adj5", 0, 12500, 25000) / 100000
	wide := min(2*half, side*s.adjust("adj1", 0, 12500, 50000)/100000)
	rx, ry := s.w/2+wide/2-half, s.h/2+wide/2-half
	inX, inY := rx-wide, ry-wide
	end, begin = s.adjust("adj3", 1, end, turn)*unit, s.adjust("adj4", 0, begin, turn)*unit
	left := head < 0
	head = s.adjust("adj2", -turn, head, turn) * unit
	if left != (head < 0) {
		head = 0
	}
	// A head may be so long that its base still touches the inner circle.
	tipAt := func(angle, long float64) tip {
		at := onEllipse(rx-wide/2, ry-wide/2, angle)
		most := math.Asin(max(0, min(1, min(inX, inY)/max(1e-9, math.Hypot(at.x, at.y)))))
		angle += max(-most, min(most, long))
		sin, cos := math.Sincos(angle)
		way := spot{cos, sin}
		return tip{meets(at, way, rx, ry), at.plus(way, half), onEllipse(rx-wide/2, ry-wide/2, angle), at.plus(way, -half), meets(at, way, inX, inY)}
	}
	first := tipAt(end, head)
	last := tip{outer: onEllipse(rx, ry, begin), inner: onEllipse(inX, inY, begin)}
	if both {
		last = tipAt(begin, -head)
	}
	out, in := clockwise(last.outer.angle(), first.outer.angle()), clockwise(last.inner.angle(), first.inner.angle())
	if left {
		out, in = out-2*math.Pi, in-2*math.Pi
	}
	s.move(last.outer)
	s.along(rx, ry, last.outer.angle(), out)
	s.line(first.out, first.point, first.in, first.inner)
	s.along(inX, inY, first.inner.angle(), -in)
	if both {
		s.line(last.in, last.point, last.out)
	}
	s.close()
	return []float64{rx, ry}
}

// gear draws a wheel: its first adjustment is the height of the teeth, and the
// second by how much they are narrower at their ends, on each side.
func (s sketch) gear(teeth int, high, narrower, most float64) []float64 {
	side := min(s.w, s.h)
	high = side * s.adjust("adj1", 0, high, 20000) / 100000
	narrower = side * s.adjust("adj2", 0, narrower, most) / 100000
	rx, ry := s.w/2-high, s.h/2-high
	half := math.Atan2((high+narrower)/2, min(rx, ry))
	step := 2 * math.Pi / float64(teeth)
	for i := range teeth {
		middle := 1.5*math.Pi + step*float64(i+1)
		at := func(angle float64) spot { return spot{rx * math.Cos(angle), ry * math.Sin(angle)} }
		a, d := at(middle-half), at(middle+half)
		base := d.plus(a, -1)
		long := math.Hypot(base.x, base.y)
		if long == 0 {
			long = 1
		}
		in, up := spot{base.x / long, base.y / long}, spot{base.y / long, -base.x / long}
		if i == 0 {
			s.move(a)
		} else {
			s.line(a)
		}
		s.line(a.plus(in, narrower).plus(up, high), d.plus(in, -narrower).plus(up, high), d)
		s.along(rx, ry, d.angle(), clockwise(d.angle(), at(middle+step-half).angle()))
	}
	s.close()
	return []float64{rx, ry}
}
