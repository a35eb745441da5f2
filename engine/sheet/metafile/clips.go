package metafile

import (
	"quire/engine/canvas"
	"quire/engine/sheet/vector"
)

// confine changes the clip.
func (p *player) confine(to *vector.Clip, how vector.Mode) { p.clip = p.Confine(p.clip, to, how) }

// regionModes are the modes of regions by their numbers from 1 on (MS-EMF, 2.1.29).
var regionModes = []vector.Mode{vector.Replace, vector.Intersect, vector.Union, vector.Exclusive, vector.Exclude, vector.Replace}

// regionMode is the mode of a region.
func regionMode(n uint32) vector.Mode { return regionModes[min(n, 5)] }

// clips plays the records that change the clip (MS-EMF, 2.3.2).
func (p *player) clips(kind uint32, r []byte) {
	switch kind {
	case recordClipRectangle, recordExcludeRectangle:
		how := vector.Intersect
		if kind == recordExcludeRectangle {
			how = vector.Exclude
		}
		p.confine(p.quad(i32(r, 8), i32(r, 12), i32(r, 16), i32(r, 20)), how)
	case recordMoveClip:
		p.moveClip(i32(r, 8), i32(r, 12))
	case recordClipPath:
		if p.path == nil {
			return
		}
		p.path.EvenOdd = p.alternate
		p.confine(vector.Shaped(p.path), regionMode(u32(r, 8)))
		p.path, p.open = nil, false
	case recordClipRegion:
		p.clipRegion(r)
	}
}

// quad is a rectangle in logical units, which may be turned.
func (p *player) quad(x1, y1, x2, y2 float64) *vector.Clip {
	return vector.Quad(p.logical(), x1, y1, x2, y2)
}

// moveClip moves the clip by logical units.
func (p *player) moveClip(dx, dy float64) {
	x0, y0 := p.place(0, 0)
	x1, y1 := p.place(dx, dy)
	p.Steps += p.clip.Size()
	p.clip = p.clip.Moved(x1-x0, y1-y0)
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
	region := vector.Hidden
	for i := range max(0, count) {
		x1, y1 := p.device.Apply(i32(r, 48+16*i), i32(r, 52+16*i))
		x2, y2 := p.device.Apply(i32(r, 56+16*i), i32(r, 60+16*i))
		region = vector.Boxed(x1, y1, x2, y2)
		path.Rect(region.Box.X, region.Box.Y, region.Box.W, region.Box.H)
	}
	if count > 1 {
		region = vector.Shaped(path)
	}
	p.confine(region, regionMode(how))
}
