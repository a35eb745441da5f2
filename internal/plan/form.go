package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"quire/engine"
)

// form turns the mappings of a form page into the values of its fields.
func (r *resolver) form(number int, config *FormConfig) *engine.FormOptions {
	options := &engine.FormOptions{Values: map[string]engine.FieldValue{}}
	if config == nil {
		return options
	}
	var blank []string
	for _, m := range config.Fields {
		if m.Cell != nil {
			options.Values[m.Field] = engine.FieldValue{Cell: m.cell()}
			continue
		}
		text, ok := r.mapped(m)
		if !ok {
			text, ok = r.missing(number, m)
			if ok && text == "" {
				blank = append(blank, fmt.Sprintf("«%s» (no %s)", m.Field, m.source()))
			}
		}
		options.Values[m.Field] = engine.FieldValue{Text: &text}
	}
	if len(blank) > 0 {
		r.notes = append(r.notes, Note{Page: number, Code: NoteAttributeMissing, Message: fmt.Sprintf(
			"%s: left blank because «%s» has no value in %s: %s",
			r.Label(number), r.Customer.Name, r.Period, strings.Join(blank, ", "))})
	}
	if config.usesCells() && r.Spreadsheet != nil {
		options.Workbook, options.WorkbookName = r.Spreadsheet.Key, r.Spreadsheet.Name
	}
	if config.FillByName {
		options.ByName = r.byName(options.Values)
	}
	return options
}

// FormTexts are what the mappings of a form page write, by field, without those from cells
// and those for which there is no value.
func (s Snapshot) FormTexts(number int) map[string]string {
	r := &resolver{Snapshot: s}
	texts := map[string]string{}
	for _, m := range s.mappings(number) {
		if m.Cell != nil {
			continue
		}
		text, ok := r.mapped(m)
		if !ok && m.Missing == MissingDefault {
			text, ok = m.Default, true
		}
		if ok {
			texts[m.Field] = text
		}
	}
	return texts
}

// TextsByName are the attributes that a form page writes into fields of their names.
func (s Snapshot) TextsByName(number int) map[string]string {
	if config := s.Pages[number-1].Config.Form; config == nil || !config.FillByName {
		return nil
	}
	mapped := map[string]engine.FieldValue{}
	for _, m := range s.mappings(number) {
		mapped[m.Field] = engine.FieldValue{}
	}
	return (&resolver{Snapshot: s}).byName(mapped)
}

// mappings are those of a page, which may not be a form.
func (s Snapshot) mappings(number int) []FieldMapping {
	if config := s.Pages[number-1].Config.Form; config != nil {
		return config.Fields
	}
	return nil
}

// cell is what the engine is told of a cell; the workbook is not read before.
func (m FieldMapping) cell() *engine.CellValue {
	c := &engine.CellValue{Cells: *m.Cell, Format: m.Format, Required: m.Missing == MissingFail}
	if m.Missing == MissingDefault {
		c.Default = m.Default
	}
	return c
}

// usesCells tells whether a field is filled from the workbook.
func (c *FormConfig) usesCells() bool {
	return c != nil && slices.ContainsFunc(c.Fields, func(m FieldMapping) bool { return m.Cell != nil })
}

// mapped gives what the mapping asks for in its format; false when there is no
// value.
func (r *resolver) mapped(m FieldMapping) (string, bool) {
	text, ok := r.raw(m)
	if !ok {
		return "", false
	}
	return formatted(text, m.Format), true
}

func (r *resolver) raw(m FieldMapping) (string, bool) {
	switch {
	case m.Literal != nil:
		return *m.Literal, true
	case m.Attribute != nil:
		a := r.Attributes[*m.Attribute]
		return a.Text, a.Image == nil && a.present()
	case m.Property != nil:
		text := r.property(*m.Property)
		return text, text != ""
	}
	return "", false
}

// missing gives what is written when there is no value; with MissingFail it
// records an error and gives false.
func (r *resolver) missing(number int, m FieldMapping) (string, bool) {
	switch m.Missing {
	case MissingDefault:
		return m.Default, true
	case MissingFail:
		why := "has no value"
		if m.Attribute != nil && r.Attributes[*m.Attribute].Image != nil {
			why = "is an image and cannot be written into a field"
		}
		r.fail(number, CodeAttributeMissing, "the field «%s» needs the %s, which %s for «%s» in %s; set it and order the booklet again",
			m.Field, m.source(), why, r.Customer.Name, r.Period)
		return "", false
	}
	return "", true
}

// source names what a mapping takes its value from.
func (m FieldMapping) source() string {
	switch {
	case m.Attribute != nil:
		return fmt.Sprintf("attribute «%s»", *m.Attribute)
	case m.Property != nil:
		return "property " + string(*m.Property)
	}
	return "value"
}

// property gives what is known besides the attributes; "" when it is not.
func (s Snapshot) property(p Property) string {
	switch p {
	case PropertyCustomerName:
		return s.Customer.Name
	case PropertyBookName:
		return s.Book.Name
	case PropertyOrganisationName:
		return s.Organisation
	case PropertyYear:
		return strconv.Itoa(s.Period.Year)
	case PropertyQuarter:
		return strconv.Itoa(s.Period.Quarter)
	case PropertyPeriod:
		return s.Period.String()
	case PropertyDate:
		if !s.Date.IsZero() {
			return s.Date.Format(time.DateOnly)
		}
	}
	return ""
}

// byName gives the texts of the attributes that no mapping has dealt with.
func (r *resolver) byName(mapped map[string]engine.FieldValue) map[string]string {
	values := map[string]string{}
	for key, a := range r.Attributes {
		if _, done := mapped[key]; !done && a.Image == nil {
			values[key] = a.Text
		}
	}
	return values
}

// Origin is the attribute that a field of a form page is filled from; empty when it is
// filled from something else.
func (s Snapshot) Origin(number int, field string) string {
	for _, m := range s.mappings(number) {
		if m.Field == field && m.Attribute != nil {
			return *m.Attribute
		}
	}
	return ""
}
