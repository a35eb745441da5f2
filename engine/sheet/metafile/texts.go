package metafile

import (
	"image"
	"math"
	"strings"

	"quire/engine/canvas"
	"quire/engine/sheet/model"
	"quire/engine/sheet/vector"
)

// maxText bounds the letters of one record.
const maxText = 10_000

// text plays a text with the distances of its letters (MS-EMF, 2.3.5.8, 2.2.5).
func (p *player) text(r []byte, unicode bool) {
	x, y := i32(r, 36), i32(r, 40)
	count, from := min(int(u32(r, 44)), maxText), int(u32(r, 48))
	var s string
	if unicode {
		s = wide(r, from, count)
	} else if from > 0 && from < len(r) {
		s = strings.ToValidUTF8(string(r[from:min(len(r), from+count)]), "?")
	}
	length := 0.0
	if d := int(u32(r, 72)); d > 0 {
		for i := range count {
			length += i32(r, d+4*i)
		}
	}
	p.say(s, x, y, length)
}

// say shows a text at a logical point; length is how long it is to be, 0 for its
// own length.
func (p *player) say(s string, x, y, length float64) {
	if strings.TrimSpace(s) == "" {
		return
	}
	if p.align&1 != 0 { // at the current point
		x, y = p.x, p.y
	}
	m := p.logical()
	item := vector.Item{Text: s, Font: p.font.Font, Angle: p.font.angle, Width: length * m.Size()}
	item.Font.Size = max(1, min(1000, p.font.height*m.Size()))
	item.Font.Colour = p.textColour
	px, py := p.place(x, y)
	sin, cos := math.Sincos(item.Angle * math.Pi / 180)
	down, along := 0.0, 0.0
	switch p.align & 0x18 {
	case 0: // the top
		down = item.Font.Size * .9
	case 8: // the bottom
		down = -item.Font.Size * .2
	}
	switch p.align & 6 {
	case 2:
		along = -item.Width
	case 6:
		along = -item.Width / 2
	}
	item.X, item.Y = px+along*cos+down*sin, py-along*sin+down*cos
	p.show(item)
}

// block plays a bitmap, or an area in one colour where the record has none.
func (p *player) block(kind uint32, r []byte) {
	at := map[uint32][6]int{ // place, size, and where the bitmap's parts are named
		recordBitBlock: {24, 32, 84, 88, 92, 96}, recordStretchBlock: {24, 32, 84, 88, 92, 96},
		recordAlphaBlend: {24, 32, 84, 88, 92, 96}, recordStretchBits: {24, 72, 48, 52, 56, 60},
	}[kind]
	x1, y1 := p.place(i32(r, at[0]), i32(r, at[0]+4))
	x2, y2 := p.place(i32(r, at[0])+i32(r, at[1]), i32(r, at[0]+4)+i32(r, at[1]+4))
	item := vector.Item{X: math.Min(x1, x2), Y: math.Min(y1, y2), W: math.Abs(x2 - x1), H: math.Abs(y2 - y1)}
	head, headSize := int(u32(r, at[2])), int(u32(r, at[3]))
	bits, bitsSize := int(u32(r, at[4])), int(u32(r, at[5]))
	if headSize == 0 && kind != recordStretchBits {
		p.plain(u32(r, 40), item)
		return
	}
	if headSize < 40 || head < 0 || bits < 0 || headSize > len(r)-head || bitsSize < 0 || bitsSize > len(r)-bits {
		return
	}
	dib := r[head : head+headSize]
	item.Bitmap = bitmap(dib, r[bits:bits+bitsSize], mannerOf(kind, r, dib))
	p.show(item)
}

// mannerOf is how a record wants its bitmap drawn (MS-EMF, 2.3.1).
func mannerOf(kind uint32, r, dib []byte) manner {
	var how manner
	x, y, w, h := 0, 0, 0, 0
	switch kind {
	case recordAlphaBlend:
		how.alpha = u32(r, 40)>>24 == 1
		x, y, w, h = int(i32(r, 44)), int(i32(r, 48)), int(i32(r, 100)), int(i32(r, 104))
	case recordStretchBits:
		how.operation = u32(r, 68)
		x, y, w, h = int(i32(r, 32)), int(i32(r, 36)), int(i32(r, 40)), int(i32(r, 44))
		if height := int(i32(dib, 8)); height > 0 { // it counts from below
			y = height - y - h
		}
	case recordStretchBlock:
		how.operation = u32(r, 40)
		x, y, w, h = int(i32(r, 44)), int(i32(r, 48)), int(i32(r, 100)), int(i32(r, 104))
	default:
		how.operation = u32(r, 40)
		return how
	}
	const most = 1 << 20
	if x < 0 || y < 0 || w <= 0 || h <= 0 || x > most || y > most || w > most || h > most {
		return how
	}
	how.part = image.Rect(x, y, x+w, y+h)
	if how.part == image.Rect(0, 0, int(i32(dib, 4)), max(int(i32(dib, 8)), -int(i32(dib, 8)))) {
		how.part = image.Rectangle{}
	}
	return how
}

// plain fills an area with the brush, white or black, as the operation says
// (MS-WMF, 2.1.1.31).
func (p *player) plain(operation uint32, at vector.Item) {
	c, known := map[uint32]model.Colour{0x00F00021: p.brush, 0x00FF0062: model.RGB(0xFFFFFF), 0x00000042: model.RGB(0)}[operation]
	if !known || !c.Set {
		return
	}
	at.Path = &canvas.Path{}
	at.Path.Rect(at.X, at.Y, at.W, at.H)
	at.Look.Fill.Colour = c
	p.show(at)
}
