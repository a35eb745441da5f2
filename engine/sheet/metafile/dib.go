package metafile

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"math/bits"
)

// maxDots bounds the pixels of a bitmap that is taken apart.
const maxDots = 20_000_000

// How a bitmap meets what is below it: the operations of three pictures that figures
// without a background are made with (MS-WMF, 2.1.1.31), one after the other: the first
// cuts a hole of their shape, the others fill it.
const (
	operationAnd    = 0x008800C6
	operationOr     = 0x00EE0086
	operationXor    = 0x00660046
	operationInvert = 0x00330008
)

// manner is how a bitmap is to be drawn.
type manner struct {
	operation uint32
	// alpha takes the fourth channel as opacity, by which the others are multiplied
	// (MS-EMF, 2.3.1.1).
	alpha bool
	// part is what is drawn of it; empty for all.
	part image.Rectangle
}

// bitmap makes a file of a bitmap's header and pixels: a BMP where programs read it as it is,
// and a PNG of others; nil when there is nothing to be drawn.
func bitmap(head, pixels []byte, how manner) []byte {
	depth, packing := int(binary.LittleEndian.Uint16(head[14:])), binary.LittleEndian.Uint32(head[16:])
	through := how.operation == operationAnd || how.operation == operationOr || how.operation == operationXor || how.operation == operationInvert
	if !through && !how.alpha && how.part.Empty() && packing == 0 && depth != 16 || packing > 3 {
		out := make([]byte, 14, 14+len(head)+len(pixels))
		out[0], out[1] = 'B', 'M'
		binary.LittleEndian.PutUint32(out[2:], uint32(14+len(head)+len(pixels)))
		binary.LittleEndian.PutUint32(out[10:], uint32(14+len(head)))
		return append(append(out, head...), pixels...)
	}
	img := readDots(head, pixels, how.alpha)
	if img == nil {
		return nil
	}
	if through {
		clearBackground(img, how.operation)
	}
	shown := image.Image(img)
	if r := how.part.Intersect(img.Bounds()); !r.Empty() {
		shown = img.SubImage(r)
	}
	var b bytes.Buffer
	if png.Encode(&b, shown) != nil {
		return nil
	}
	return b.Bytes()
}

// clearBackground lets shine through what an operation leaves as it is: white of the hole's
// shape, black of what fills it.
func clearBackground(img *image.NRGBA, operation uint32) {
	left := color.NRGBA{A: 255}
	if operation == operationAnd {
		left = color.NRGBA{255, 255, 255, 255}
	}
	for i := 0; i+3 < len(img.Pix); i += 4 {
		if operation == operationInvert {
			img.Pix[i], img.Pix[i+1], img.Pix[i+2] = ^img.Pix[i], ^img.Pix[i+1], ^img.Pix[i+2]
			continue
		}
		if img.Pix[i] == left.R && img.Pix[i+1] == left.G && img.Pix[i+2] == left.B {
			img.Pix[i+3] = 0
		}
	}
}

// readDots takes apart a device-independent bitmap (MS-WMF, 2.2.2.9): with colours by number or
// by their own bits, packed by runs or not; nil for what is none.
func readDots(head, pixels []byte, alpha bool) *image.NRGBA {
	w, h := int(int32(binary.LittleEndian.Uint32(head[4:]))), int(int32(binary.LittleEndian.Uint32(head[8:]))) // #nosec G115 -- they are signed
	upright := h < 0
	if upright {
		h = -h
	}
	depth, packing := int(binary.LittleEndian.Uint16(head[14:])), binary.LittleEndian.Uint32(head[16:])
	if w <= 0 || h <= 0 || w > maxDots/h {
		return nil
	}
	d := dots{alpha: alpha}
	switch depth {
	case 1, 4, 8:
		d.colours = head[min(len(head), int(min(1<<20, binary.LittleEndian.Uint32(head)))):]
	case 16, 24, 32:
		d.setMasks(head, depth, packing)
	default:
		return nil
	}
	if packing == 1 || packing == 2 {
		if depth > 8 {
			return nil
		}
		pixels, depth = unpackRuns(pixels, w, h, packing == 2), 8
	}
	stride := (w*depth + 31) / 32 * 4
	if stride > len(pixels)/h {
		return nil
	}
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		row := pixels[y*stride : (y+1)*stride]
		to := y
		if !upright {
			to = h - 1 - y
		}
		for x := range w {
			img.SetNRGBA(x, to, d.at(row, x, depth))
		}
	}
	return img
}

