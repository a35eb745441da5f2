package engine

import (
	"context"

	"quire/engine/pdf"
)

// staticRoom takes a PDF as it is. Forms in it become what they show, since a
// booklet has no form of its own.
type staticRoom struct{}

func (staticRoom) check(page Page) string { return checkSource(page) }

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
	// What is drawn on, or renamed, cannot serve another page.
	same := len(t.page.Images) == 0 && !t.page.options().KeepForm
	if ready, ok := v.static[t.page.options()]; ok && same {
		return ready.doc, ready.warnings, nil
	}
	doc, err := t.lib.document(ctx, t.page)
	if err != nil {
		return nil, nil, err
	}
	found, err := arrange(ctx, t, doc)
	if err != nil {
		return nil, nil, err
	}
	warnings := formWarnings(t.page, found)
	if same && t.lib.again(t.page.Source) {
		if v.static == nil {
			v.static = map[PDFOptions]readyPages{}
		}
		v.static[t.page.options()] = readyPages{doc, warnings}
	}
	return doc, warnings, nil
}
