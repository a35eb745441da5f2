package emfplus

import "quire/engine/sheet/vector"

// The types of objects (MS-EMFPLUS, 2.1.1.22).
const (
	objectBrush = iota + 1
	objectPen
	objectPath
	objectRegion
	objectImage
	objectFont
	objectFormat
	objectImageAttributes
	objectCap
)

// object makes an object, or takes a part of one (2.3.5.1). The number of bytes that
// follow in all stands before each part.
func (p *Player) object(flags uint16, r reader) {
	const more = 0x8000
	if flags&more == 0 && p.part == nil {
		p.keepObject(flags, r)
		return
	}
	if flags&more != 0 {
		size := int(r.u32())
		if p.part != nil && flags != p.partFlags {
			p.rec.Miss("objects that are cut off")
			p.part = nil
		}
		if p.part == nil {
			p.part, p.partFlags, p.partSize = []byte{}, flags, size
		}
	}
	if flags&^more != p.partFlags&^more {
		p.part = nil
		p.rec.Miss("objects that are cut off")
		p.keepObject(flags, r)
		return
	}
	if len(p.part)+len(r.b) > maxObject {
		p.part = nil
		p.rec.Miss("objects that are too large")
		return
	}
	p.part = append(p.part, r.b...)
	if flags&more == 0 || len(p.part) >= p.partSize {
		whole := p.part
		p.part = nil
		p.keepObject(flags, reader{b: whole})
	}
}

// keepObject reads a whole object.
func (p *Player) keepObject(flags uint16, r reader) {
	id, kind := uint8(flags&0xFF), flags>>8&0x7F
	delete(p.objects, id)
	p.rec.Steps += len(r.b) / 256
	var o any
	switch kind {
	case objectBrush:
		o = p.readBrush(&r)
	case objectPen:
		o = p.readPen(&r)
	case objectPath:
		o = readShape(&r)
	case objectRegion:
		o = readRegion(&r)
	case objectImage:
		o = p.readImage(&r)
	case objectFont:
		o = readFont(&r)
	case objectFormat:
		o = readFormat(&r)
	default: // how the edges of pictures look, and ends of lines, which pens have too
		return
	}
	if r.short {
		p.rec.Miss("objects that are cut off")
	}
	p.objects[id] = o
}

// region is a tree of areas (MS-EMFPLUS, 2.2.1.8): one of a rectangle or a shape, or what
// becomes of two others.
type region struct {
	how         vector.Mode
	left, right *region
	rectangle   [4]float64
	shape       *shape
	kind        uint32
}

// The kinds of regions that are no pair (2.1.1.27).
const (
	regionRectangle = 0x10000000 + iota
	regionShape
	regionEmpty
	regionAll
)

func readRegion(r *reader) *region {
	r.u32()
	r.u32() // how many nodes there are; they tell themselves
	left := maxNodes
	return readNode(r, 0, &left)
}

func readNode(r *reader, depth int, left *int) *region {
	n := &region{kind: r.u32()}
	if *left--; *left < 0 || depth > maxDepth {
		r.short = true
		n.kind = regionAll
		return n
	}
	switch n.kind {
	case regionRectangle:
		n.rectangle = r.rectangle(false)
	case regionShape:
		inner := reader{b: r.take(r.i32())}
		n.shape = readShape(&inner)
	case regionEmpty, regionAll:
	case 1, 2, 3, 4, 5:
		n.how = vector.Mode(n.kind)
		n.left, n.right = readNode(r, depth+1, left), readNode(r, depth+1, left)
	default:
		r.short = true
		n.kind = regionAll
	}
	return n
}

// area is a region as a clip; nil for everything.
func (p *Player) area(n *region) *vector.Clip {
	switch {
	case n.left != nil:
		if p.rec.Steps > vector.MaxSteps {
			return nil
		}
		return p.rec.Confine(p.area(n.left), p.area(n.right), n.how)
	case n.shape != nil:
		return vector.Shaped(n.shape.path(p.now()))
	case n.kind == regionRectangle:
		v := n.rectangle
		return vector.Quad(p.now(), v[0], v[1], v[0]+v[2], v[1]+v[3])
	case n.kind == regionEmpty:
		return vector.Hidden
	}
	return nil
}

// fillRegion fills a region, which is a clip for all there is.
func (p *Player) fillRegion(id uint8, b brush) {
	n, ok := p.objects[id].(*region)
	if !ok {
		p.rec.Miss("regions that are not there")
		return
	}
	kept := p.clip
	area := p.area(n)
	p.clip = p.rec.Confine(p.clip, area, vector.Intersect)
	bounds := p.rec.All()
	if area != nil && area.Box != nil {
		bounds = area
	}
	if bounds.Box.W > 0 && bounds.Box.H > 0 {
		p.fill((&vector.Clip{Box: bounds.Box}).Outline(), b)
	}
	p.clip = kept
}
