package pdf

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// forms gathers the interactive forms that are kept (ISO 32000-1, 12.7.2).
type forms struct {
	fields, order []string
	// names are the partial names of the fields at the top.
	names map[string]bool
	// resources are those of fields that are drawn anew, by category and name.
	// Of two of the same name the first stays.
	resources map[string]map[string]string
	// copies counts the forms that had to be put below a field of their own.
	copies int
}

// takeForm prepares the document's form before its widgets are copied.
func (c *copier) takeForm(f *forms) {
	root := c.doc.Catalog()
	form := c.doc.Dict(root["AcroForm"])
	fields := slices.Clone(c.doc.Array(form["Fields"]))
	if len(fields) == 0 {
		return
	}
	c.form = maps.Clone(form)
	if f.names == nil {
		f.names, f.resources = map[string]bool{}, map[string]map[string]string{}
	}
	taken := false
	for i, o := range fields {
		field := c.doc.Dict(o)
		if _, direct := o.(types.Dict); direct {
			fields[i] = c.doc.AddObject(field)
		}
		name, _ := c.doc.Text(field["T"])
		taken = taken || f.names[name]
		for _, key := range []string{"DA", "Q"} {
			if field != nil && field[key] == nil && form[key] != nil {
				field[key] = form[key] // forms differ in their defaults
			}
		}
	}
	if taken {
		fields = types.Array{c.below(f.freeName(), fields)}
	}
	c.form["Fields"] = fields
	for _, o := range fields {
		name, _ := c.doc.Text(c.doc.Dict(o)["T"])
		f.names[name] = true
	}
}

// freeName finds a name that no field has.
func (f *forms) freeName() string {
	for {
		f.copies++
		if name := fmt.Sprintf("copy%d", f.copies+1); !f.names[name] {
			return name
		}
	}
}

// below makes a field that has these for its kids.
func (c *copier) below(name string, kids types.Array) types.IndirectRef {
	parent := c.doc.AddObject(types.Dict{"T": TextString(name), "Kids": kids})
	for _, o := range kids {
		if kid := c.doc.Dict(o); kid != nil {
			kid["Parent"] = parent
		}
	}
	return parent
}

// addForm copies what the widgets have not brought along.
func (c *copier) addForm(l *linker) {
	if c.form == nil {
		return
	}
	f := &l.w.forms
	f.fields = append(f.fields, l.filled(c.references(c.form["Fields"]))...)
	f.order = append(f.order, l.filled(c.references(c.form["CO"]))...)
	resources := c.doc.Dict(c.form["DR"])
	for _, category := range slices.Sorted(maps.Keys(resources)) {
		entries := c.doc.Dict(resources[category])
		if f.resources[category] == nil && len(entries) > 0 {
			f.resources[category] = map[string]string{}
		}
		for _, name := range slices.Sorted(maps.Keys(entries)) {
			if f.resources[category][name] == "" {
				var d draft
				c.append(&d, entries[name], 0)
				f.resources[category][name] = string(l.fill(&d))
			}
		}
	}
}

func (f *forms) catalogEntry() string {
	if len(f.fields) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("/AcroForm<<")
	if len(f.order) > 0 {
		b.WriteString("/CO[" + strings.Join(f.order, " ") + "]")
	}
	b.WriteString("/DA(/Helv 0 Tf 0 g)/DR<<")
	for _, category := range slices.Sorted(maps.Keys(f.resources)) {
		b.Write(appendName(nil, category))
		b.WriteString("<<")
		for _, name := range slices.Sorted(maps.Keys(f.resources[category])) {
			b.Write(append(appendName(nil, name), ' '))
			b.WriteString(f.resources[category][name])
		}
		b.WriteString(">>")
	}
	b.WriteString(">>/Fields[" + strings.Join(f.fields, " ") + "]>>")
	return b.String()
}
