package emfplus

import (
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/model"
	"quire/engine/sheet/vector"
)

// lineCap is what stands at the end of a line, in widths of the line: x to its side, y
// ahead, from where it ends (MS-EMFPLUS, 2.2.1.2).
type lineCap struct {
	filled, lined *shape
	scale         float64
}

// capTip is the head of an arrow of this width and height.
func capTip(width, height, inset float64) *shape {
	return &shape{at: []point{{0, 0}, {-width / 2, -height}, {0, inset - height}, {width / 2, -height}}, kinds: []byte{0, 1, 1, 1 | stepCloses}}
}

// capRound is a circle, as a shape.
func capRound(r float64) *shape {
	b := r * .5522847498
	return &shape{
		at:    []point{{r, 0}, {r, b}, {b, r}, {0, r}, {-b, r}, {-r, b}, {-r, 0}, {-r, -b}, {-b, -r}, {0, -r}, {b, -r}, {r, -b}, {r, 0}},
		kinds: []byte{0, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3 | stepCloses},
	}
}

// anchors are the caps that have numbers (2.1.1.18).
var anchors = map[uint32]*lineCap{
	3:    {filled: &shape{at: []point{{-.5, 0}, {0, .5}, {.5, 0}}, kinds: []byte{0, 1, 1 | stepCloses}}, scale: 1},
	0x11: {filled: &shape{at: []point{{-.71, -.71}, {.71, -.71}, {.71, .71}, {-.71, .71}}, kinds: []byte{0, 1, 1, 1 | stepCloses}}, scale: 1},
	0x12: {filled: capRound(1), scale: 1},
	0x13: {filled: &shape{at: []point{{0, -1}, {1, 0}, {0, 1}, {-1, 0}}, kinds: []byte{0, 1, 1, 1 | stepCloses}}, scale: 1},
	0x14: {filled: capTip(2, math.Sqrt(3), 0), scale: 1},
}

// readCap reads a cap that the file describes (2.2.2.6, 2.2.2.8, 2.2.2.13).
func (p *Player) readCap(r *reader) *lineCap {
	inner := reader{b: r.take(r.i32())}
	r = &inner
	r.u32()
	c := &lineCap{scale: 1}
	if r.u32() == 1 {
		w, h, inset, filled := r.f32(), r.f32(), r.f32(), r.u32() != 0
		r.take(16)
		if s := r.f32(); s > 0 {
			c.scale = s
		}
		if tip := capTip(w, h, inset); filled {
			c.filled = tip
		} else {
			c.lined = &shape{at: []point{tip.at[1], tip.at[0], tip.at[3]}, kinds: []byte{0, 1, 1}}
		}
		return c
	}
	flags := r.u32()
	r.take(24)
	if s := r.f32(); s > 0 {
		c.scale = s
	}
	r.take(16)
	for i, to := range []**shape{&c.filled, &c.lined} {
		if flags>>i&1 != 0 {
			part := reader{b: r.take(r.i32())}
			*to = readShape(&part)
		}
	}
	return c
}

// caps draws what stands at the two ends of an open line.
func (p *Player) caps(path *canvas.Path, n *pen, width float64, c ink) {
	start, end := n.startCap, n.endCap
	if start == nil {
		start = anchors[n.start]
	}
	if end == nil {
		end = anchors[n.end]
	}
	if start == nil && end == nil {
		return
	}
	first, last, open := path.Ends()
	if !open {
		return
	}
	if start != nil {
		p.cap(start, first, width, c)
	}
	if end != nil {
		p.cap(end, last, width, c)
	}
}

// cap draws a cap at the second of two points, ahead of the first.
func (p *Player) cap(cap *lineCap, at [2][2]float64, width float64, c ink) {
	dx, dy := at[1][0]-at[0][0], at[1][1]-at[0][1]
	long := math.Hypot(dx, dy)
	if long < 1e-9 {
		return
	}
	k := width * cap.scale
	dx, dy = dx/long*k, dy/long*k
	m := vector.Matrix{-dy, dx, dx, dy, at[1][0], at[1][1]}.Bounded()
	if cap.filled != nil {
		p.fill(cap.filled.path(m), brush{inks: []ink{c}})
	}
	if cap.lined != nil {
		p.show(vector.Item{Path: cap.lined.path(m), Look: model.Look{Line: model.Stroke{Colour: c.colour(), Width: width, Clear: c.clear}}})
	}
}
