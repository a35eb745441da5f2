package metafile

import (
	"quire/engine/canvas"
	"quire/engine/sheet/vector"
)

// oldArea is a region of a Windows metafile: rectangles of left, top, right and
// bottom.
type oldArea [][4]float64

// readArea reads a region, which is made of scans of rectangles of the same height
// (MS-WMF, 2.2.1.5 and 2.2.2.21).
func readArea(r []byte) oldArea {
	out := oldArea{}
	at := 22
	for range max(0, int(i16(r, 10))) {
		count, top, bottom := int(i16(r, at)), i16(r, at+2), i16(r, at+4)
		at += 6
		if count < 0 || at+2*count+2 > len(r) {
			break
		}
		for i := 0; i+1 < count; i += 2 {
			out = append(out, [4]float64{i16(r, at+2*i), top, i16(r, at+2*i+2), bottom})
		}
		at += 2*count + 2
	}
	return out
}

// area is a region as a clip. The device of a Windows metafile is not known: its
// units are taken for logical ones.
func (p *player) area(region oldArea) *vector.Clip {
	path := &canvas.Path{}
	clip := vector.Hidden
	for _, r := range region {
		clip = p.quad(r[0], r[1], r[2], r[3])
		path.Append(clip.Outline())
	}
	if len(region) > 1 {
		clip = vector.Shaped(path)
	}
	return clip
}
