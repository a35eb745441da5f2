package form

import (
	"errors"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/pdf"
)

// Keep prepares a form that stays interactive in a booklet: every field is
// drawn, fields that are on none of the document's pages go, and so do XFA and
// signatures, since neither fits what the form has become.
func Keep(doc *pdf.Document) ([]Warning, error) {
	if doc == nil {
		return nil, errors.New("form: no document")
	}
	t := grow(doc)
	p := newPainter(t)
	p.drawUndrawn()
	if err := t.exhausted(); err != nil {
		return nil, err
	}
	p.fonts.Embed()
	warnings := append(p.warnings, t.lost()...)
	for _, f := range t.fields {
		if f.kind == KindSignature {
			f.clear("V")
		}
	}
	if t.acro != nil {
		for _, key := range []string{"XFA", "SigFlags", "NeedAppearances"} {
			delete(t.acro, key)
		}
		if doc.Partial() {
			t.acro["Fields"] = t.prune(t.doc.Array(t.acro["Fields"]), map[uintptr]bool{})
			delete(t.acro, "CO")
		}
	}
	if root := doc.Catalog(); root != nil {
		delete(root, "NeedsRendering")
	}
	return warnings, t.exhausted()
}

// prune gives the nodes of the field tree that lead to a widget on a page.
func (t *tree) prune(nodes types.Array, above map[uintptr]bool) types.Array {
	keep := types.Array{}
	for _, o := range nodes {
		d := t.doc.Dict(o)
		if d == nil || above[identity(d)] || !t.spend(1) {
			continue
		}
		if t.pageOf[identity(d)] > 0 {
			keep = append(keep, o)
			continue
		}
		above[identity(d)] = true
		kids := t.prune(t.doc.Array(d["Kids"]), above)
		delete(above, identity(d))
		if len(kids) > 0 {
			d["Kids"] = kids
			keep = append(keep, o)
		}
	}
	return keep
}