// dots reads the pixels of a bitmap.
type dots struct {
	// colours by number, each of four bytes, blue first.
	colours []byte
	// masks are where red, green and blue are in a pixel of 16 or 32 bits.
	masks [3]uint32
	alpha bool
}

// setMasks finds where the colours are in a pixel: 5 or 8 bits each, or as the header says
// (MS-WMF, 2.1.1.7).
func (d *dots) setMasks(head []byte, depth int, packing uint32) {
	d.masks = [3]uint32{0xFF0000, 0xFF00, 0xFF}
	if depth == 16 {
		d.masks = [3]uint32{0x7C00, 0x3E0, 0x1F}
	}
	if packing == 3 && len(head) >= 52 {
		for i := range d.masks {
			d.masks[i] = binary.LittleEndian.Uint32(head[40+4*i:])
		}
	}
}

func (d *dots) at(row []byte, x, depth int) color.NRGBA {
	var v uint32
	switch depth {
	case 1, 4, 8:
		bit := x * depth
		n := int(row[bit/8]) >> (8 - depth - bit%8) & (1<<depth - 1)
		if 4*n+3 >= len(d.colours) {
			return color.NRGBA{A: 255}
		}
		return color.NRGBA{d.colours[4*n+2], d.colours[4*n+1], d.colours[4*n], 255}
	case 16:
		v = uint32(binary.LittleEndian.Uint16(row[2*x:]))
	case 24:
		v = uint32(row[3*x]) | uint32(row[3*x+1])<<8 | uint32(row[3*x+2])<<16
	default:
		v = binary.LittleEndian.Uint32(row[4*x:])
	}
	c := color.NRGBA{channel(v, d.masks[0]), channel(v, d.masks[1]), channel(v, d.masks[2]), 255}
	if d.alpha && depth == 32 {
		c.A = uint8(v >> 24)
		c.R, c.G, c.B = unmultiplied(c.R, c.A), unmultiplied(c.G, c.A), unmultiplied(c.B, c.A)
	}
	return c
}

// channel is the part of a pixel that a mask has, from 0 to 255.
func channel(v, mask uint32) uint8 {
	if mask == 0 {
		return 0
	}
	shift := bits.TrailingZeros32(mask)
	return uint8(uint64(v&mask>>shift) * 255 / uint64(mask>>shift))
}

// unmultiplied is a channel without its opacity.
func unmultiplied(v, alpha uint8) uint8 {
	if alpha == 0 {
		return 0
	}
	return uint8(min(255, uint32(v)*255/uint32(alpha)))
}

// unpackRuns gives the numbers of colours of a bitmap that is packed by runs, a byte for each
// pixel (MS-WMF, 3.1.6).
func unpackRuns(in []byte, w, h int, half bool) []byte {
	stride := (w + 3) / 4 * 4
	out := make([]byte, stride*h)
	x, y := 0, 0
	put := func(v byte) {
		if x < w && y < h {
			out[y*stride+x] = v
		}
		x++
	}
	nibble := func(v byte, i int) byte {
		if !half {
			return v
		}
		if i%2 == 0 {
			return v >> 4
		}
		return v & 15
	}
	for len(in) >= 2 && y < h {
		n, v := int(in[0]), in[1]
		in = in[2:]
		switch {
		case n > 0:
			for i := range n {
				put(nibble(v, i))
			}
		case v == 0:
			x, y = 0, y+1
		case v == 1:
			return out
		case v == 2:
			if len(in) < 2 {
				return out
			}
			x, y, in = x+int(in[0]), y+int(in[1]), in[2:]
		default:
			size := int(v)
			if half {
				size = (size + 1) / 2
			}
			if size > len(in) {
				return out
			}
			for i := range int(v) {
				at := i
				if half {
					at = i / 2
				}
				put(nibble(in[at], i))
			}
			in = in[min(len(in), (size+1)/2*2):]
		}
	}
	return out
}
