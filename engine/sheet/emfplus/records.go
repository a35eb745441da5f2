package emfplus

import (
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/vector"
)

// The records (MS-EMFPLUS, 2.1.1.1).
const (
	recordHeader          = 0x4001
	recordEnd             = 0x4002
	recordDirect          = 0x4004
	recordObject          = 0x4008
	recordClear           = 0x4009
	recordFillRects       = 0x400A
	recordDrawRects       = 0x400B
	recordFillPolygon     = 0x400C
	recordDrawLines       = 0x400D
	recordFillEllipse     = 0x400E
	recordDrawEllipse     = 0x400F
	recordFillPie         = 0x4010
	recordDrawPie         = 0x4011
	recordDrawArc         = 0x4012
	recordFillRegion      = 0x4013
	recordFillPath        = 0x4014
	recordDrawPath        = 0x4015
	recordFillClosedCurve = 0x4016
	recordDrawClosedCurve = 0x4017
	recordDrawCurve       = 0x4018
	recordDrawBeziers     = 0x4019
	recordDrawImage       = 0x401A
	recordDrawImagePoints = 0x401B
	recordDrawString      = 0x401C
	recordSave            = 0x4025
	recordRestore         = 0x4026
	recordContainer       = 0x4027
	recordPlainContainer  = 0x4028
	recordEndContainer    = 0x4029
	recordSetWorld        = 0x402A
	recordResetWorld      = 0x402B
	recordMultiplyWorld   = 0x402C
	recordTranslateWorld  = 0x402D
	recordScaleWorld      = 0x402E
	recordRotateWorld     = 0x402F
	recordPage            = 0x4030
	recordResetClip       = 0x4031
	recordClipRectangle   = 0x4032
	recordClipPath        = 0x4033
	recordClipRegion      = 0x4034
	recordMoveClip        = 0x4035
	recordDriverString    = 0x4036
	recordStrokeFillPath  = 0x4037
	recordEffect          = 0x4038
)

// The flags of records (2.3): a colour in place of a brush, small rectangles or points,
// closed lines, an effect on a picture, matrices that are applied afterwards.
const (
	flagColour = 0x8000
	flagSmall  = 0x4000
	flagClosed = 0x2000
	flagEffect = 0x2000
	flagAfter  = 0x2000
)

// record plays one record. Those that say how smooth things are drawn say nothing to
// outlines.
func (p *Player) record(kind, flags uint16, r reader) {
	if kind != recordObject && p.part != nil {
		p.part = nil
		p.rec.Miss("objects that are cut off")
	}
	switch kind {
	case recordHeader:
		r.u32()
		r.u32()
		if dots := r.u32(); dots > 0 && dots < 1<<20 {
			p.dots = float64(dots)
		}
		p.dual = flags&1 != 0
	case recordEnd:
		p.ended = true
	case recordDirect:
		p.direct = true
	case recordObject:
		p.object(flags, r)
	case recordSave, recordRestore, recordContainer, recordPlainContainer, recordEndContainer:
		p.keep(kind, flags, r)
	case recordSetWorld, recordResetWorld, recordMultiplyWorld, recordTranslateWorld, recordScaleWorld, recordRotateWorld, recordPage:
		p.coordinates(kind, flags, r)
	case recordResetClip, recordClipRectangle, recordClipPath, recordClipRegion, recordMoveClip:
		p.clips(kind, flags, r)
	case recordDrawImage, recordDrawImagePoints:
		p.image(kind, flags, r)
	case recordDrawString:
		p.write(flags, r)
	case recordDriverString:
		p.place(flags, r)
	case recordClear:
		path := &canvas.Path{}
		all := p.rec.All().Box
		path.Rect(all.X, all.Y, all.W, all.H)
		p.fill(path, brush{inks: []ink{r.ink()}})
	case recordStrokeFillPath:
		p.rec.Miss("records that are reserved")
	default:
		if kind >= recordFillRects && kind <= recordDrawBeziers {
			p.draw(kind, flags, r)
		}
	}
}

// draw plays the records that fill or draw along outlines.
func (p *Player) draw(kind, flags uint16, r reader) {
	switch kind {
	case recordFillRects, recordFillPolygon, recordFillEllipse, recordFillPie, recordFillRegion, recordFillPath, recordFillClosedCurve:
		b := p.brush(flags, r.u32())
		if kind == recordFillRegion {
			p.fillRegion(uint8(flags), b)
			return
		}
		if path := p.outline(kind, flags, r); path != nil {
			p.fill(path, b)
		}
	case recordDrawPath:
		pen, _ := p.objects[uint8(r.u32())].(*pen)
		if shape, ok := p.objects[uint8(flags)].(*shape); ok && pen != nil {
			p.stroke(shape.path(p.now()), pen)
		} else {
			p.rec.Miss("paths that are not there")
		}
	default:
		pen, _ := p.objects[uint8(flags)].(*pen)
		if pen == nil {
			p.rec.Miss("pens that are not there")
			return
		}
		if path := p.outline(kind, flags, r); path != nil {
			p.stroke(path, pen)
		}
	}
}

// outline is what a record fills or draws along; nil for nothing.
func (p *Player) outline(kind, flags uint16, r reader) *canvas.Path {
	path := &canvas.Path{EvenOdd: true}
	small := flags&flagSmall != 0
	m := p.now()
	switch kind {
	case recordFillRects, recordDrawRects:
		size := 16
		if small {
			size = 8
		}
		path.EvenOdd = false
		for range r.count(size) {
			v := r.rectangle(small)
			p.corner(path, m, v)
		}
	case recordFillEllipse, recordDrawEllipse:
		v := r.rectangle(small)
		vector.Arc(path, m, v[0]+v[2]/2, v[1]+v[3]/2, v[2]/2, v[3]/2, 0, 2*math.Pi, true)
		path.Close()
	case recordFillPie, recordDrawPie, recordDrawArc:
		from, sweep := r.f32(), r.f32()
		pie(path, m, r.rectangle(small), from, sweep, kind != recordDrawArc)
	case recordFillPath:
		s, ok := p.objects[uint8(flags)].(*shape)
		if !ok {
			p.rec.Miss("paths that are not there")
			return nil
		}
		path = s.path(m)
	case recordFillPolygon, recordDrawLines, recordDrawBeziers:
		along(path, m, r.points(r.count(2), uint32(flags)), kind == recordDrawBeziers)
		if kind == recordFillPolygon || kind == recordDrawLines && flags&flagClosed != 0 {
			path.Close()
		}
	case recordFillClosedCurve, recordDrawClosedCurve, recordDrawCurve:
		path.EvenOdd = kind != recordFillClosedCurve || flags&flagClosed == 0
		p.curve(path, m, kind, flags, r)
	}
	if p.rec.Steps += path.Len(); path.Len() == 0 {
		return nil
	}
	return path
}

// corner adds a rectangle.
func (p *Player) corner(path *canvas.Path, m vector.Matrix, v [4]float64) {
	path.MoveTo(m.Place(v[0], v[1]))
	path.LineTo(m.Place(v[0]+v[2], v[1]))
	path.LineTo(m.Place(v[0]+v[2], v[1]+v[3]))
	path.LineTo(m.Place(v[0], v[1]+v[3]))
	path.Close()
}
