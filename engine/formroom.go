package engine

import (
	"context"

	"quire/engine/form"
	"quire/engine/pdf"
)

// formRoom fills an AcroForm and makes it part of the page.
type formRoom struct{}

func (formRoom) check(page Page) string {
	if page.Form == nil {
		return "a form needs its values"
	}
	return needsSource(page)
}

func (formRoom) render(ctx context.Context, t task) (*pdf.Document, []Warning, error) {
	doc, err := t.lib.document(ctx, t.page)
	if err != nil {
		return nil, nil, err
	}
	values := make(map[string]form.Value, len(t.page.Form.Values))
	for name, v := range t.page.Form.Values {
		values[name] = form.Value(v)
	}
	if err := fillByName(doc, t.page.Form.ByName, values); err != nil {
		return nil, nil, err
	}
	filled, err := form.Fill(doc, values)
	if err != nil {
		return nil, nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	flattened, err := form.Flatten(doc)
	if err != nil {
		return nil, nil, err
	}
	return doc, formWarnings(t.page, append(filled, flattened...)), nil
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
