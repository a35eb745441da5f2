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
