package emfplus

import (
	"bytes"
	"image"
	"image/color"
	_ "image/gif" // the formats whose sizes are asked for
	_ "image/jpeg"
	"image/png"
	"math"

	_ "golang.org/x/image/bmp"
	_ "golang.org/x/image/tiff"

	"quire/engine/sheet/vector"
)

// picture is a bitmap's file or a metafile (MS-EMFPLUS, 2.2.1.4); w and h are in pixels.
type picture struct {
	w, h  float64
	file  []byte
	drawn *vector.Picture
}

func (i *picture) there() bool { return i != nil && (len(i.file) > 0 || i.drawn != nil) }

func (p *Player) readImage(r *reader) *picture {
	r.u32()
	switch r.u32() {
	case 1:
		return readBitmap(r)
	case 2:
		r.u32() // which kind of metafile, which it says itself
		data := r.take(r.i32())
		if p.nested == nil || data == nil {
			return &picture{}
		}
		drawn, err := p.nested(data)
		if err != nil {
			return &picture{}
		}
		return &picture{w: drawn.Width * p.dots / 72, h: drawn.Height * p.dots / 72, drawn: drawn}
	}
	return &picture{}
}

// readBitmap reads pixels or a file (2.2.2.2).
func readBitmap(r *reader) *picture {
	w, h, stride, format := r.i32(), r.i32(), r.i32(), r.u32()
	if r.u32() == 1 {
		cfg, _, err := image.DecodeConfig(bytes.NewReader(r.b))
		if err != nil {
			return &picture{}
		}
		return &picture{w: float64(cfg.Width), h: float64(cfg.Height), file: r.b}
	}
	if w <= 0 || h <= 0 || w > maxPixels/h {
		return &picture{}
	}
	out := &picture{w: float64(w), h: float64(h)}
	read, bits := pixelFormat(format, palette(r, format))
	if read == nil || stride < (w*bits+7)/8 || stride > len(r.b)/h {
		return out
	}
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		row := r.b[y*stride : (y+1)*stride]
		for x := range w {
			img.SetNRGBA(x, y, read(row, x))
		}
	}
	var b bytes.Buffer
	if png.Encode(&b, img) == nil {
		out.file = b.Bytes()
	}
	return out
}

// palette reads the colours of a bitmap that has them (2.2.2.28).
func palette(r *reader, format uint32) []color.NRGBA {
	if format&0x10000 == 0 {
		return nil
	}
	r.u32()
	out := make([]color.NRGBA, min(256, r.count(4)))
	for i := range out {
		v := r.u32()
		out[i] = color.NRGBA{R: uint8(v >> 16 & 255), G: uint8(v >> 8 & 255), B: uint8(v & 255), A: uint8(v >> 24)}
	}
	return out
}

// pixelFormat reads pixels of a format (2.1.1.25), which have so many bits; nil for formats
// that are not read.
func pixelFormat(format uint32, colours []color.NRGBA) (read func(row []byte, x int) color.NRGBA, bits int) {
	indexed := func(bits int) func([]byte, int) color.NRGBA {
		return func(row []byte, x int) color.NRGBA {
			at := x * bits
			v := int(row[at/8]) >> (8 - bits - at%8) & (1<<bits - 1)
			if v >= len(colours) {
				return color.NRGBA{}
			}
			return colours[v]
		}
	}
	word := func(row []byte, x int) uint16 { return uint16(row[2*x]) | uint16(row[2*x+1])<<8 }
	wide := func(v, bits uint16) uint8 {
		most := uint32(1)<<bits - 1
		return uint8(uint32(v&uint16(most)) * 255 / most)
	}
	switch format & 0xFFFF {
	case 0x0101:
		return indexed(1), 1
	case 0x0402:
		return indexed(4), 4
	case 0x0803:
		return indexed(8), 8
	case 0x1004:
		return func(row []byte, x int) color.NRGBA { v := row[2*x+1]; return color.NRGBA{v, v, v, 255} }, 16
	case 0x1005, 0x1007:
		return func(row []byte, x int) color.NRGBA {
			v := word(row, x)
			c := color.NRGBA{wide(v>>10, 5), wide(v>>5, 5), wide(v, 5), 255}
			if format&0xFFFF == 0x1007 && v>>15 == 0 {
				c.A = 0
			}
			return c
		}, 16
	case 0x1006:
		return func(row []byte, x int) color.NRGBA {
			v := word(row, x)
			return color.NRGBA{wide(v>>11, 5), wide(v>>5, 6), wide(v, 5), 255}
		}, 16
	case 0x1808:
		return func(row []byte, x int) color.NRGBA {
			return color.NRGBA{row[3*x+2], row[3*x+1], row[3*x], 255}
		}, 24
	case 0x2009:
		return func(row []byte, x int) color.NRGBA {
			return color.NRGBA{row[4*x+2], row[4*x+1], row[4*x], 255}
		}, 32
	case 0x200A:
		return func(row []byte, x int) color.NRGBA {
			return color.NRGBA{row[4*x+2], row[4*x+1], row[4*x], row[4*x+3]}
		}, 32
	case 0x200B:
		return func(row []byte, x int) color.NRGBA {
			c := color.RGBA{row[4*x+2], row[4*x+1], row[4*x], row[4*x+3]}
			c.R, c.G, c.B = min(c.R, c.A), min(c.G, c.A), min(c.B, c.A)
			return color.NRGBAModel.Convert(c).(color.NRGBA)
		}, 32
	}
	return nil, 0
}

