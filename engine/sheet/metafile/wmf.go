package metafile

import (
	"math"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"

	"quire/engine/canvas"
	"quire/engine/sheet/model"
	"quire/engine/sheet/vector"
)

// The records of Windows metafiles that are played (MS-WMF, 2.1.1.1).
const (
	oldSave          = 0x001E
	oldRestore       = 0x0127
	oldSelect        = 0x012D
	oldTextAlign     = 0x012E
	oldDelete        = 0x01F0
	oldBackground    = 0x0201
	oldTextColour    = 0x0209
	oldWindowOrigin  = 0x020B
	oldWindowSize    = 0x020C
	oldLineTo        = 0x0213
	oldMoveTo        = 0x0214
	oldPen           = 0x02FA
	oldFont          = 0x02FB
	oldBrush         = 0x02FC
	oldPolygon       = 0x0324
	oldPolyline      = 0x0325
	oldFillMode      = 0x0106
	oldClipRegion    = 0x012C
	oldMoveClip      = 0x0220
	oldExclude       = 0x0415
	oldClip          = 0x0416
	oldEllipse       = 0x0418
	oldRectangle     = 0x041B
	oldText          = 0x0521
	oldPolyPolygon   = 0x0538
	oldRound         = 0x061C
	oldPattern       = 0x061D
	oldArc           = 0x0817
	oldPie           = 0x081A
	oldChord         = 0x0830
	oldBlock         = 0x0940
	oldExtText       = 0x0A32
	oldStretch       = 0x0B41
	oldStretchBits   = 0x0F43
	oldPalette       = 0x00F7
	oldPatternBrush  = 0x0142
	oldPatternBitmap = 0x01F9
	oldRegion        = 0x06FF

	placeable = 0x9AC6CDD7
)

// isOld tells whether data begins as a Windows metafile does, placeable or not
// (MS-WMF, 2.3.2.2 and 2.3.2.3).
func isOld(data []byte) bool {
	if u32(data, 0) == placeable {
		return len(data) >= 40
	}
	kind, size, version := i16(data, 0), i16(data, 2), i16(data, 4)
	return len(data) >= 18 && (kind == 1 || kind == 2) && size == 9 && (version == 0x100 || version == 0x300)
}

// readOld reads a Windows metafile. One that is not placeable is as large as its
// window.
func readOld(data []byte) (*vector.Picture, error) {
	p := newPlayer(nil)
	p.device, p.mode = vector.Unit, 8
	at := 18
	x1, y1, x2, y2 := 0.0, 0.0, 0.0, 0.0
	perInch := 1440.0
	if u32(data, 0) == placeable {
		at += 22
		x1, y1, x2, y2 = i16(data, 6), i16(data, 8), i16(data, 10), i16(data, 12)
		perInch = math.Max(1, i16(data, 14))
	} else {
		x1, y1, x2, y2 = window(data, at)
	}
	p.Picture.Width, p.Picture.Height = math.Abs(x2-x1)*72/perInch, math.Abs(y2-y1)*72/perInch
	if !(p.Picture.Width > 0) || !(p.Picture.Height > 0) || p.Picture.Width > 100_000 || p.Picture.Height > 100_000 {
		return nil, ErrFormat
	}
	p.windowX, p.windowY, p.windowW, p.windowH = x1, y1, x2-x1, y2-y1
	p.viewW, p.viewH = p.Picture.Width, p.Picture.Height
	eachOld(data, at, func(kind int, r []byte) bool {
		p.playOld(kind, r)
		return !p.Full()
	})
	p.Picture.Cost = p.Cost()
	return &p.Picture, nil
}

// eachOld calls play for the records from a place on, until it says no.
func eachOld(data []byte, at int, play func(kind int, r []byte) bool) {
	for range maxRecords {
		size := int(u32(data, at))
		if size < 3 || size > (len(data)-at)/2 {
			return
		}
		kind := int(uint16(i16(data, at+4)))
		if kind == 0 || !play(kind, data[at+6:at+2*size]) {
			return
		}
		at += 2 * size
	}
}

// window is the first window of a metafile.
func window(data []byte, at int) (x1, y1, x2, y2 float64) {
	w, h := 0.0, 0.0
	eachOld(data, at, func(kind int, r []byte) bool {
		switch kind {
		case oldWindowOrigin:
			x1, y1 = i16(r, 2), i16(r, 0)
		case oldWindowSize:
			w, h = i16(r, 2), i16(r, 0)
		}
		return kind < oldLineTo && w == 0
	})
	return x1, y1, x1 + w, y1 + h
}

