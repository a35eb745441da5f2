package form

import (
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/canvas"
	"quire/engine/pdf"
)

// Overlay draws over a page, in the page's own coordinates, whatever graphics
// state the page leaves behind. Resource names that the page has already are
// not to be used; [FreeName] gives others.
func Overlay(doc *pdf.Document, page pdf.PageNode, c *canvas.Content) {
	t := &tree{doc: doc}
	t.append(page.Dict, c.Bytes(), balances{of: map[types.IndirectRef]depths{}, looked: new(int)})
	newNames(t, page.Dict).merge(c.Resources())
}

// FreeName is a resource name of a category, such as "XObject", that a page
// does not use.
func FreeName(doc *pdf.Document, page pdf.PageNode, category string) string {
	return newNames(&tree{doc: doc}, page.Dict).next("Own", category)
}
