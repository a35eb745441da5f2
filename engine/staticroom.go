package engine

import (
	"context"

	"quire/engine/form"
	"quire/engine/pdf"
)

// staticRoom takes a PDF as it is. Forms in it become what they show, since a
// booklet has no form of its own.
type staticRoom struct{}

func (staticRoom) check(page Page) string { return needsSource(page) }

func needsSource(page Page) string {
	if page.Source == "" {
		return "it has no source"
	}
	return ""
}

func (staticRoom) render(ctx context.Context, t task) (*pdf.Document, []Warning, error) {
	v, err := t.lib.open(ctx, t.page.Source, t.page.name())
	if err != nil {
		return nil, nil, err
	}
	if v.static != nil {
		return v.static, v.warnings, nil
	}
	doc, err := t.lib.document(ctx, t.page)
	if err != nil {
		return nil, nil, err
	}
	found, err := form.Flatten(doc)
	if err != nil {
		return nil, nil, err
	}
	warnings := formWarnings(t.page, found)
	if t.lib.again(t.page.Source) {
		v.static, v.warnings = doc, warnings
	}
	return doc, warnings, nil
}
