package form

import (
	"errors"
	"maps"
	"math"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/canvas"
	"quire/engine/pdf"
)

// View says which of two looks of a form is meant.
type View int

const (
	// OnScreen leaves out what is hidden or not viewed.
	OnScreen View = iota
	// AsPrinted leaves out what is hidden or not printed.
	AsPrinted
)

// Flatten turns all fields into page content as a viewer shows them on screen
// and removes the form: AcroForm, XFA and all widgets. Other annotations stay.
// Fields that have no appearance yet are drawn first.
func Flatten(doc *pdf.Document) ([]Warning, error) { return FlattenFor(doc, OnScreen) }

// FlattenFor is [Flatten] for one of the looks of a form.
func FlattenFor(doc *pdf.Document, view View) ([]Warning, error) {
	if doc == nil {
		return nil, errors.New("form: no document")
	}
	t := grow(doc)
	t.view = view
	p := newPainter(t)
	p.drawUndrawn()
	if err := t.exhausted(); err != nil {
		return nil, err
	}
	p.fonts.Embed()
	counts := balances{of: map[types.IndirectRef]depths{}, looked: new(int)}
	for _, page := range doc.Pages() {
		t.flattenPage(page.Dict, counts)
	}
	if err := t.exhausted(); err != nil {
		return nil, err
	}
	warnings := append(p.warnings, t.lost()...)
	if root := doc.Catalog(); root != nil {
		delete(root, "AcroForm")
		delete(root, "NeedsRendering")
	}
	return warnings, nil
}

// flattenPage moves the widgets of a page into its content.
func (t *tree) flattenPage(page types.Dict, counts balances) {
	annots := t.annots(page)
	if len(annots) == 0 {
		return
	}
	keep := types.Array{}
	stamp := canvas.NewContent(nil)
	names := newNames(t, page)
	for _, o := range annots {
		d := t.doc.Dict(o)
		if d == nil {
			continue
		}
		if !t.isFieldWidget(d) {
			keep = append(keep, o)
			continue
		}
		t.stamp(stamp, d, names)
	}
	if len(keep) == len(annots) {
		return
	}
	page["Annots"] = keep
	if len(keep) == 0 {
		delete(page, "Annots")
	}
	if len(stamp.Bytes()) > 0 {
		t.append(page, stamp.Bytes(), counts)
		names.merge(stamp.Resources())
	}
}

// isFieldWidget tells the annotations that belong to the form.
func (t *tree) isFieldWidget(d types.Dict) bool {
	subtype, ok := t.doc.NameOf(d["Subtype"])
	return subtype == "Widget" || !ok && t.seen[identity(d)]
}

// stamp draws a widget's appearance in its rectangle (ISO 32000-1, 12.5.5,
// algorithm 8.1).
func (t *tree) stamp(c *canvas.Content, d types.Dict, names *names) {
	if t.hidden(&widget{dict: d}) {
		return
	}
	ref, form := t.normalAppearance(d)
	rect, ok := t.doc.Rect(d["Rect"])
	if form == nil || !ok {
		return
	}
	m, ok := t.fit(form, rect)
	if !ok {
		return
	}
	form["Type"], form["Subtype"] = types.Name("XObject"), types.Name("Form")
	layer := d["OC"]
	if layer != nil {
		name := names.next("OC", "Properties")
		c.Resource("Properties", name, layer)
		c.Raw("/OC /" + name + " BDC")
	}
	c.XObject(names.next("Fm", "XObject"), ref, m)
	if layer != nil {
		c.Raw("EMC")
	}
}

// normalAppearance is the stream that a viewer shows: the N entry, or the
// state of it that is set (ISO 32000-1, 12.5.5).
func (t *tree) normalAppearance(d types.Dict) (types.IndirectRef, types.Dict) {
	o := t.doc.Dict(d["AP"])["N"]
	if states, ok := t.doc.Resolve(o).(types.Dict); ok {
		state, ok := t.doc.NameOf(d["AS"])
		if !ok {
			state = offState
		}
		o = states[state]
	}
	sd := t.doc.Stream(o)
	if sd == nil {
		return types.IndirectRef{}, nil
	}
	ref, ok := o.(types.IndirectRef)
	if !ok {
		return types.IndirectRef{}, nil
	}
	return ref, sd.Dict
}

// fit is the matrix that brings an appearance's box, as its own matrix turns
// it, onto a rectangle.
func (t *tree) fit(form types.Dict, rect [4]float64) (m [6]float64, ok bool) {
	box, ok := t.doc.Rect(form["BBox"])
	if !ok {
		return m, false
	}
	own := [6]float64{1, 0, 0, 1, 0, 0}
	if a := t.doc.Array(form["Matrix"]); len(a) == 6 {
		for i := range own {
			own[i], _ = t.doc.Number(a[i])
		}
	}
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, corner := range [][2]float64{{box[0], box[1]}, {box[2], box[1]}, {box[0], box[3]}, {box[2], box[3]}} {
		x := own[0]*corner[0] + own[2]*corner[1] + own[4]
		y := own[1]*corner[0] + own[3]*corner[1] + own[5]
		x0, y0, x1, y1 = math.Min(x0, x), math.Min(y0, y), math.Max(x1, x), math.Max(y1, y)
	}
	if !(x1 > x0 && y1 > y0) {
		return m, false
	}
	sx, sy := (rect[2]-rect[0])/(x1-x0), (rect[3]-rect[1])/(y1-y0)
	return [6]float64{sx, 0, 0, sy, rect[0] - x0*sx, rect[1] - y0*sy}, true
}

// names finds resource names that a page does not use.
type names struct {
	doc   *pdf.Document
	page  types.Dict
	count int
}

func newNames(t *tree, page types.Dict) *names { return &names{doc: t.doc, page: page} }

func (n *names) category(category string) types.Dict {
	return n.doc.Dict(n.doc.Dict(n.page["Resources"])[category])
}

func (n *names) next(prefix, category string) string {
	for {
		n.count++
		name := prefix + "Q" + strconv.Itoa(n.count)
		if _, taken := n.category(category)[name]; !taken {
			return name
		}
	}
}

// merge adds resources to copies of the page's dictionaries, which other pages
// may share.
func (n *names) merge(added types.Dict) {
	res := types.Dict{}
	maps.Copy(res, n.doc.Dict(n.page["Resources"]))
	for category, entries := range added {
		d := types.Dict{}
		maps.Copy(d, n.category(category))
		maps.Copy(d, entries.(types.Dict))
		res[category] = d
	}
	n.page["Resources"] = res
}
