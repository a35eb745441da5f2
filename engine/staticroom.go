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

// shares tells whether the page's document may serve other pages, too: not when
// it is drawn on, or its fields are renamed.
func (p Page) shares() bool {
	return (p.Kind == KindStatic && !p.options().KeepForm || p.Kind == KindExcel) && len(p.Images) == 0
}

func (staticRoom) render(ctx context.Context, t task) (*pdf.Document, []Warning, error) {
	return t.lib.shared(ctx, t.page, func(*volume) (*pdf.Document, []Warning, error) { return prepare(ctx, t) })
}

// prepare reads and arranges the page's PDF.
func prepare(ctx context.Context, t task) (*pdf.Document, []Warning, error) {
	doc, err := t.lib.document(ctx, t.page)
	if err != nil {
		return nil, nil, err
	}
	found, err := arrange(ctx, t, doc)
	if err != nil {
		return nil, nil, err
	}
	return doc, formWarnings(t.page, found), nil
}
