package canvas

import (
	"math/bits"
	"slices"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Hatch is a tile of eight by eight dots that is repeated over an area.
type Hatch struct {
	// Bits are the dots in the colour Front: the top row in the highest byte, the left
	// dot in its highest bit.
	Bits        uint64
	Front, Back Color
	// Open leaves out the other dots, which are in the colour Back else.
	Open bool
}

// HatchDot is the side of a dot in points: a pixel of a screen with 96 of them to an
// inch.
const HatchDot = .75

const hatchSide = 8

// placedHatch are dots in a colour, in tiles that begin at the top of a page of some
// height.
type placedHatch struct {
	bits   uint64
	front  Color
	height float64
}

// hatchUse is a hatch in a document, by its name in the resources of pages.
type hatchUse struct {
	name string
	ref  types.IndirectRef
}

// FillHatch fills a path with a hatch: the colour of most dots, and the others over it
// as a tiling pattern (ISO 32000-1, 8.7.3). Tiles keep their size and place on the page
// whatever the coordinates are.
func (p *Page) FillHatch(path *Path, h Hatch) {
	if !h.Open {
		if bits.OnesCount64(h.Bits) > 32 {
			h.Bits, h.Front, h.Back = ^h.Bits, h.Back, h.Front
		}
		p.Fill(path, h.Back)
	}
	if h.Bits == 0 {
		return
	}
	u := p.doc.hatch(placedHatch{h.Bits, h.Front, p.h})
	p.content.Resource("Pattern", u.name, u.ref)
	p.content.Raw("/Pattern cs /" + u.name + " scn")
	p.content.Outline(path, p.flip, path.rule("f", "f*"))
}

// hatch makes the pattern of a hatch, once. Its tiles overlap by a dot on all sides:
// else seams would show where they meet.
func (d *Document) hatch(h placedHatch) hatchUse {
	if u, ok := d.hatches[h]; ok {
		return u
	}
	c := NewContent(nil)
	c.FillColor(h.front)
	for _, r := range runs(h.bits) {
		c.op("re", r[0], hatchSide-r[1]-r[3], r[2], r[3])
	}
	c.op("f")
	u := hatchUse{"H" + strconv.Itoa(len(d.hatches)+1), d.doc.AddStream(types.Dict{
		"Type": types.Name("Pattern"), "PatternType": types.Integer(1), "PaintType": types.Integer(1), "TilingType": types.Integer(1),
		"BBox":  types.NewNumberArray(-1, -1, hatchSide+1, hatchSide+1),
		"XStep": types.Integer(hatchSide), "YStep": types.Integer(hatchSide),
		"Matrix":    types.NewNumberArray(HatchDot, 0, 0, HatchDot, 0, h.height),
		"Resources": types.Dict{},
	}, c.Bytes())}
	d.hatches[h] = u
	return u
}

// runs are the dots of a tile and around it as few rectangles of x, y from the top,
// width and height: seams would show between dots.
func runs(dots uint64) [][4]float64 {
	var left [hatchSide + 2][hatchSide + 2]bool // from a dot before the tile to one behind it
	for y := range left {
		for x := range left[y] {
			row, col := (y+hatchSide-1)%hatchSide, (x+hatchSide-1)%hatchSide
			left[y][x] = dots>>(63-row*hatchSide-col)&1 != 0
		}
	}
	var out [][4]float64
	for y := range left {
		for x := 0; x < len(left[y]); x++ {
			w := 0
			for x+w < len(left[y]) && left[y][x+w] {
				w++
			}
			if w == 0 {
				continue
			}
			h := 1
			for y+h < len(left) && !slices.Contains(left[y+h][x:x+w], false) {
				h++
			}
			for i := range h {
				clear(left[y+i][x : x+w])
			}
			out = append(out, [4]float64{float64(x - 1), float64(y - 1), float64(w), float64(h)})
		}
	}
	return out
}