// playOld plays one record; r are its parameters.
func (p *player) playOld(kind int, r []byte) {
	switch kind {
	case oldWindowOrigin:
		p.windowX, p.windowY = i16(r, 2), i16(r, 0)
	case oldWindowSize:
		p.windowW, p.windowH = i16(r, 2), i16(r, 0)
	case oldClip:
		p.confine(p.quad(i16(r, 6), i16(r, 4), i16(r, 2), i16(r, 0)), vector.Intersect)
	case oldExclude:
		p.confine(p.quad(i16(r, 6), i16(r, 4), i16(r, 2), i16(r, 0)), vector.Exclude)
	case oldMoveClip:
		p.moveClip(i16(r, 2), i16(r, 0))
	case oldClipRegion:
		if region, ok := p.objects[uint32(uint16(i16(r, 0)))].(oldArea); ok {
			p.confine(p.area(region), vector.Replace)
		}
	case oldFillMode:
		p.alternate = i16(r, 0) != 2
	case oldSave:
		p.save()
	case oldRestore:
		p.restore(int(i16(r, 0)))
	case oldBackground:
		p.background = colour(r, 0)
	case oldTextColour:
		p.textColour = colour(r, 0)
	case oldTextAlign:
		p.align = uint32(uint16(i16(r, 0)))
	case oldSelect:
		p.choose(uint32(uint16(i16(r, 0))))
	case oldDelete:
		delete(p.objects, uint32(uint16(i16(r, 0))))
	case oldPen, oldBrush, oldFont, oldPalette, oldPatternBrush, oldPatternBitmap, oldRegion:
		p.createOld(kind, r)
	case oldText, oldExtText:
		p.textOld(kind, r)
	case oldPattern, oldBlock, oldStretch, oldStretchBits:
		p.blockOld(kind, r)
	default:
		p.drawOld(kind, r)
	}
}

// createOld makes an object, which takes the first free number (MS-WMF, 3.1.4.1).
func (p *player) createOld(kind int, r []byte) {
	id := uint32(0)
	for p.objects[id] != nil {
		id++
	}
	if id >= maxObjects/10 {
		return
	}
	var o any = struct{}{} // what is not understood has a number too
	switch kind {
	case oldPen:
		o = pen(uint32(uint16(i16(r, 0))), i16(r, 2), colour(r, 6))
	case oldBrush:
		b := colour(r, 2)
		if i16(r, 0) == 1 {
			b = model.Colour{}
		}
		o = b
	case oldPatternBrush, oldPatternBitmap:
		o = model.RGB(0xC0C0C0)
	case oldFont:
		o = readOldFont(r)
	case oldRegion:
		o = readArea(r)
	}
	p.objects[id] = o
}

// readOldFont reads a font object (MS-WMF, 2.2.1.2).
func readOldFont(r []byte) font {
	at := func(i int) byte {
		if i < len(r) {
			return r[i]
		}
		return 0
	}
	f := font{height: letterHeight(i16(r, 0)), angle: i16(r, 4) / 10, letters: codePages[at(13)]}
	f.Bold, f.Italic, f.Strike = i16(r, 8) >= 600, at(10) != 0, at(12) != 0
	if at(11) != 0 {
		f.Underline = model.UnderlineSingle
	}
	for i := 18; i < 50 && at(i) != 0; i++ {
		f.Family += string(rune(at(i)))
	}
	return f
}

// codePages are the encodings of texts by character set (MS-WMF, 2.1.1.5); others
// are in Windows-1252.
var codePages = map[byte]encoding.Encoding{
	77: charmap.Macintosh, 161: charmap.Windows1253, 162: charmap.Windows1254, 163: charmap.Windows1258, 177: charmap.Windows1255,
	178: charmap.Windows1256, 186: charmap.Windows1257, 204: charmap.Windows1251, 222: charmap.Windows874, 238: charmap.Windows1250,
}

// textOld plays a text (MS-WMF, 2.3.3.5 and 2.3.3.20).
func (p *player) textOld(kind int, r []byte) {
	var x, y float64
	var from, count int
	if kind == oldText {
		count, from = int(uint16(i16(r, 0))), 2
		at := from + (count+1)/2*2
		y, x = i16(r, at), i16(r, at+2)
	} else {
		y, x, count, from = i16(r, 0), i16(r, 2), int(uint16(i16(r, 4))), 8
		if int(i16(r, 6))&6 != 0 {
			from += 8
		}
	}
	if from+count > len(r) || count > maxText {
		return
	}
	letters := p.font.letters
	if letters == nil {
		letters = charmap.Windows1252
	}
	s, err := letters.NewDecoder().Bytes(r[from : from+count])
	if err != nil {
		return
	}
	length := 0.0
	for at := from + (count+1)/2*2; kind == oldExtText && at+2 <= len(r) && at < from+(count+1)/2*2+2*count; at += 2 {
		length += i16(r, at)
	}
	p.say(string(s), x, y, length)
}

