package form

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/pdf"
)

// Fill sets the values by full field name and draws the fields anew that got
// one; all other fields stay as they are. A form that asks its viewer to draw
// its fields (NeedAppearances) has all of them drawn. Read-only fields may be
// filled: they are locked for people only.
//
// When any value cannot be set, nothing is changed and the error is an
// [Errors] with all of them. A form that takes more work than any sound one is
// refused with an [*Error].
func Fill(doc *pdf.Document, values map[string]Value) ([]Warning, error) {
	if doc == nil {
		return nil, errors.New("form: no document")
	}
	t := grow(doc)
	jobs, err := t.planValues(values)
	if err != nil {
		return nil, err
	}
	p := newPainter(t)
	for _, j := range jobs {
		j(p)
	}
	p.calculate(values)
	p.drawUndrawn()
	if err := t.exhausted(); err != nil {
		return nil, err
	}
	p.fonts.Embed()
	return append(p.warnings, p.uncalculated(values)...), nil
}

// job sets one field and draws it.
type job func(*painter)

func (t *tree) unknown(name string) *Error {
	names := slices.Sorted(maps.Keys(t.byName))
	names = slices.DeleteFunc(names, func(n string) bool { return n == "" })
	detail := "the form has no such field"
	if len(names) == 0 {
		detail = "the file has no form fields; use it as a static page, or choose another file"
	} else if like := near(name, names); len(like) > 0 {
		detail += "; similar: " + quoted(like)
	} else {
		detail += "; it has " + quoted(names)
	}
	return &Error{Reason: FieldUnknown, Field: name, Detail: detail}
}

// planAll checks a value for all fields of a name. Buttons of one name act
// together: the value need only be one of some field's, the others go off.
func (t *tree) planAll(fields []*field, v Value) ([]job, *Error) {
	var jobs []job
	var first *Error
	for _, f := range fields {
		j, err := t.plan(f, v)
		if err != nil {
			if first == nil {
				first = err
			}
			if err.Reason != OptionUnknown || f.kind != KindRadio && f.kind != KindCheckbox {
				return nil, err
			}
			j = t.switchTo(f, offState)
		}
		jobs = append(jobs, j)
	}
	if first != nil && !t.anyAccepts(fields, v) {
		return nil, first
	}
	return jobs, nil
}

func (t *tree) anyAccepts(fields []*field, v Value) bool {
	return slices.ContainsFunc(fields, func(f *field) bool {
		_, err := t.plan(f, v)
		return err == nil
	})
}

// plan checks a value for a field.
func (t *tree) plan(f *field, v Value) (job, *Error) {
	switch f.kind {
	case KindText:
		return t.planText(f, v)
	case KindCombo:
		return t.planCombo(f, v)
	case KindList:
		return t.planList(f, v)
	case KindCheckbox:
		return t.planCheckbox(f, v)
	case KindRadio:
		return t.planRadio(f, v)
	}
	return nil, &Error{FieldNotFillable, f.name, fmt.Sprintf("it is a %s field, which takes no value", f.kind)}
}

func wrongKind(f *field, v Value, want string) *Error {
	return &Error{ValueKind, f.name, fmt.Sprintf("it is a %s field and needs %s, not %s", f.kind, want, v)}
}

// lineEnds brings the ways to end a line together.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n")

func (t *tree) planText(f *field, v Value) (job, *Error) {
	if v.Text == nil {
		return nil, wrongKind(f, v, "a text")
	}
	text := lineEnds.Replace(strings.ToValidUTF8(*v.Text, "\uFFFD"))
	if !f.multiline() {
		text = strings.ReplaceAll(text, "\n", " ")
	}
	if n, most := utf8.RuneCountInString(text), t.maxLength(f); most > 0 && n > most {
		return nil, &Error{TextTooLong, f.name, fmt.Sprintf("the text has %d characters; at most %d are allowed", n, most)}
	}
	return func(p *painter) {
		f.set("V", pdf.TextString(text))
		f.clear("RV", "I")
		p.drawField(f)
	}, nil
}

func (t *tree) planCombo(f *field, v Value) (job, *Error) {
	text := v.Text
	if text == nil && len(v.Selected) == 1 {
		text = &v.Selected[0]
	}
	if text == nil {
		return nil, wrongKind(f, v, "one of its options as a text")
	}
	opts := t.options(f)
	i := findOption(opts, *text)
	if i < 0 && *text != "" && f.flags&flagEdit == 0 {
		return nil, unknownOption(f, *text, opts)
	}
	export := *text
	if i >= 0 {
		export = opts[i].Export
	}
	return func(p *painter) {
		f.set("V", pdf.TextString(export))
		f.clear("RV", "I")
		if i >= 0 {
			f.set("I", types.Array{types.Integer(i)})
		}
		p.drawField(f)
	}, nil
}

func (t *tree) planList(f *field, v Value) (job, *Error) {
	picks := v.Selected
	if v.Text != nil {
		picks = []string{*v.Text}
		if findOption(t.options(f), *v.Text) < 0 {
			picks = lines(*v.Text)
		}
	} else if v.Selected == nil {
		return nil, wrongKind(f, v, "a list of its options")
	}
	if len(picks) > 1 && f.flags&flagMultiSelect == 0 {
		return nil, &Error{ValueKind, f.name, fmt.Sprintf("only one option may be selected, not %d", len(picks))}
	}
	opts := t.options(f)
	var rows []int
	for _, pick := range picks {
		i := findOption(opts, pick)
		if i < 0 {
			return nil, unknownOption(f, pick, opts)
		}
		if !slices.Contains(rows, i) {
			rows = append(rows, i)
		}
	}
	slices.Sort(rows)
	return func(p *painter) {
		chosen, indices := types.Array{}, types.Array{}
		for _, i := range rows {
			chosen = append(chosen, pdf.TextString(opts[i].Export))
			indices = append(indices, types.Integer(i))
		}
		f.set("V", chosen)
		f.set("I", indices)
		f.clear("TI")
		p.drawField(f)
	}, nil
}

// findOption finds an option by its export value, else by its text; -1 for none.
func findOption(opts []Option, s string) int {
	if i := slices.IndexFunc(opts, func(o Option) bool { return o.Export == s }); i >= 0 {
		return i
	}
	return slices.IndexFunc(opts, func(o Option) bool { return o.Display == s })
}

func unknownOption(f *field, s string, opts []Option) *Error {
	var names []string
	for _, o := range opts {
		names = append(names, o.Export)
	}
	return noOption(f, s, names)
}

func noOption(f *field, s string, names []string) *Error {
	detail := "there is no option «" + s + "»"
	if like := near(s, names); len(like) > 0 {
		detail += "; similar: " + quoted(like)
	} else if len(names) > 0 {
		detail += "; there are " + quoted(names)
	}
	return &Error{OptionUnknown, f.name, detail}
}

// set writes an entry of the field's own dictionary; entries of its widgets
// would hide it.
func (f *field) set(key string, v types.Object) {
	f.clear(key)
	f.chain[0][key] = v
}

func (f *field) clear(keys ...string) {
	for _, key := range keys {
		delete(f.chain[0], key)
		for _, w := range f.widgets {
			for _, d := range w.chain {
				if identity(d) == identity(f.chain[0]) {
					break
				}
				delete(d, key)
			}
		}
	}
}
