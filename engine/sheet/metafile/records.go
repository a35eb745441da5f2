package metafile

import "quire/engine/sheet/vector"

// The records that are played (MS-EMF, 2.1.1).
const (
	recordPolyBezier       = 2
	recordPolygon          = 3
	recordPolyline         = 4
	recordPolyBezierTo     = 5
	recordPolylineTo       = 6
	recordPolyPolyline     = 7
	recordPolyPolygon      = 8
	recordWindowSize       = 9
	recordWindowOrigin     = 10
	recordViewSize         = 11
	recordViewOrigin       = 12
	recordEnd              = 14
	recordMapMode          = 17
	recordFillMode         = 19
	recordTextAlign        = 22
	recordTextColour       = 24
	recordBackground       = 25
	recordMoveTo           = 27
	recordMoveClip         = 26
	recordExcludeRectangle = 29
	recordClipRectangle    = 30
	recordSave             = 33
	recordRestore          = 34
	recordWorld            = 35
	recordModifyWorld      = 36
	recordSelect           = 37
	recordPen              = 38
	recordBrush            = 39
	recordDelete           = 40
	recordEllipse          = 42
	recordRectangle        = 43
	recordRoundRectangle   = 44
	recordLineTo           = 54
	recordBeginPath        = 59
	recordEndPath          = 60
	recordCloseFigure      = 61
	recordFillPath         = 62
	recordStrokeFillPath   = 63
	recordStrokePath       = 64
	recordAbortPath        = 68
	recordComment          = 70
	recordClipPath         = 67
	recordClipRegion       = 75
	recordBitBlock         = 76
	recordStretchBlock     = 77
	recordStretchBits      = 81
	recordFont             = 82
	recordTextA            = 83
	recordTextW            = 84
	recordPolyBezier16     = 85
	recordPolygon16        = 86
	recordPolyline16       = 87
	recordPolyBezierTo16   = 88
	recordPolylineTo16     = 89
	recordPolyPolyline16   = 90
	recordPolyPolygon16    = 91
	recordExtendedPen      = 95
	recordAlphaBlend       = 114
	stockObject            = 0x80000000
	headerOfPointRecord    = 24
	headerOfPolyPolyPoint  = 32
)

// play plays one record.
func (p *player) play(kind uint32, r []byte) {
	switch kind {
	case recordWindowSize:
		p.windowW, p.windowH = i32(r, 8), i32(r, 12)
	case recordWindowOrigin:
		p.windowX, p.windowY = i32(r, 8), i32(r, 12)
	case recordViewSize:
		p.viewW, p.viewH = i32(r, 8), i32(r, 12)
	case recordViewOrigin:
		p.viewX, p.viewY = i32(r, 8), i32(r, 12)
	case recordMapMode:
		p.mode = u32(r, 8)
	case recordTextAlign:
		p.align = u32(r, 8)
	case recordTextColour:
		p.textColour = colour(r, 8)
	case recordBackground:
		p.background = colour(r, 8)
	case recordSave:
		p.save()
	case recordRestore:
		p.restore(int(i32(r, 8)))
	case recordFillMode:
		p.alternate = u32(r, 8) != 2
	case recordMoveClip, recordClipRectangle, recordExcludeRectangle, recordClipPath, recordClipRegion:
		p.clips(kind, r)
	case recordWorld:
		p.world = readMatrix(r, 8)
	case recordModifyWorld:
		p.modify(readMatrix(r, 8), u32(r, 32))
	case recordSelect:
		p.choose(u32(r, 8))
	case recordPen, recordExtendedPen, recordBrush, recordFont:
		p.create(kind, r)
	case recordDelete:
		delete(p.objects, u32(r, 8))
	case recordBitBlock, recordStretchBlock, recordStretchBits, recordAlphaBlend:
		p.block(kind, r)
	case recordTextA, recordTextW:
		p.text(r, kind == recordTextW)
	default:
		p.draw(kind, r)
	}
}

// draw plays the records that make outlines.
func (p *player) draw(kind uint32, r []byte) {
	switch kind {
	case recordMoveTo:
		p.x, p.y = i32(r, 8), i32(r, 12)
		if p.open {
			p.path.MoveTo(p.place(p.x, p.y))
		}
	case recordLineTo:
		p.follow([]float64{i32(r, 8), i32(r, 12)}, false)
	case recordPolyBezier, recordPolygon, recordPolyline, recordPolyBezierTo, recordPolylineTo:
		p.points32(kind, r, false)
	case recordPolyBezier16, recordPolygon16, recordPolyline16, recordPolyBezierTo16, recordPolylineTo16:
		p.points32(kind-recordPolyBezier16+recordPolyBezier, r, true)
	case recordPolyPolyline, recordPolyPolygon:
		p.several(r, false, kind == recordPolyPolygon)
	case recordPolyPolyline16, recordPolyPolygon16:
		p.several(r, true, kind == recordPolyPolygon16)
	case recordRectangle, recordEllipse, recordRoundRectangle:
		p.box(kind, r)
	default:
		p.paths(kind)
	}
}

// modify changes the world's matrix (MS-EMF, 2.3.12.1).
func (p *player) modify(m vector.Matrix, mode uint32) {
	switch mode {
	case 1:
		p.world = vector.Unit
	case 2:
		p.world = m.Then(p.world)
	case 3:
		p.world = p.world.Then(m)
	case 4:
		p.world = m
	}
	p.world = p.world.Bounded()
}

func readMatrix(r []byte, at int) vector.Matrix {
	var m vector.Matrix
	for i := range m {
		m[i] = f32(r, at+4*i)
	}
	return m.Bounded()
}
