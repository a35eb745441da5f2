package vector

import (
	"math"

	"quire/engine/canvas"
)

// Clip is the part of the picture in which something shows: what a rectangle and
// paths have in common. A rectangle without an extent hides all.
type Clip struct {
	// Box is nil for no rectangle.
	Box *Rectangle
	// Paths must not be changed.
	Paths []*canvas.Path
}

// Empty tells whether nothing shows.
func (c *Clip) Empty() bool { return c != nil && c.Box != nil && (c.Box.W <= 0 || c.Box.H <= 0) }

// Mode is how a clip becomes another one.
type Mode uint8

// The modes, in the order of MS-EMFPLUS, 2.1.1.4.
const (
	Replace Mode = iota
	Intersect
	Union
	Exclusive
	Exclude
	Complement
)

// maxClips bounds the paths of a clip.
const maxClips = 32

// Hidden shows nothing.
var Hidden = &Clip{Box: &Rectangle{}}

// Boxed is the clip to a rectangle between two points.
func Boxed(x1, y1, x2, y2 float64) *Clip {
	return &Clip{Box: &Rectangle{X: math.Min(x1, x2), Y: math.Min(y1, y2), W: math.Abs(x2 - x1), H: math.Abs(y2 - y1)}}
}

// Shaped is the clip to the inside of a path.
func Shaped(path *canvas.Path) *Clip {
	if path == nil || path.Len() == 0 {
		return Hidden
	}
	return &Clip{Paths: []*canvas.Path{path}}
}

// Size is how many steps drawing a clip takes.
func (c *Clip) Size() int {
	n := 1
	if c != nil {
		for _, p := range c.Paths {
			n += p.Len()
		}
	}
	return n
}

// Outline is the one path that a clip amounts to; nil if it is none.
func (c *Clip) Outline() *canvas.Path {
	switch {
	case c.Box != nil && len(c.Paths) == 0:
		path := &canvas.Path{}
		path.Rect(c.Box.X, c.Box.Y, c.Box.W, c.Box.H)
		return path
	case c.Box == nil && len(c.Paths) == 1:
		return c.Paths[0]
	}
	return nil
}

// Moved is a clip at another place.
func (c *Clip) Moved(dx, dy float64) *Clip {
	if c == nil {
		return nil
	}
	out := &Clip{}
	if c.Box != nil {
		out.Box = &Rectangle{X: c.Box.X + dx, Y: c.Box.Y + dy, W: c.Box.W, H: c.Box.H}
	}
	for _, p := range c.Paths {
		out.Paths = append(out.Paths, p.Moved(dx, dy))
	}
	return out
}

// common is what two clips, either of which may be nil for everything, have in
// common.
func common(a, b *Clip) (*Clip, bool) {
	switch {
	case a == nil:
		return b, true
	case b == nil:
		return a, true
	case a.Empty() || b.Empty():
		return Hidden, true
	case len(a.Paths)+len(b.Paths) > maxClips:
		return a, false
	}
	out := &Clip{Box: a.Box}
	if b.Box != nil {
		out.Box = b.Box
	}
	if a.Box != nil && b.Box != nil {
		x1, y1 := math.Max(a.Box.X, b.Box.X), math.Max(a.Box.Y, b.Box.Y)
		x2, y2 := math.Min(a.Box.X+a.Box.W, b.Box.X+b.Box.W), math.Min(a.Box.Y+a.Box.H, b.Box.Y+b.Box.H)
		out.Box = &Rectangle{X: x1, Y: y1, W: math.Max(0, x2-x1), H: math.Max(0, y2-y1)}
	}
	out.Paths = append(append(out.Paths, a.Paths...), b.Paths...)
	return out, true
}

// joined is what either of two clips shows, or only one of them.
func joined(a, b *Clip, evenOdd bool) (*Clip, bool) {
	p, q := a.Outline(), b.Outline()
	if p == nil || q == nil || p.Len()+q.Len() > MaxSteps/10 {
		return a, false
	}
	path := &canvas.Path{EvenOdd: evenOdd}
	path.Append(p)
	path.Append(q)
	return Shaped(path), true
}

// Combined is a clip after another one was set; all is everything there is, for what
// a clip leaves out. It is false, and the clip what it was, for those that are no
// Outline of PDF.
func Combined(a, b *Clip, how Mode, all *Clip) (*Clip, bool) {
	switch how {
	case Replace:
		return b, true
	case Intersect:
		return common(a, b)
	case Union:
		switch {
		case a == nil || b == nil:
			return nil, true
		case a.Empty():
			return b, true
		case b.Empty():
			return a, true
		}
		return joined(a, b, false)
	case Complement:
		out, ok := Combined(b, a, Exclude, all)
		if !ok {
			return a, false
		}
		return out, true
	case Exclude, Exclusive:
		switch {
		case b == nil && how == Exclude:
			return Hidden, true
		case b == nil && a == nil:
			return Hidden, true
		case b == nil:
			return joined(all, a, true)
		case b.Empty():
			return a, true
		case a != nil && how == Exclusive:
			return joined(a, b, true)
		}
		rest, ok := joined(all, b, true)
		if !ok {
			return a, false
		}
		return common(a, rest)
	}
	return a, false
}

// Quad is the clip to a rectangle between two points, which a matrix may turn.
func Quad(m Matrix, x1, y1, x2, y2 float64) *Clip {
	ax, ay := m.Place(x1, y1)
	bx, by := m.Place(x2, y1)
	cx, cy := m.Place(x2, y2)
	dx, dy := m.Place(x1, y2)
	const even = 1e-6
	if math.Abs(ay-by) < even && math.Abs(ax-dx) < even || math.Abs(ax-bx) < even && math.Abs(ay-dy) < even {
		return Boxed(ax, ay, cx, cy)
	}
	path := &canvas.Path{}
	path.MoveTo(ax, ay)
	path.LineTo(bx, by)
	path.LineTo(cx, cy)
	path.LineTo(dx, dy)
	path.Close()
	return Shaped(path)
}
