package form

import (
	"reflect"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/pdf"
)

// Limits of the walk through foreign forms.
const (
	maxDepth = 64
	maxNodes = 100_000
)

// tree is the form of a document: its fields and where they are shown.
type tree struct {
	doc    *pdf.Document
	acro   types.Dict // the AcroForm dictionary; nil without one
	fields []*field
	byName map[string][]*field

	seen   map[uintptr]bool
	owner  map[uintptr]*field // by the dictionary of the field
	pageOf map[uintptr]int
	shared map[types.IndirectRef][]Option
	nodes  int
	effort int
	view   View
}

// chain is a dictionary of the field tree and those above it, nearest first.
// Attributes are inherited along it (ISO 32000-1, 12.7.3.1).
type chain []types.Dict

func (c chain) attr(key string) types.Object {
	for _, d := range c {
		if v, ok := d[key]; ok && v != nil {
			return v
		}
	}
	return nil
}

// field is a terminal field.
type field struct {
	chain
	name    string
	kind    Kind
	flags   int
	widgets []*widget
}

// widget is a field's annotation on a page.
type widget struct {
	chain
	field *field
	dict  types.Dict
	page  int // from 1; 0 for none
}

// identity tells dictionaries apart that may be direct objects.
func identity(d types.Dict) uintptr { return reflect.ValueOf(d).Pointer() }

// grow reads the form of a document.
func grow(doc *pdf.Document) *tree {
	t := &tree{
		doc: doc, byName: map[string][]*field{},
		seen: map[uintptr]bool{}, owner: map[uintptr]*field{}, pageOf: map[uintptr]int{},
		shared: map[types.IndirectRef][]Option{},
	}
	t.acro = doc.Dict(doc.Catalog()["AcroForm"])
	for i, page := range doc.Pages() {
		for _, o := range t.annots(page.Dict) {
			if d := doc.Dict(o); d != nil {
				t.pageOf[identity(d)] = i + 1
			}
		}
	}
	for _, o := range doc.Array(t.acro["Fields"]) {
		t.walk(o, nil, nil, 0)
	}
	t.adopt()
	t.settle()
	return t
}

// annots are the annotations of a page.
func (t *tree) annots(page types.Dict) types.Array {
	a := t.doc.Array(page["Annots"])
	if !t.spend(len(a)) {
		return nil
	}
	return a
}

// walk visits a node of the field tree: a field, a widget of its parent, or
// both in one.
func (t *tree) walk(o types.Object, above chain, parent *field, depth int) {
	d := t.doc.Dict(o)
	t.nodes++
	if d == nil || depth > maxDepth || t.nodes > maxNodes || t.seen[identity(d)] {
		return
	}
	t.seen[identity(d)] = true
	c := append(chain{d}, above...)
	f := parent
	partial, named := t.doc.Text(d["T"])
	if named || parent == nil {
		f = t.add(c, parent, partial, named)
	}
	kids := t.doc.Array(d["Kids"])
	if t.isWidget(d, len(kids)) {
		t.show(f, c, d)
	}
	for _, kid := range kids {
		t.walk(kid, c, f, depth+1)
	}
}

func (t *tree) isWidget(d types.Dict, kids int) bool {
	subtype, ok := t.doc.NameOf(d["Subtype"])
	if !ok && kids == 0 {
		_, ok := t.doc.Rect(d["Rect"])
		return ok
	}
	return subtype == "Widget"
}

func (t *tree) add(c chain, parent *field, partial string, named bool) *field {
	f := &field{chain: c, name: partial}
	if parent != nil && parent.name != "" {
		f.name = parent.name
		if named {
			f.name += "." + partial
		}
	}
	t.owner[identity(c[0])] = f
	t.fields = append(t.fields, f)
	return f
}

func (t *tree) show(f *field, c chain, d types.Dict) {
	f.widgets = append(f.widgets, &widget{chain: c, field: f, dict: d, page: t.pageOf[identity(d)]})
}

// adopt finds the widgets on pages that the form does not list, and gives them
// to their parents, or to fields of their own.
func (t *tree) adopt() {
	for _, page := range t.doc.Pages() {
		for _, o := range t.annots(page.Dict) {
			d := t.doc.Dict(o)
			if d == nil || t.seen[identity(d)] {
				continue
			}
			if subtype, _ := t.doc.NameOf(d["Subtype"]); subtype == "Widget" {
				t.seen[identity(d)] = true
				c := t.climb(d)
				t.show(t.home(c), c, d)
			}
		}
	}
}

// climb collects a dictionary and those above it by their Parent entries.
func (t *tree) climb(d types.Dict) chain {
	var c chain
	met := map[uintptr]bool{}
	for d != nil && len(c) < maxDepth && !met[identity(d)] {
		met[identity(d)] = true
		c = append(c, d)
		d = t.doc.Dict(d["Parent"])
	}
	return c
}

// home finds or makes the field for the widget at the head of a chain: that of
// the nearest dictionary with a name.
func (t *tree) home(c chain) *field {
	for i, d := range c {
		if f := t.owner[identity(d)]; f != nil {
			return f
		}
		if _, named := t.doc.Text(d["T"]); named || i == len(c)-1 {
			f := &field{chain: c[i:], name: t.fullName(c[i:])}
			t.owner[identity(d)] = f
			t.fields = append(t.fields, f)
			return f
		}
	}
	return nil // a chain is never empty
}

func (t *tree) fullName(c chain) string {
	var parts []string
	for i := len(c) - 1; i >= 0; i-- {
		if s, ok := t.doc.Text(c[i]["T"]); ok {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ".")
}

// settle drops the inner nodes and says what each field is.
func (t *tree) settle() {
	inner := map[uintptr]bool{}
	for _, f := range t.fields {
		for _, above := range f.chain[1:] {
			inner[identity(above)] = true
		}
	}
	all := t.fields
	t.fields = nil
	for _, f := range all {
		if len(f.widgets) == 0 && inner[identity(f.chain[0])] {
			continue
		}
		f.flags, _ = t.doc.Integer(f.typed().attr("Ff"))
		f.kind = t.kind(f)
		t.fields = append(t.fields, f)
		t.byName[f.name] = append(t.byName[f.name], f)
	}
}

// typed is where a field's type is looked up: some producers put it into the
// widgets.
func (f *field) typed() chain {
	if f.attr("FT") == nil && len(f.widgets) > 0 {
		return f.widgets[0].chain
	}
	return f.chain
}
