// Package pdf reads PDF files of any origin within limits and writes booklets
// from their pages. It stands on pdfcpu's reader and object model.
package pdf

import (
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// Document is a PDF in memory: pdfcpu's object table and the pages found in it.
// It is not safe for use by several goroutines.
type Document struct {
	ctx *model.Context
}

// Context gives the object table for reading and changing objects.
func (d *Document) Context() *model.Context { return d.ctx }
