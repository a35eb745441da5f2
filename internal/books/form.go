package books

import (
	"fmt"
	"strings"

	"quire/ent/page"
	"quire/internal/plan"
	"quire/internal/problem"
)

// Form is a PDF form, filled and flattened.
type Form struct {
	FileID string
	Fields []plan.FieldMapping
	// FillByName lets a field that is not mapped take the attribute of the same
	// name.
	FillByName bool
	// PDF says how the form is taken.
	PDF    plan.SourceConfig
	Images Images
}

// Limits of form mappings.
const (
	maxMappings  = 2000
	maxFieldName = 1000     // bytes
	maxText      = 64 << 10 // bytes
)

func (*Form) kind() page.Kind { return page.KindPDFForm }

func (o *Form) check(in *problem.Input, prefix string) {
	checkSource(in, prefix, o.PDF)
	o.Images.check(in, prefix, plan.KindPDFForm)
	if len(o.Fields) > maxMappings {
		in.Check(false, prefix+"fields", "%d fields are too many: map at most %d", len(o.Fields), maxMappings)
		return
	}
	seen := make(map[string]int, len(o.Fields))
	for i, m := range o.Fields {
		path := fmt.Sprintf("%sfields.%d.", prefix, i)
		checkMapping(in, path, m)
		if first, again := seen[m.Field]; again {
			in.Check(false, path+"field", "the field «%s» is mapped already, by fields.%d", m.Field, first)
		} else {
			seen[m.Field] = i
		}
	}
}

func checkMapping(in *problem.Input, path string, m plan.FieldMapping) {
	in.Check(strings.TrimSpace(m.Field) != "", path+"field", "give the form field's full name")
	in.Check(len(m.Field) <= maxFieldName, path+"field", "the field's name must have at most %d bytes", maxFieldName)
	checkText(in, path+"field", m.Field)
	if m.Attribute != nil {
		checkKey(in, path+"attribute", *m.Attribute)
	}
	if m.Literal != nil {
		checkText(in, path+"literal", *m.Literal)
	}
	report(in, path, m.Faults())
	checkText(in, path+"format", m.Format)
	checkText(in, path+"default", m.Default)
}

// checkKey checks the key of an attribute.
func checkKey(in *problem.Input, path, key string) {
	in.Check(strings.TrimSpace(key) != "", path, "give the attribute's key")
	in.Check(len(key) <= maxKey, path, "the attribute's key must have at most %d bytes", maxKey)
	checkText(in, path, key)
}

// checkText checks what the database must be able to keep.
func checkText(in *problem.Input, path, text string) {
	in.Check(len(text) <= maxText, path, "the text has %d bytes; at most %d are kept", len(text), maxText)
	in.Check(!strings.Contains(text, "\x00"), path, "the text must not contain the character NUL")
}

func (o *Form) files(prefix string) []reference {
	return append([]reference{pdfAt(o.FileID, prefix+"fileId")}, o.Images.files(prefix)...)
}

func (o *Form) parts() parts {
	return parts{
		file:   &o.FileID,
		config: arranged(plan.Config{Form: &plan.FormConfig{Fields: o.Fields, FillByName: o.FillByName}}, o.PDF, o.Images),
	}
}
