package metafile

import (
	"math"
	"unicode/utf16"

	"quire/engine/sheet/model"
)

// dashes of pens by their style (MS-EMF, 2.1.25), in widths of the pen.
var dashes = map[uint32][]float64{1: {4, 2}, 2: {1, 1}, 3: {4, 2, 1, 2}, 4: {4, 2, 1, 2, 1, 2}}

// create makes a pen, brush or font.
func (p *player) create(kind uint32, r []byte) {
	if len(p.objects) >= maxObjects {
		return
	}
	var o any
	switch kind {
	case recordPen:
		o = pen(u32(r, 12), i32(r, 16), colour(r, 24))
	case recordExtendedPen:
		o = pen(u32(r, 28), i32(r, 32), colour(r, 40))
	case recordBrush:
		b := colour(r, 16)
		if u32(r, 12) == 1 {
			b = model.Colour{}
		}
		o = b
	case recordFont:
		o = readFont(r)
	}
	p.objects[u32(r, 8)] = o
}

func pen(style uint32, width float64, c model.Colour) model.Stroke {
	if style&0xf == 5 {
		return model.Stroke{}
	}
	return model.Stroke{Colour: c, Width: math.Abs(width), Dash: dashes[style&0xf]}
}

// letterHeight is the size of a font that has this height: of its letters where it
// is negative, else of its lines (MS-EMF, 2.2.13).
func letterHeight(height float64) float64 {
	switch {
	case height < 0:
		return -height
	case height == 0:
		return 12
	}
	return height * .83
}

// readFont reads a LOGFONT (MS-EMF, 2.2.13).
func readFont(r []byte) font {
	at := func(i int) byte {
		if 12+i < len(r) {
			return r[12+i]
		}
		return 0
	}
	f := font{height: letterHeight(i32(r, 12)), angle: i32(r, 20) / 10}
	f.Bold, f.Italic, f.Strike = i32(r, 28) >= 600, at(20) != 0, at(22) != 0
	if at(21) != 0 {
		f.Underline = model.UnderlineSingle
	}
	f.Family = wide(r, 40, 32)
	return f
}

// wide reads a text of 16-bit units up to a zero.
func wide(r []byte, at, count int) string {
	var units []uint16
	for i := range count {
		u := uint16(i16(r, at+2*i))
		if u == 0 || at+2*i+2 > len(r) {
			break
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}

// choose selects an object, or one of those that are always there (MS-EMF,
// 2.1.31).
func (p *player) choose(id uint32) {
	switch id {
	case stockObject:
		p.brush = model.RGB(0xFFFFFF)
	case stockObject | 1:
		p.brush = model.RGB(0xC0C0C0)
	case stockObject | 2:
		p.brush = model.RGB(0x808080)
	case stockObject | 3:
		p.brush = model.RGB(0x404040)
	case stockObject | 4:
		p.brush = model.RGB(0)
	case stockObject | 5:
		p.brush = model.Colour{}
	case stockObject | 6:
		p.pen = model.Stroke{Colour: model.RGB(0xFFFFFF)}
	case stockObject | 7:
		p.pen = model.Stroke{Colour: model.RGB(0)}
	case stockObject | 8:
		p.pen = model.Stroke{}
	}
	switch o := p.objects[id].(type) {
	case model.Stroke:
		p.pen = o
	case model.Colour:
		p.brush = o
	case font:
		p.font = o
	}
}
