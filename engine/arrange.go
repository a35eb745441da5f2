package engine

import (
	"context"
	"fmt"

	"quire/engine/form"
	"quire/engine/pdf"
)

// codeRange is the error of pages that a source does not have.
const codeRange = "PAGE_RANGE"

// papers are the sizes of sheets in points.
var papers = map[string][2]float64{"A4": {595.28, 841.89}, "LETTER": {612, 792}}

// checkSource tells what a page that is made from a PDF lacks; "" for nothing.
func checkSource(page Page) string {
	if lack := needsSource(page); lack != "" {
		return lack
	}
	o := page.options()
	if _, err := pdf.ParseRanges(o.Pages); err != nil {
		return err.Error()
	}
	if o.Rotate%90 != 0 {
		return fmt.Sprintf("pages are turned by 0, 90, 180 or 270 degrees, not by %d", o.Rotate)
	}
	if _, known := papers[o.Paper]; !known && o.Paper != "" {
		return fmt.Sprintf("the paper %q is unknown; it is A4 or LETTER", o.Paper)
	}
	return ""
}

// options are the page's options for its source.
func (p Page) options() PDFOptions {
	if p.PDF == nil {
		return PDFOptions{}
	}
	return *p.PDF
}

// arrange makes of a document what the page's options ask for: images in
// fields, the chosen pages, their form, their rotation and size.
func arrange(ctx context.Context, t task, doc *pdf.Document) ([]form.Warning, error) {
	if err := placeInFields(ctx, t, doc); err != nil {
		return nil, err
	}
	o := t.page.options()
	if err := choosePages(t.page, doc); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	found, err := settle(doc, o)
	if err != nil {
		return nil, err
	}
	doc.Rotate(o.Rotate)
	if size, ok := papers[o.Paper]; ok {
		err = doc.FitPaper(size[0], size[1])
	}
	return found, err
}

// settle says what becomes of the fields.
func settle(doc *pdf.Document, o PDFOptions) ([]form.Warning, error) {
	switch {
	case o.KeepForm:
		return form.Keep(doc)
	case o.AsPrinted:
		return form.FlattenFor(doc, form.AsPrinted)
	}
	return form.Flatten(doc)
}

func choosePages(page Page, doc *pdf.Document) error {
	ranges, err := pdf.ParseRanges(page.options().Pages)
	if err != nil || ranges == nil {
		return err
	}
	indices, err := ranges.Indices(len(doc.Pages()))
	if err != nil {
		return &Error{Code: codeRange, Source: page.Source, Message: fmt.Sprintf(
			"of the file «%s» the pages «%s» are to be taken, but %s; correct the range", page.name(), page.options().Pages, err)}
	}
	doc.Select(indices)
	return nil
}