// drawOld plays the records that make outlines.
func (p *player) drawOld(kind int, r []byte) {
	switch kind {
	case oldMoveTo:
		p.x, p.y = i16(r, 2), i16(r, 0)
	case oldLineTo:
		p.follow([]float64{i16(r, 2), i16(r, 0)}, false)
	case oldPolygon, oldPolyline:
		if at := read(r, 2, int(uint16(i16(r, 0))), true); len(at) >= 2 {
			path := p.polygon(&canvas.Path{}, at, kind == oldPolygon)
			p.paint(path, kind == oldPolygon, true)
		}
	case oldPolyPolygon:
		lists := int(uint16(i16(r, 0)))
		at := read(r, 2+2*lists, len(r)/4, true)
		path := &canvas.Path{}
		for i := range lists {
			n := 2 * int(uint16(i16(r, 2+2*i)))
			if n < 2 || n > len(at) {
				break
			}
			p.polygon(path, at[:n], true)
			at = at[n:]
		}
		p.paint(path, true, true)
	case oldRectangle, oldRound, oldEllipse:
		from := 0
		if kind == oldRound {
			from = 4
		}
		x1, y1 := p.place(i16(r, from+6), i16(r, from+4))
		x2, y2 := p.place(i16(r, from+2), i16(r, from))
		path := &canvas.Path{}
		if kind == oldEllipse {
			path.Ellipse((x1+x2)/2, (y1+y2)/2, math.Abs(x2-x1)/2, math.Abs(y2-y1)/2)
		} else {
			path.Rect(math.Min(x1, x2), math.Min(y1, y2), math.Abs(x2-x1), math.Abs(y2-y1))
		}
		p.paint(path, true, true)
	case oldArc, oldPie, oldChord:
		p.arcOld(kind, r)
	}
}

// polygon adds a line through points, in logical units.
func (p *player) polygon(path *canvas.Path, at []float64, closed bool) *canvas.Path {
	p.Steps += len(at) / 2
	path.MoveTo(p.place(at[0], at[1]))
	p.add(path, at[2:], false)
	if closed {
		path.Close()
	}
	return path
}

// arcOld plays parts of ellipses, which run counter-clockwise between two rays.
func (p *player) arcOld(kind int, r []byte) {
	x1, y1 := p.place(i16(r, 14), i16(r, 12))
	x2, y2 := p.place(i16(r, 10), i16(r, 8))
	sx, sy := p.place(i16(r, 6), i16(r, 4))
	ex, ey := p.place(i16(r, 2), i16(r, 0))
	cx, cy, rx, ry := (x1+x2)/2, (y1+y2)/2, math.Abs(x2-x1)/2, math.Abs(y2-y1)/2
	if rx == 0 || ry == 0 {
		return
	}
	from, to := math.Atan2((sy-cy)/ry, (sx-cx)/rx), math.Atan2((ey-cy)/ry, (ex-cx)/rx)
	if to >= from {
		to -= 2 * math.Pi
	}
	path := &canvas.Path{}
	const parts = 8
	d := (to - from) / parts
	bow := 4.0 / 3 * math.Tan(d/4)
	path.MoveTo(cx+rx*math.Cos(from), cy+ry*math.Sin(from))
	for i := range parts {
		s1, c1 := math.Sincos(from + d*float64(i))
		s2, c2 := math.Sincos(from + d*float64(i+1))
		path.CurveTo(cx+rx*(c1-bow*s1), cy+ry*(s1+bow*c1), cx+rx*(c2+bow*s2), cy+ry*(s2-bow*c2), cx+rx*c2, cy+ry*s2)
	}
	if kind == oldPie {
		path.LineTo(cx, cy)
	}
	if kind != oldArc {
		path.Close()
	}
	p.paint(path, kind != oldArc, true)
}

// blockOld plays a bitmap, or an area in one colour where the record has none
// (MS-WMF, 2.3.1).
func (p *player) blockOld(kind int, r []byte) {
	// Where the size of the place and the place are, and the bitmap.
	at := map[int][2]int{oldPattern: {4, 12}, oldBlock: {8, 16}, oldStretch: {12, 20}, oldStretchBits: {14, 22}}[kind]
	if kind == oldBlock && len(r) < 40 { // without a bitmap there is a reserved word
		at = [2]int{10, 18}
	}
	h, w, y, x := i16(r, at[0]), i16(r, at[0]+2), i16(r, at[0]+4), i16(r, at[0]+6)
	x1, y1 := p.place(x, y)
	x2, y2 := p.place(x+w, y+h)
	item := vector.Item{X: math.Min(x1, x2), Y: math.Min(y1, y2), W: math.Abs(x2 - x1), H: math.Abs(y2 - y1)}
	if len(r)-at[1] < 40 {
		p.plain(u32(r, 0), item)
		return
	}
	dib := r[at[1]:]
	head := int(u32(dib, 0))
	depth, used := int(i16(dib, 14)), int(u32(dib, 32))
	if depth <= 8 {
		if used == 0 || used > 1<<depth {
			used = 1 << max(0, depth)
		}
		head += 4 * used
	} else if u32(dib, 16) == 3 {
		head += 12
	}
	if head < 40 || head > len(dib) {
		return
	}
	item.Bitmap = bitmap(dib[:head], dib[head:], manner{operation: u32(r, 0)})
	p.show(item)
}
