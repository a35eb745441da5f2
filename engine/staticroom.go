package engine

import (
	"context"

	"quire/engine/pdf"
)

// staticRoom takes a PDF as it is.
type staticRoom struct{}

func (staticRoom) check(page Page) string {
	if page.Source == "" {
		return "it has no source"
	}
	return ""
}

func (staticRoom) render(ctx context.Context, page Page, lib *library) (*pdf.Document, []Warning, error) {
	v, err := lib.open(ctx, page.Source, page.name())
	if err != nil {
		return nil, nil, err
	}
	if v.static != nil {
		return v.static, v.warnings, nil
	}
	doc, err := lib.document(ctx, page)
	if err != nil {
		return nil, nil, err
	}
	if lib.again(page.Source) {
		v.static = doc
	}
	return doc, nil, nil
}
