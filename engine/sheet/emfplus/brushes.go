package emfplus

import (
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/model"
	"quire/engine/sheet/vector"
)

// brush is what areas are filled with (MS-EMFPLUS, 2.2.1.1).
type brush struct {
	kind uint32
	// inks are the one colour, the two of a hatch, or those of a gradient at the places,
	// from the left or the edge on.
	inks   []ink
	places []float64
	hatch  uint64
	matrix vector.Matrix
	spread vector.Spread
	// rectangle is where a line of colours runs from left to right.
	rectangle [4]float64
	// centre and edge of a gradient from an outline to a point within.
	centre point
	edge   *shape
	edges  []ink
	// tile is repeated.
	tile *picture
}

// The types of brushes (2.1.1.3).
const (
	brushSolid = iota
	brushHatch
	brushTexture
	brushShape
	brushLine
)

// The flags of brushes (2.1.2.1).
const (
	brushOutline = 1 << iota
	brushMatrix
	brushColours
	brushFactors
	brushFactorsDown
)

// hatchNames are the styles of hatches by their numbers (2.1.1.13), named as ECMA-376 does.
var hatchNames = []string{
	"horz", "vert", "dnDiag", "upDiag", "cross", "diagCross", "pct5", "pct10", "pct20", "pct25", "pct30", "pct40", "pct50", "pct60", "pct70", "pct75",
	"pct80", "pct90", "ltDnDiag", "ltUpDiag", "dkDnDiag", "dkUpDiag", "wdDnDiag", "wdUpDiag", "ltVert", "ltHorz", "narVert", "narHorz", "dkVert", "dkHorz",
	"dashDnDiag", "dashUpDiag", "dashHorz", "dashVert", "smConfetti", "lgConfetti", "zigZag", "wave", "diagBrick", "horzBrick", "weave", "plaid", "divot",
	"dotGrid", "dotDmnd", "shingle", "trellis", "sphere", "smGrid", "smCheck", "lgCheck", "openDmnd", "solidDmnd",
}

// brush is the one that a record names, or the colour that it gives.
func (p *Player) brush(flags uint16, id uint32) brush {
	if flags&flagColour != 0 {
		return brush{inks: []ink{{rgb: id & 0xFFFFFF, clear: 1 - float64(id>>24)/255}}}
	}
	if b, ok := p.objects[uint8(id&0xFF)].(*brush); ok {
		return *b
	}
	p.rec.Miss("brushes that are not there")
	return brush{inks: []ink{{clear: 1}}}
}

func (p *Player) readBrush(r *reader) *brush {
	r.u32()
	b := &brush{kind: r.u32(), matrix: vector.Unit}
	switch b.kind {
	case brushSolid:
		b.inks = []ink{r.ink()}
	case brushHatch:
		if style := r.u32(); style < uint32(len(hatchNames)) {
			b.hatch = model.Hatches[hatchNames[style]]
		}
		b.inks = []ink{r.ink(), r.ink()}
	case brushTexture:
		flags := r.u32()
		r.u32() // how it goes on: always again
		if flags&brushMatrix != 0 {
			b.matrix = r.matrix()
		}
		b.tile = p.readImage(r)
	case brushShape:
		p.readShapeBrush(b, r)
	case brushLine:
		flags, wrap := r.u32(), r.u32()
		b.spread = spread(wrap)
		b.rectangle = r.rectangle(false)
		first, last := r.ink(), r.ink()
		r.u32()
		r.u32()
		if flags&brushMatrix != 0 {
			b.matrix = r.matrix()
		}
		b.blend(r, flags, first, last)
	default:
		p.rec.Miss("brushes of unknown kinds")
		b.kind, b.inks = brushSolid, []ink{{clear: 1}}
	}
	return b
}

// spread is how a gradient goes on (2.1.1.34).
func spread(wrap uint32) vector.Spread {
	switch wrap {
	case 0, 2:
		return vector.SpreadRepeat
	case 1, 3:
		return vector.SpreadReflect
	}
	return vector.SpreadPad
}

// readShapeBrush reads a gradient from an outline to a point (2.2.2.29).
func (p *Player) readShapeBrush(b *brush, r *reader) {
	flags := r.u32()
	r.u32()
	middle := r.ink()
	b.centre = point{r.f32(), r.f32()}
	edge := middle
	for i := range r.count(4) {
		c := r.ink()
		edge = mixed(edge, c, 1/float64(i+1))
		b.edges = append(b.edges, c)
	}
	if flags&brushOutline != 0 {
		inner := reader{b: r.take(r.i32())}
		b.edge = readShape(&inner)
	} else {
		b.edge = &shape{at: r.points(r.count(8), 0)}
		b.edge.kinds = make([]byte, len(b.edge.at))
		for i := range b.edge.kinds {
			b.edge.kinds[i] = byte(min(i, 1))
		}
	}
	if flags&brushMatrix != 0 {
		b.matrix = r.matrix()
	}
	b.blend(r, flags, edge, middle)
}

// blend reads the colours of a gradient between the first and the last (2.2.2.4 and
// 2.2.2.5).
func (b *brush) blend(r *reader, flags uint32, first, last ink) {
	b.inks, b.places = []ink{first, last}, []float64{0, 1}
	if flags&(brushColours|brushFactors|brushFactorsDown) == 0 {
		return
	}
	n := r.count(8)
	if n < 2 || n > 1_000 {
		return
	}
	b.places, b.inks = make([]float64, n), make([]ink, n)
	for i := range b.places {
		b.places[i] = max(0, min(1, r.f32()))
		if i > 0 {
			b.places[i] = max(b.places[i], b.places[i-1])
		}
	}
	for i := range b.inks {
		if flags&brushColours != 0 {
			b.inks[i] = r.ink()
		} else {
			b.inks[i] = mixed(first, last, r.f32())
		}
	}
}

