package emfplus

import (
	"math"

	"quire/engine/sheet/vector"
)

// The units of lengths (MS-EMFPLUS, 2.1.1.33).
const (
	unitWorld = iota
	unitDisplay
	unitPixel
	unitPoint
	unitInch
	unitDocument
	unitMillimetre
)

// pixels is how many pixels a unit has.
func (p *Player) pixels(unit uint32) float64 {
	switch unit {
	case unitPoint:
		return p.dots / 72
	case unitInch:
		return p.dots
	case unitDocument:
		return p.dots / 300
	case unitMillimetre:
		return p.dots / 25.4
	}
	return 1
}

// coordinates plays the records that change the matrices (2.3.9).
func (p *Player) coordinates(kind, flags uint16, r reader) {
	m := vector.Unit
	switch kind {
	case recordSetWorld:
		p.world = r.matrix()
		return
	case recordResetWorld:
		p.world = vector.Unit
		return
	case recordPage:
		if k := r.f32() * p.pixels(uint32(flags&0xFF)); k > 1e-9 {
			p.page = vector.Matrix{k, 0, 0, k, 0, 0}
		}
		return
	case recordMultiplyWorld:
		m = r.matrix()
	case recordTranslateWorld:
		m[4], m[5] = r.f32(), r.f32()
	case recordScaleWorld:
		m[0], m[3] = r.f32(), r.f32()
	case recordRotateWorld:
		sin, cos := math.Sincos(r.f32() * math.Pi / 180)
		m = vector.Matrix{cos, sin, -sin, cos, 0, 0}
	}
	if flags&flagAfter != 0 {
		p.world = p.world.Then(m).Bounded()
	} else {
		p.world = m.Then(p.world).Bounded()
	}
}

// keep plays the records that save and restore the state, and those that begin and end
// coordinates of their own (2.3.7).
func (p *Player) keep(kind, flags uint16, r reader) {
	var to, from [4]float64
	if kind == recordContainer {
		to, from = r.rectangle(false), r.rectangle(false)
	}
	id := r.u32()
	switch kind {
	case recordRestore, recordEndContainer:
		if s, ok := p.saved[id]; ok {
			p.state = s
			delete(p.saved, id)
		}
		return
	}
	if _, there := p.saved[id]; !there && len(p.saved) >= maxSaved {
		p.rec.Miss("states that are too many")
		return
	}
	p.saved[id] = p.state
	if kind == recordSave {
		return
	}
	now := p.now()
	if kind == recordContainer && from[2] != 0 && from[3] != 0 {
		k := p.pixels(uint32(flags & 0xFF))
		sx, sy := to[2]/from[2]/k, to[3]/from[3]/k
		now = vector.Matrix{sx, 0, 0, sy, to[0] - from[0]*k*sx, to[1] - from[1]*k*sy}.Then(now)
	}
	p.world, p.page, p.base = vector.Unit, vector.Unit, now.Bounded()
}

// clips plays the records that change the clip (2.3.1).
func (p *Player) clips(kind, flags uint16, r reader) {
	how := vector.Mode(min(flags>>8&0xF, uint16(vector.Complement)))
	id := uint8(flags & 0xFF)
	switch kind {
	case recordResetClip:
		p.clip = nil
	case recordMoveClip:
		m := p.now()
		x0, y0 := m.Place(0, 0)
		x1, y1 := m.Place(r.f32(), r.f32())
		p.rec.Steps += p.clip.Size()
		p.clip = p.clip.Moved(x1-x0, y1-y0)
	case recordClipRectangle:
		v := r.rectangle(false)
		p.clip = p.rec.Confine(p.clip, vector.Quad(p.now(), v[0], v[1], v[0]+v[2], v[1]+v[3]), how)
	case recordClipPath:
		if s, ok := p.objects[id].(*shape); ok {
			p.clip = p.rec.Confine(p.clip, vector.Shaped(s.path(p.now())), how)
			return
		}
		p.rec.Miss("clips that are not there")
	case recordClipRegion:
		if region, ok := p.objects[id].(*region); ok {
			p.clip = p.rec.Confine(p.clip, p.area(region), how)
			return
		}
		p.rec.Miss("clips that are not there")
	}
}
