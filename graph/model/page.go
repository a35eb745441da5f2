// Package model has the API's own types: those that are not rows of the
// database as they are.
package model

import (
	"fmt"

	"quire/ent"
	"quire/ent/page"
	"quire/internal/plan"
)

// Page is a page of a book, of the Go type that belongs to its kind.
type Page interface {
	ent.Noder
	IsPage()
}

// base is what the pages of all kinds have in common.
type base struct{ *ent.Page }

// IsPage marks the implementers of the GraphQL interface Page.
func (base) IsPage() {}

// Number is the page's place in the book, from 1.
func (b base) Number() int { return b.Page.Position + 1 }

// StaticPage is a PDF as it is.
type StaticPage struct{ base }

// PdfFormPage is a form that is filled and flattened.
type PdfFormPage struct{ base }

// ChoosablePage is one of several PDFs.
type ChoosablePage struct{ base }

// ExcelPage is a tab of the job's workbook.
type ExcelPage struct{ base }

// NewPage gives the row the type of its kind.
func NewPage(p *ent.Page) (Page, error) {
	switch p.Kind {
	case page.KindStatic:
		return &StaticPage{base{p}}, nil
	case page.KindPDFForm:
		return &PdfFormPage{base{p}}, nil
	case page.KindChoosable:
		return &ChoosablePage{base{p}}, nil
	case page.KindExcel:
		return &ExcelPage{base{p}}, nil
	}
	return nil, fmt.Errorf("page %s has the unknown kind %q", p.ID, p.Kind)
}

// PageImage is an image on a page, with its row when it is a file.
type PageImage struct {
	plan.ImageConfig
	Upload *ent.Upload
}
