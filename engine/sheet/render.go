// Package sheet prints a worksheet of an XLSX workbook (ECMA-376) as its
// spreadsheet program would: the same cells on the same pages, as a PDF.
//
// The rooms inside: read turns the file into plain data (model), layout decides
// where everything stands, numfmt shows values by their number formats, and
// draw puts it on pages.
package sheet

import (
	"context"
	"fmt"
	"io"
	"slices"

	"quire/engine/pdf"
	"quire/engine/sheet/draw"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
	"quire/engine/sheet/read"
)

// Warning is something about a sheet that a person should know although it was
// printed, such as a chart that is not drawn.
type Warning = model.Warning

// Tab is a worksheet's name and whether people see it.
type Tab = read.Tab

// Tabs lists the worksheets of a workbook, in order. Its errors are those of
// [Render].
func Tabs(src io.ReaderAt, size int64) ([]Tab, error) {
	w, err := read.Open(src, size, "")
	if err != nil {
		return nil, err
	}
	defer w.Close()
	return w.Tabs(), nil
}

// Render prints one tab of a workbook. name is the workbook's file name, as
// headers may show it. Errors have a method Code() string: TAB_MISSING,
// WORKBOOK_UNREADABLE, WORKBOOK_ENCRYPTED, SHEET_TOO_LARGE,
// PAGE_SETUP_INVALID, RANGE_INVALID, and RENDER_FAILED for a fault of this program.
// Equal inputs give equal documents.
func Render(ctx context.Context, src io.ReaderAt, size int64, name string, o Options) (doc *pdf.Document, warnings []Warning, err error) {
	defer func() {
		if r := recover(); r != nil {
			doc, warnings = nil, nil
			err = model.NewProblem("RENDER_FAILED", fmt.Sprintf("tab «%s» of «%s» cannot be drawn; please report the workbook", o.Tab, name), fmt.Errorf("%v", r))
		}
	}()
	w, err := read.Open(src, size, name)
	if err != nil {
		return nil, nil, err
	}
	defer w.Close()
	tab, err := o.tab(w)
	if err != nil {
		return nil, nil, err
	}
	m, warnings, err := w.Sheet(ctx, tab)
	if err != nil {
		return nil, nil, err
	}
	if err := o.apply(m); err != nil {
		return nil, nil, err
	}
	s := layout.New(m, layout.NewFonts(o.Fonts), o.Date)
	plan, err := s.Pages()
	if err != nil {
		return nil, nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	doc, more, err := draw.Sheet(ctx, s, plan, draw.Options{Date: o.Date})
	if err != nil {
		return nil, nil, err
	}
	return doc, slices.Concat(warnings, s.Warnings, more), nil
}