// solid is the one colour that a brush amounts to, for texts and lines.
func (b *brush) solid() ink {
	switch {
	case len(b.inks) == 0:
		return ink{clear: 1}
	case b.kind == brushLine || b.kind == brushShape:
		return b.at(.5)
	}
	return b.inks[0]
}

// at is the colour of a gradient at a place.
func (b *brush) at(place float64) ink {
	for i := 1; i < len(b.places); i++ {
		if place <= b.places[i] || i == len(b.places)-1 {
			t := 1.0
			if d := b.places[i] - b.places[i-1]; d > 0 {
				t = (place - b.places[i-1]) / d
			}
			return mixed(b.inks[i-1], b.inks[i], t)
		}
	}
	return b.inks[0]
}

// fill fills an outline in points.
func (p *Player) fill(path *canvas.Path, b brush) {
	item := vector.Item{Path: path}
	x1, y1, x2, y2 := path.Bounds()
	item.X, item.Y, item.W, item.H = x1, y1, x2-x1, y2-y1
	switch b.kind {
	case brushTexture:
		p.tiles(path, &b)
		return
	case brushShape:
		p.rings(path, &b)
		return
	case brushLine:
		v := b.rectangle
		if item.Shade = shading(&b); v[2] == 0 || len(b.inks) < 2 {
			return
		}
		item.Shade.X1, item.Shade.X2 = v[0], v[0]+v[2]
		item.Shade.Matrix = b.matrix.Then(p.now()).Bounded()
		item.Shade = b.spread.Spread(item.Shade, path)
	case brushHatch:
		front, back := b.inks[0], b.inks[1]
		h := &model.Hatch{Dots: b.hatch, Front: front.colour()}
		if back.clear < 1 {
			h.Back = back.colour()
		}
		item.Look.Fill = model.Fill{Colour: front.colour(), Hatch: h, Clear: front.clear}
		if b.hatch == 0 {
			item.Look.Fill.Hatch = nil
		}
		if front.clear >= 1 {
			item.Look.Fill = model.Fill{Colour: back.colour(), Clear: back.clear}
		}
	default:
		item.Look.Fill = model.Fill{Colour: b.inks[0].colour(), Clear: b.inks[0].clear}
	}
	if item.Look.Fill.Clear < 1 {
		p.show(item)
	}
}

// shading has the colours of a gradient.
func shading(b *brush) *canvas.Shading {
	s := &canvas.Shading{}
	for i, c := range b.inks {
		s.Stops = append(s.Stops, c.stop(b.places[i]))
	}
	return s
}

// maxTriangles bounds the triangles of a gradient.
const maxTriangles = 20_000

// rings fills an outline with a gradient from another one to a point within: triangles
// between its sides and that point, in rings between the colours.
func (p *Player) rings(path *canvas.Path, b *brush) {
	m := b.matrix.Then(p.now()).Bounded()
	edge, inks := b.edge.flat()
	if len(edge) < 3 || len(b.inks) < 2 || len(edge)*len(b.inks) > maxTriangles/2 {
		p.fill(path, brush{inks: []ink{b.solid()}})
		return
	}
	corner := func(i, ring int) canvas.Vertex {
		rest := 1 - b.places[ring]
		x, y := m.Place(b.centre.x+(edge[i].x-b.centre.x)*rest, b.centre.y+(edge[i].y-b.centre.y)*rest)
		stop := b.inks[ring].stop(0)
		if len(b.edges) > 1 { // the sides have several colours, which the middle takes over
			stop = mixed(b.edges[min(inks[i], len(b.edges)-1)], b.inks[ring], b.places[ring]).stop(0)
		}
		return canvas.Vertex{X: x, Y: y, Color: stop.Color, Clear: stop.Clear}
	}
	s := &canvas.Shading{}
	for i := range edge {
		next := (i + 1) % len(edge)
		for ring := 1; ring < len(b.inks); ring++ {
			a, c := corner(i, ring-1), corner(i, ring)
			d, e := corner(next, ring-1), corner(next, ring)
			s.Triangles = append(s.Triangles, a, d, c)
			if b.places[ring] < 1 {
				s.Triangles = append(s.Triangles, c, d, e)
			}
		}
	}
	p.rec.Steps += len(s.Triangles)
	// Nothing is painted outside of the outline of the gradient.
	p.show(vector.Item{Path: path, Shade: s})
}

// tiles fills an outline with a picture, again and again.
func (p *Player) tiles(path *canvas.Path, b *brush) {
	m := b.matrix.Then(p.now()).Bounded()
	back, ok := m.Inverse()
	w, h := b.tile.w, b.tile.h
	if !ok || w <= 0 || h <= 0 || !b.tile.there() {
		p.rec.Miss("textures")
		return
	}
	x1, y1, x2, y2 := path.Bounds()
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, corner := range [][2]float64{{x1, y1}, {x2, y1}, {x1, y2}, {x2, y2}} {
		x, y := back.Apply(corner[0], corner[1])
		left, top, right, bottom = min(left, x/w), min(top, y/h), max(right, x/w), max(bottom, y/h)
	}
	left, top, right, bottom = math.Floor(left), math.Floor(top), math.Ceil(right), math.Ceil(bottom)
	if (right-left)*(bottom-top) > maxTiles {
		p.rec.Miss("textures of many tiles")
		return
	}
	kept := p.clip
	p.clip = p.rec.Confine(p.clip, vector.Shaped(path), vector.Intersect)
	for y := top; y < bottom; y++ {
		for x := left; x < right; x++ {
			p.picture(b.tile, nil, vector.Matrix{w, 0, 0, h, x * w, y * h}.Then(m))
		}
	}
	p.clip = kept
}