// image plays the records that show a picture (2.3.4.8 and 2.3.4.9).
func (p *Player) image(kind, flags uint16, r reader) {
	img, _ := p.objects[uint8(flags&0xFF)].(*picture)
	r.u32()
	unit := r.u32()
	from := r.rectangle(false)
	var to vector.Matrix
	if kind == recordDrawImage {
		v := r.rectangle(flags&flagSmall != 0)
		to = vector.Matrix{v[2], 0, 0, v[3], v[0], v[1]}
	} else {
		if flags&flagEffect != 0 {
			p.rec.Miss("effects on pictures")
		}
		at := r.points(r.count(2), uint32(flags))
		if len(at) < 3 {
			return
		}
		to = vector.Matrix{at[1].x - at[0].x, at[1].y - at[0].y, at[2].x - at[0].x, at[2].y - at[0].y, at[0].x, at[0].y}
	}
	if !img.there() {
		p.rec.Miss("pictures of unknown kinds")
		return
	}
	p.picture(img, p.crop(img, unit, from), to.Then(p.now()))
}

// crop is the part of a picture in shares of its size; nil for all of it.
func (p *Player) crop(img *picture, unit uint32, from [4]float64) *[4]float64 {
	k := p.pixels(unit)
	out := [4]float64{from[0] * k / img.w, from[1] * k / img.h, from[2] * k / img.w, from[3] * k / img.h}
	const little = .002
	if img.drawn != nil || out[2] < 1e-6 || out[3] < 1e-6 ||
		math.Abs(out[0]) < little && math.Abs(out[1]) < little && math.Abs(out[2]-1) < little && math.Abs(out[3]-1) < little {
		return nil
	}
	return &out
}

// picture shows a picture in the square of side 1 through a matrix.
func (p *Player) picture(img *picture, crop *[4]float64, m vector.Matrix) {
	m = m.Bounded()
	w, h := math.Hypot(m[0], m[1]), math.Hypot(m[2], m[3])
	if w < 1e-6 || h < 1e-6 {
		return
	}
	if img.drawn != nil {
		if img.drawn.Width > 0 && img.drawn.Height > 0 {
			p.inside(img.drawn, vector.Matrix{1 / img.drawn.Width, 0, 0, 1 / img.drawn.Height, 0, 0}.Then(m))
		}
		return
	}
	// Lengths of the item are those of the picture; only its directions are the matrix'.
	item := vector.Item{Bitmap: img.file, W: w, H: h, Matrix: &vector.Matrix{m[0] / w, m[1] / w, m[2] / h, m[3] / h, m[4], m[5]}}
	if crop != nil {
		item.Frame = &vector.Rectangle{W: w, H: h}
		item.X, item.Y = -crop[0]/crop[2]*w, -crop[1]/crop[3]*h
		item.W, item.H = w/crop[2], h/crop[3]
	}
	p.rec.Steps += 4
	p.show(item)
}

// inside shows what another picture draws.
func (p *Player) inside(drawn *vector.Picture, m vector.Matrix) {
	var last, placed *vector.Clip
	frame := p.rec.Confine(p.clip, vector.Quad(m, 0, 0, drawn.Width, drawn.Height), vector.Intersect)
	clip := frame
	for _, item := range drawn.Items {
		if item.Clip != last {
			if last, clip = item.Clip, frame; last != nil {
				placed = last.Mapped(m)
				clip = p.rec.Confine(frame, placed, vector.Intersect)
			}
		}
		to := m
		if item.Matrix != nil {
			to = item.Matrix.Then(m)
		}
		item.Matrix = &to
		if item.Path != nil {
			p.rec.Steps += item.Path.Len()
		}
		p.rec.Show(item, clip)
		if p.rec.Steps > vector.MaxSteps {
			break
		}
	}
	for _, what := range drawn.Missing {
		p.rec.Miss(what)
	}
}
