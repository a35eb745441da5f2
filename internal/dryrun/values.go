package dryrun

import (
	"errors"
	"fmt"

	"quire/engine/form"
	"quire/engine/sheet"
	"quire/internal/plan"
)

// codeFieldNotFilled: an attribute that is written by its name does not fit the field,
// which stays as it is. The engine names it so.
const codeFieldNotFilled = "FIELD_NOT_FILLED"

// cell notes what a field is given from the workbook.
func (p *Plan) cell(number int, m plan.FieldMapping, found sheet.CellText) {
	text := found.Text
	if (text == "" || found.Fault != "") && m.Missing == plan.MissingDefault {
		text = m.Default
	}
	if p.cells[number] == nil {
		p.cells[number] = map[string]string{}
	}
	p.cells[number][m.Field] = text
}

// judgeValues finds what the forms would refuse of the customer's values.
func (p *Plan) judgeValues(s plan.Snapshot) {
	for i := range p.Pages {
		page := &p.Pages[i]
		c, ok := p.formOf(page)
		if !ok {
			continue
		}
		texts := s.FormTexts(page.Number)
		for field, text := range p.cells[page.Number] {
			texts[field] = text
		}
		for _, e := range refused(c.form, texts) {
			page.Problems = append(page.Problems, plan.Note{Page: page.Number, Code: e.Code(),
				Message: fmt.Sprintf("«%s»: %s; correct the value or the mapping", page.File.Name, e)})
		}
		byName, wanted := map[string]string{}, s.TextsByName(page.Number)
		for _, field := range c.fields {
			if text, named := wanted[field]; named {
				byName[field] = text
			}
		}
		for _, e := range refused(c.form, byName) {
			page.Notes = append(page.Notes, plan.Note{Page: page.Number, Code: codeFieldNotFilled,
				Message: fmt.Sprintf("the attribute of the same name is not written: %s", e)})
		}
	}
}

// formOf is the form of a page that has one.
func (p *Plan) formOf(page *plan.Explained) (content, bool) {
	if page.Page.Kind != plan.KindPDFForm || page.File == nil {
		return content{}, false
	}
	c, ok := p.forms[page.File.Key]
	return c, ok
}

// refused is what a form does not take, except for fields that it has not: those are
// found without any value.
func refused(f *form.Form, texts map[string]string) (found form.Errors) {
	values := make(map[string]form.Value, len(texts))
	for field, text := range texts {
		values[field] = form.Text(text)
	}
	var all form.Errors
	if err := f.Check(values); !errors.As(err, &all) {
		return nil
	}
	for _, e := range all {
		if e.Reason != form.FieldUnknown {
			found = append(found, e)
		}
	}
	return found
}

// judgeCommonValues finds what the forms would refuse of the values that are the same for
// all customers: those from the workbook.
func (p *Plan) judgeCommonValues() {
	for i := range p.Pages {
		page := &p.Pages[i]
		c, ok := p.formOf(page)
		if !ok {
			continue
		}
		for _, e := range refused(c.form, p.cells[page.Number]) {
			page.Problems = append(page.Problems, plan.Note{Page: page.Number, Code: e.Code(),
				Message: fmt.Sprintf("«%s»: %s; correct the workbook or the mapping", page.File.Name, e)})
		}
	}
}

// misfits are the customer's values that the forms would refuse.
func (p *Plan) misfits(s plan.Snapshot) (found []plan.Gap) {
	for i := range p.Pages {
		page := &p.Pages[i]
		c, ok := p.formOf(page)
		if !ok {
			continue
		}
		for _, e := range refused(c.form, s.FormTexts(page.Number)) {
			found = append(found, plan.Gap{Page: page.Number, Code: e.Code(), Field: e.Field, Attribute: s.Origin(page.Number, e.Field), Fatal: true})
		}
	}
	return found
}

// misfit says which customers have a value that a field does not take.
func misfit(g LintGroup, who, have, where string, period plan.Period) string {
	what := "a value"
	if g.Attribute != "" {
		what = "a " + g.Attribute
	}
	why := "that does not fit"
	switch form.Reason(g.Code) {
	case form.TextTooLong:
		why = "that is too long for"
	case form.OptionUnknown:
		why = "that is none of the options of"
	}
	return fmt.Sprintf("%s %s %s in %s %s the field «%s» of %s", who, have, what, period, why, g.Field, where)
}
