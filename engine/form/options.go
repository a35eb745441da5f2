package form

import (
	"slices"
	"unicode/utf8"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/pdf"
)

// maxOptions bounds the options read from one field.
const maxOptions = 20_000

// text is what a string, name or stream says; empty for anything else.
func (t *tree) text(o types.Object) string {
	if s, ok := t.doc.Text(o); ok {
		return s
	}
	if n, ok := t.doc.NameOf(o); ok {
		return nameText(n)
	}
	if t.doc.Stream(o) != nil && t.spend(1) {
		if b, err := t.doc.StreamContent(o); err == nil && t.spend(len(b)) {
			return pdf.DecodeText(b)
		}
	}
	return ""
}

// nameText reads a name as text: UTF-8 (ISO 32000-1, 7.3.5), or the encoding
// of strings where it is not.
func nameText(n string) string {
	if utf8.ValidString(n) {
		return n
	}
	return pdf.DecodeText([]byte(n))
}

// options are the entries of Opt: strings, or pairs of export value and text.
// Fields may share them.
func (t *tree) options(f *field) []Option {
	o := f.typed().attr("Opt")
	ref, shared := o.(types.IndirectRef)
	if opts, ok := t.shared[ref]; ok && shared {
		return opts
	}
	opts := t.readOptions(o)
	if shared {
		t.shared[ref] = opts
	}
	return opts
}

func (t *tree) readOptions(o types.Object) []Option {
	var out []Option
	for _, o := range t.doc.Array(o) {
		if len(out) == maxOptions || !t.spend(effortOfString) {
			break
		}
		if pair := t.doc.Array(o); len(pair) >= 2 {
			out = append(out, Option{Export: t.text(pair[0]), Display: t.text(pair[1])})
			continue
		} else if len(pair) == 1 {
			o = pair[0]
		}
		s := t.text(o)
		out = append(out, Option{Export: s, Display: s})
	}
	return out
}

// states are the names under which a button's widget can be switched on.
func (t *tree) states(w *widget) []string {
	ap := t.doc.Dict(w.dict["AP"])
	var names []string
	for _, key := range []string{"N", "D"} {
		d, ok := t.doc.Resolve(ap[key]).(types.Dict)
		if !ok {
			continue
		}
		for name := range d {
			if name != "Off" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// offState is the name of a button that is not on (ISO 32000-1, 12.7.4.2.3).
const offState = "Off"

// exports are the values that a button's widgets stand for, in their order:
// the entry of Opt where its entries are unique, else the name of the state.
func (t *tree) exports(f *field) []string {
	opts := t.options(f)
	out := make([]string, len(f.widgets))
	for i, w := range f.widgets {
		if s := t.states(w); len(s) > 0 {
			out[i] = nameText(s[0])
		}
		if len(opts) == len(f.widgets) && t.spend(len(opts)) && opts[i].Export != "" && countExport(opts, opts[i].Export) == 1 {
			out[i] = opts[i].Export
		}
	}
	return out
}

func countExport(opts []Option, export string) int {
	n := 0
	for _, o := range opts {
		if o.Export == export {
			n++
		}
	}
	return n
}
