package pdf

import (
	"maps"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Select leaves only these pages of the document, counted from 0, in this
// order; a page that occurs twice is two pages. What is not selected is not
// copied by [Writer.Append], and links to it lead nowhere.
func (d *Document) Select(indices []int) {
	origin := d.origin
	pages := make([]PageNode, 0, len(indices))
	d.origin = make([]int, 0, len(indices))
	used := map[int]bool{}
	for _, i := range indices {
		page := d.pages[i]
		if used[i] {
			page.Dict = maps.Clone(page.Dict)
		}
		used[i] = true
		pages = append(pages, page)
		if origin != nil {
			i = origin[i]
		}
		d.origin = append(d.origin, i)
	}
	d.pages = pages
	d.ctx.PageCount = len(pages)
}

// Partial tells whether pages were left out by [Document.Select].
func (d *Document) Partial() bool { return d.origin != nil }

// originOf is the index that a page had in its file.
func (d *Document) originOf(i int) int {
	if d.origin == nil {
		return i
	}
	return d.origin[i]
}

// Rotation is how far a page is turned clockwise when it is shown: 0, 90, 180
// or 270 degrees.
func (d *Document) Rotation(page PageNode) int {
	turn, _ := d.Integer(page.Dict["Rotate"])
	return ((turn%360 + 360) % 360) / 90 * 90
}

// Rotate turns all pages clockwise by a multiple of 90 degrees.
func (d *Document) Rotate(degrees int) {
	if degrees%360 == 0 {
		return
	}
	for _, p := range d.pages {
		p.Dict["Rotate"] = types.Integer(((d.Rotation(p)+degrees)%360 + 360) % 360)
	}
}

// VisibleBox is the part of a page that viewers show: its crop box within its
// media box (ISO 32000-1, 14.11.2), as left, bottom, right and top.
func (d *Document) VisibleBox(page PageNode) [4]float64 {
	media, ok := d.Rect(page.Dict["MediaBox"])
	if !ok {
		media = letter
	}
	crop, ok := d.Rect(page.Dict["CropBox"])
	if !ok {
		return media
	}
	both := [4]float64{max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])}
	if both[2] <= both[0] || both[3] <= both[1] {
		return media
	}
	return both
}
