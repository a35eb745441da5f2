package form

import (
	"errors"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/pdf"
)

// Fields lists the fields of a document's form in the order of the form;
// fields with the same name count as one. It is empty for a document without
// a form.
func Fields(doc *pdf.Document) ([]Field, error) {
	if doc == nil {
		return nil, errors.New("form: no document")
	}
	return grow(doc).list()
}

func (t *tree) list() ([]Field, error) {
	out := []Field{}
	listed := map[string]int{}
	for _, f := range t.fields {
		if f.name == "" {
			continue
		}
		key := f.name + "\x00" + string(f.kind)
		if i, ok := listed[key]; ok {
			out[i].Widgets = append(out[i].Widgets, t.describeWidgets(f)...)
			continue
		}
		listed[key] = len(out)
		out = append(out, t.describe(f))
	}
	if err := t.exhausted(); err != nil {
		return nil, err
	}
	return out, nil
}

func (t *tree) describe(f *field) Field {
	d := Field{
		Name: f.name, Kind: f.kind,
		Widgets:  t.describeWidgets(f),
		Required: f.flags&flagRequired != 0,
		ReadOnly: f.flags&flagReadOnly != 0,
		Value:    t.value(f, "V"),
		Default:  t.value(f, "DV"),
		Tooltip:  t.text(f.attr("TU")),
	}
	if len(d.Widgets) > 0 {
		d.Page = d.Widgets[0].Page
	}
	switch f.kind {
	case KindText:
		d.MaxLength = t.maxLength(f)
		d.Multiline, d.Password, d.Comb = f.multiline(), f.password(), t.comb(f)
	case KindCombo, KindList:
		d.Options = t.options(f)
		d.Editable = f.kind == KindCombo && f.flags&flagEdit != 0
		d.MultiSelect = f.kind == KindList && f.flags&flagMultiSelect != 0
	case KindCheckbox, KindRadio:
		for _, w := range d.Widgets {
			o := Option{Export: w.Export, Display: w.Export}
			if o.Export != "" && !slices.Contains(d.Options, o) {
				d.Options = append(d.Options, o)
			}
		}
	case KindSignature:
		d.Signed = t.doc.Dict(f.attr("V")) != nil
	}
	return d
}

func (t *tree) describeWidgets(f *field) []Widget {
	var exports []string
	if f.kind == KindCheckbox || f.kind == KindRadio {
		exports = t.exports(f)
	}
	out := make([]Widget, len(f.widgets))
	for i, w := range f.widgets {
		rect, _ := t.doc.Rect(w.dict["Rect"])
		out[i] = Widget{Page: w.page, Rect: rect, Hidden: t.hidden(w)}
		if exports != nil {
			out[i].Export = exports[i]
		}
	}
	return out
}

// value reads the current (V) or default (DV) value.
func (t *tree) value(f *field, key string) Value {
	o := f.typed().attr(key)
	if o == nil {
		return Value{}
	}
	switch f.kind {
	case KindText, KindCombo:
		if a := t.doc.Array(o); len(a) > 0 {
			o = a[0]
		}
		return Text(t.text(o))
	case KindList:
		return Selected(t.selection(o)...)
	case KindCheckbox, KindRadio:
		state, ok := t.doc.NameOf(o)
		if !ok {
			state = t.text(o)
		}
		return t.buttonValue(f, state)
	}
	return Value{}
}

// buttonValue is the value for a state: a check box with one box is on or
// off, others have the export value of the state.
func (t *tree) buttonValue(f *field, state string) Value {
	if f.kind == KindCheckbox && len(t.distinctStates(f)) <= 1 {
		return On(state != offState && state != "")
	}
	exports := t.exports(f)
	for i, w := range f.widgets {
		if slices.Contains(t.states(w), state) {
			return Text(exports[i])
		}
	}
	return Text("")
}

func (t *tree) distinctStates(f *field) []string {
	var out []string
	for _, w := range f.widgets {
		for _, s := range t.states(w) {
			if t.spend(len(out)) && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// selection is a string or an array of them.
func (t *tree) selection(o types.Object) []string {
	if a := t.doc.Array(o); a != nil {
		out := []string{}
		for _, e := range a {
			if !t.spend(effortOfString) {
				break
			}
			out = append(out, t.text(e))
		}
		return out
	}
	if s := t.text(o); s != "" {
		return []string{s}
	}
	return []string{}
}
