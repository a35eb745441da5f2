package emfplus

import (
	"encoding/binary"
	"math"
	"unicode/utf16"

	"quire/engine/sheet/vector"
)

// reader takes values from bytes; behind their end it gives zeros and is short.
type reader struct {
	b     []byte
	short bool
}

// take takes n bytes; nil when there are fewer.
func (r *reader) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.b, r.short = nil, true
		return nil
	}
	out := r.b[:n:n]
	r.b = r.b[n:]
	return out
}

func (r *reader) u8() byte {
	if b := r.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *reader) u16() uint16 {
	if b := r.take(2); b != nil {
		return binary.LittleEndian.Uint16(b)
	}
	return 0
}

func (r *reader) u32() uint32 {
	if b := r.take(4); b != nil {
		return binary.LittleEndian.Uint32(b)
	}
	return 0
}

func (r *reader) i32() int { return int(int32(r.u32())) }

// f32 is a finite number.
func (r *reader) f32() float64 {
	v := float64(math.Float32frombits(r.u32()))
	if math.IsNaN(v) {
		return 0
	}
	return max(-1e9, min(1e9, v))
}

// count is a number of things that take so many bytes each, or of so many as there can be.
func (r *reader) count(size int) int {
	n := r.u32()
	if most := len(r.b) / size; n > uint32(min(most, math.MaxInt32)) {
		r.short = true
		return most
	}
	return int(n)
}

// ink is a colour of alpha, red, green and blue (MS-EMFPLUS, 2.2.2.1).
func (r *reader) ink() ink {
	v := r.u32()
	return ink{rgb: v & 0xFFFFFF, clear: 1 - float64(v>>24)/255}
}

func (r *reader) matrix() vector.Matrix {
	var m vector.Matrix
	for i := range m {
		m[i] = r.f32()
	}
	return m.Bounded()
}

func (r *reader) i16() float64 { return float64(int16(r.u16())) }

// rectangle is x, y, width and height in 16 or 32 bits.
func (r *reader) rectangle(small bool) [4]float64 {
	var v [4]float64
	for i := range v {
		if small {
			v[i] = r.i16()
		} else {
			v[i] = r.f32()
		}
	}
	return v
}

// The flags of points: relative to each other in one or two bytes each (MS-EMFPLUS,
// 2.2.2.37), else in 16 bits.
const (
	pointsRelative = 0x0800
	pointsSmall    = 0x4000
)

type point struct{ x, y float64 }

// points are so many points.
func (r *reader) points(n int, flags uint32) []point {
	size := 8
	switch {
	case flags&pointsRelative != 0:
		size = 2
	case flags&pointsSmall != 0:
		size = 4
	}
	if n < 0 || n > len(r.b)/size {
		n, r.short = len(r.b)/size, true
	}
	out := make([]point, n)
	var last point
	for i := range out {
		switch size {
		case 2:
			last = point{last.x + r.little(), last.y + r.little()}
			out[i] = last
		case 4:
			out[i] = point{r.i16(), r.i16()}
		default:
			out[i] = point{r.f32(), r.f32()}
		}
	}
	return out
}

// little is a number of 7 bits, or of 15 where the first bit is set (MS-EMFPLUS, 2.2.2.21
// and 2.2.2.22).
func (r *reader) little() float64 {
	v := int(r.u8())
	if v&0x80 == 0 {
		return float64(v&0x3F - v&0x40)
	}
	v = v&0x7F<<8 | int(r.u8())
	return float64(v&0x3FFF - v&0x4000)
}

// text is a text of so many 16-bit units.
func (r *reader) text(n int) string {
	if n < 0 || n > len(r.b)/2 {
		n, r.short = len(r.b)/2, true
	}
	n = min(n, maxText)
	units := make([]uint16, n)
	for i := range units {
		units[i] = r.u16()
	}
	return string(utf16.Decode(units))
}
