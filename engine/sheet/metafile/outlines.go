package metafile

import (
	"math"

	"quire/engine/canvas"
)

// place is a point of the picture.
func (p *player) place(x, y float64) (float64, float64) {
	return p.logical().Place(x, y)
}

// read takes points from a record, of 16 or 32 bits.
func read(r []byte, at, count int, short bool) []float64 {
	size := 8
	if short {
		size = 4
	}
	count = max(0, min(count, (len(r)-at)/size))
	out := make([]float64, 0, 2*count)
	for i := range count {
		if short {
			out = append(out, i16(r, at+4*i), i16(r, at+4*i+2))
		} else {
			out = append(out, i32(r, at+8*i), i32(r, at+8*i+4))
		}
	}
	return out
}

// points32 plays the records of one list of points.
func (p *player) points32(kind uint32, r []byte, short bool) {
	at := read(r, headerOfPointRecord+4, int(u32(r, headerOfPointRecord)), short)
	p.Steps += len(at) / 2
	if len(at) < 2 {
		return
	}
	switch kind {
	case recordPolyBezierTo, recordPolylineTo:
		p.follow(at, kind == recordPolyBezierTo)
		return
	}
	path := p.target()
	path.MoveTo(p.place(at[0], at[1]))
	p.add(path, at[2:], kind == recordPolyBezier)
	if kind == recordPolygon {
		path.Close()
	}
	p.finish(path, kind == recordPolygon)
}

// several plays the records of several lists of points.
func (p *player) several(r []byte, short, closed bool) {
	lists, total := int(u32(r, headerOfPointRecord)), int(u32(r, headerOfPointRecord+4))
	lists = max(0, min(lists, (len(r)-headerOfPolyPolyPoint)/4))
	at := read(r, headerOfPolyPolyPoint+4*lists, total, short)
	p.Steps += len(at) / 2
	path := p.target()
	for i := range lists {
		n := min(int(u32(r, headerOfPolyPolyPoint+4*i)), len(at)/2)
		if n < 1 {
			continue
		}
		path.MoveTo(p.place(at[0], at[1]))
		p.add(path, at[2:2*n], false)
		if closed {
			path.Close()
		}
		at = at[2*n:]
	}
	p.finish(path, closed)
}

// target is the path that is being made, or a new one.
func (p *player) target() *canvas.Path {
	if p.open {
		return p.path
	}
	return &canvas.Path{}
}

// finish paints an outline unless it is a part of a path.
func (p *player) finish(path *canvas.Path, filled bool) {
	if !p.open {
		p.paint(path, filled, true)
	}
}

// add goes on along points.
func (p *player) add(path *canvas.Path, at []float64, curved bool) {
	if !curved {
		for i := 0; i+1 < len(at); i += 2 {
			path.LineTo(p.place(at[i], at[i+1]))
		}
		return
	}
	for i := 0; i+5 < len(at); i += 6 {
		x1, y1 := p.place(at[i], at[i+1])
		x2, y2 := p.place(at[i+2], at[i+3])
		x3, y3 := p.place(at[i+4], at[i+5])
		path.CurveTo(x1, y1, x2, y2, x3, y3)
	}
}

// follow goes on from the current point.
func (p *player) follow(at []float64, curved bool) {
	path := p.target()
	if !p.open {
		path.MoveTo(p.place(p.x, p.y))
	}
	p.add(path, at, curved)
	p.x, p.y = at[len(at)-2], at[len(at)-1]
	p.finish(path, false)
}

// box plays rectangles and ellipses.
func (p *player) box(kind uint32, r []byte) {
	x1, y1 := p.place(i32(r, 8), i32(r, 12))
	x2, y2 := p.place(i32(r, 16), i32(r, 20))
	path := p.target()
	if kind == recordEllipse {
		path.Ellipse((x1+x2)/2, (y1+y2)/2, math.Abs(x2-x1)/2, math.Abs(y2-y1)/2)
	} else {
		path.Rect(math.Min(x1, x2), math.Min(y1, y2), math.Abs(x2-x1), math.Abs(y2-y1))
	}
	p.finish(path, true)
}

// paths plays the records that begin, end and use a path.
func (p *player) paths(kind uint32) {
	switch kind {
	case recordBeginPath:
		p.path, p.open = &canvas.Path{}, true
		p.path.MoveTo(p.place(p.x, p.y))
	case recordEndPath:
		p.open = false
	case recordCloseFigure:
		if p.open {
			p.path.Close()
		}
	case recordFillPath, recordStrokeFillPath, recordStrokePath:
		if p.path != nil {
			p.paint(p.path, kind != recordStrokePath, kind != recordFillPath)
		}
		p.path, p.open = nil, false
	case recordAbortPath:
		p.path, p.open = nil, false
	}
}
