package canvas

import (
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Group draws something as one, through which what lies below shows: 1 hides it, 0 is
// invisible. What is drawn does not show through itself (ISO 32000-1, 11.4.7).
func (p *Page) Group(opacity float64, draw func()) {
	form := p.form("DeviceRGB", draw)
	p.doc.groups++
	name := "T" + strconv.Itoa(p.doc.groups)
	p.content.Resource("XObject", name, form)
	p.Save()
	p.Opacity(opacity)
	p.content.op("/" + name + " Do")
	p.Restore()
}

// Recorded is something that was drawn once and may be put in several places of a
// document.
type Recorded struct {
	ref    types.IndirectRef
	name   string
	height float64
}

// Record keeps what is drawn, in the coordinates of the page, for [Page.Put].
func (p *Page) Record(draw func()) *Recorded {
	r := &Recorded{ref: p.form("DeviceRGB", draw), height: p.h}
	p.doc.groups++
	r.name = "T" + strconv.Itoa(p.doc.groups)
	return r
}

// Put draws what was recorded with its origin at x, y and its lengths multiplied.
func (p *Page) Put(r *Recorded, x, y, sx, sy float64) {
	p.content.XObject(r.name, r.ref, [6]float64{sx, 0, 0, sy, x, p.h - y - sy*r.height})
}

// form makes a transparency group of what is drawn, in the coordinates in force.
func (p *Page) form(space string, draw func()) types.IndirectRef {
	outer := p.content
	p.content = NewContent(outer.fonts)
	draw()
	for len(p.content.saved) > 0 {
		p.content.Restore()
	}
	inner := p.content
	p.content = outer
	const far = 1_000_000
	return p.doc.doc.AddStream(types.Dict{
		"Type": types.Name("XObject"), "Subtype": types.Name("Form"), "BBox": types.NewIntegerArray(-far, -far, far, far),
		"Resources": inner.res,
		"Group":     types.Dict{"S": types.Name("Transparency"), "CS": types.Name(space), "I": types.Boolean(true)},
	}, inner.Bytes())
}
