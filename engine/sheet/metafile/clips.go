package metafile

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

// mode is how a clip becomes another one.
type mode uint8

const (
	replace mode = iota
	intersect
	union
	exclusive
	exclude
	complement
)

// maxClips bounds the paths of a clip.
const maxClips = 32

var hidden = &Clip{Box: &Rectangle{}}

// boxed is the clip to a rectangle between two points.
func boxed(x1, y1, x2, y2 float64) *Clip {
	return &Clip{Box: &Rectangle{X: math.Min(x1, x2), Y: math.Min(y1, y2), W: math.Abs(x2 - x1), H: math.Abs(y2 - y1)}}
}

// shaped is the clip to the inside of a path.
func shaped(path *canvas.Path) *Clip {
	if path == nil || path.Len() == 0 {
		return hidden
	}
	return &Clip{Paths: []*canvas.Path{path}}
}

// size is how many steps drawing a clip takes.
func (c *Clip) size() int {
	n := 1
	if c != nil {
		for _, p := range c.Paths {
			n += p.Len()
		}
	}
	return n
}

// outline is the one path that a clip amounts to; nil if it is none.
func (c *Clip) outline() *canvas.Path {
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

// moved is a clip at another place.
func (c *Clip) moved(dx, dy float64) *Clip {
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
		return hidden, true
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
	p, q := a.outline(), b.outline()
	if p == nil || q == nil || p.Len()+q.Len() > maxPoints/10 {
		return a, false
	}
	path := &canvas.Path{EvenOdd: evenOdd}
	path.Append(p)
	path.Append(q)
	return shaped(path), true
}

// combined is a clip after another one was set; all is everything there is, for what
// a clip leaves out. It is false, and the clip what it was, for those that are no
// outline of PDF.
func combined(a, b *Clip, how mode, all *Clip) (*Clip, bool) {
	switch how {
	case replace:
		return b, true
	case intersect:
		return common(a, b)
	case union:
		switch {
		case a == nil || b == nil:
			return nil, true
		case a.Empty():
			return b, true
		case b.Empty():
			return a, true
		}
		return joined(a, b, false)
	case complement:
		out, ok := combined(b, a, exclude, all)
		if !ok {
			return a, false
		}
		return out, true
	case exclude, exclusive:
		switch {
		case b == nil && how == exclude:
			return hidden, true
		case b == nil && a == nil:
			return hidden, true
		case b == nil:
			return joined(all, a, true)
		case b.Empty():
			return a, true
		case a != nil && how == exclusive:
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

// all is the picture with some room around it.
func (p *player) all() *Clip {
	w, h := p.picture.Width, p.picture.Height
	return boxed(-w, -h, 2*w, 2*h)
}

// confine changes the clip.
func (p *player) confine(to *Clip, how mode) {
	p.points += to.size()
	var ok bool
	if p.clip, ok = combined(p.clip, to, how, p.all()); !ok {
		p.miss("a clip")
	}
	p.points += p.clip.size()
}

// regionModes are the modes of regions by their numbers from 1 on (MS-EMF, 2.1.29).
var regionModes = []mode{replace, intersect, union, exclusive, exclude, replace}

// regionMode is the mode of a region.
func regionMode(n uint32) mode { return regionModes[min(n, 5)] }

// clips plays the records that change the clip (MS-EMF, 2.3.2).
func (p *player) clips(kind uint32, r []byte) {
	switch kind {
	case recordClipRectangle, recordExcludeRectangle:
		how := intersect
		if kind == recordExcludeRectangle {
			how = exclude
		}
		p.confine(p.quad(i32(r, 8), i32(r, 12), i32(r, 16), i32(r, 20)), how)
	case recordMoveClip:
		p.moveClip(i32(r, 8), i32(r, 12))
	case recordClipPath:
		if p.path == nil {
			return
		}
		p.path.EvenOdd = p.alternate
		p.confine(shaped(p.path), regionMode(u32(r, 8)))
		p.path, p.open = nil, false
	case recordClipRegion:
		p.clipRegion(r)
	}
}

// quad is a rectangle in logical units, which may be turned.
func (p *player) quad(x1, y1, x2, y2 float64) *Clip {
	ax, ay := p.place(x1, y1)
	bx, by := p.place(x2, y1)
	cx, cy := p.place(x2, y2)
	dx, dy := p.place(x1, y2)
	const even = 1e-6
	if math.Abs(ay-by) < even && math.Abs(ax-dx) < even || math.Abs(ax-bx) < even && math.Abs(ay-dy) < even {
		return boxed(ax, ay, cx, cy)
	}
	path := &canvas.Path{}
	path.MoveTo(ax, ay)
	path.LineTo(bx, by)
	path.LineTo(cx, cy)
	path.LineTo(dx, dy)
	path.Close()
	return shaped(path)
}

// moveClip moves the clip by logical units.
func (p *player) moveClip(dx, dy float64) {
	x0, y0 := p.place(0, 0)
	x1, y1 := p.place(dx, dy)
	p.points += p.clip.size()
	p.clip = p.clip.moved(x1-x0, y1-y0)
}

// clipRegion plays a clip of rectangles in device units (MS-EMF, 2.3.2.2 and
// 2.2.24).
func (p *player) clipRegion(r []byte) {
	how, size := u32(r, 12), u32(r, 8)
	if how == 5 && size < 32 {
		p.clip = nil
		return
	}
	count := min(int(u32(r, 24)), (len(r)-48)/16)
	path := &canvas.Path{}
	region := hidden
	for i := range max(0, count) {
		x1, y1 := p.device.apply(i32(r, 48+16*i), i32(r, 52+16*i))
		x2, y2 := p.device.apply(i32(r, 56+16*i), i32(r, 60+16*i))
		region = boxed(x1, y1, x2, y2)
		path.Rect(region.Box.X, region.Box.Y, region.Box.W, region.Box.H)
	}
	if count > 1 {
		region = shaped(path)
	}
	p.confine(region, regionMode(how))
}

// miss notes what is not drawn, once.
func (p *player) miss(what string) {
	if p.missed == nil {
		p.missed = map[string]bool{}
	}
	if !p.missed[what] && len(p.missed) < maxMissed {
		p.missed[what] = true
		p.picture.Missing = append(p.picture.Missing, what)
	}
}
