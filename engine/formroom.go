package engine

import (
	"context"
	"errors"
	"maps"

	"quire/engine/form"
	"quire/engine/pdf"
)

// formRoom fills an AcroForm and makes it part of the page.
type formRoom struct{}

func (formRoom) check(page Page) string {
	if page.Form == nil {
		return "a form needs its values"
	}
	if lack := checkCells(page.Form); lack != "" {
		return lack
	}
	return checkSource(page)
}

func (formRoom) render(ctx context.Context, t task) (*pdf.Document, []Warning, error) {
	values, warnings, err := cellValues(ctx, t)
	if err != nil {
		return nil, nil, err
	}
	doc, err := t.lib.document(ctx, t.page)
	if err != nil {
		return nil, nil, err
	}
	filled, err := fill(doc, t.page.Form, values)
	if err != nil {
		return nil, nil, err
	}
	arranged, err := arrange(ctx, t, doc)
	if err != nil {
		return nil, nil, err
	}
	return doc, append(warnings, formWarnings(t.page, append(filled, arranged...))...), nil
}

// codeNotFilled is the warning of a field that takes an attribute by its name
// but cannot show the value.
const codeNotFilled = "FIELD_NOT_FILLED"

// fill fills a form with its values, those from cells, and those by name. The
// latter are a convenience: what does not fit is left out with a warning.
func fill(doc *pdf.Document, o *FormOptions, cells map[string]form.Value) ([]form.Warning, error) {
	values := maps.Clone(cells)
	if values == nil {
		values = map[string]form.Value{}
	}
	for name, v := range o.Values {
		if v.Cell == nil {
			values[name] = form.Value{Text: v.Text, On: v.On, Selected: v.Selected}
		}
	}
	mapped := maps.Clone(values)
	if err := fillByName(doc, o.ByName, values); err != nil {
		return nil, err
	}
	warnings, err := form.Fill(doc, values)
	var refused form.Errors
	if len(values) == len(mapped) || !errors.As(err, &refused) {
		return warnings, err
	}
	var left []form.Warning
	for _, e := range refused {
		if _, asked := mapped[e.Field]; asked {
			return nil, err
		}
		delete(values, e.Field)
		left = append(left, form.Warning{Code: codeNotFilled, Field: e.Field,
			Message: "the attribute of the same name was not written: " + e.Error()})
	}
	warnings, err = form.Fill(doc, values)
	return append(left, warnings...), err
}

// formWarnings are the warnings of filling and flattening, each once.
func formWarnings(page Page, found []form.Warning) []Warning {
	var out []Warning
	seen := map[form.Warning]bool{}
	for _, w := range found {
		if seen[w] {
			continue
		}
		seen[w] = true
		out = append(out, Warning{Code: w.Code, Message: page.said(w.Message)})
	}
	return out
}
