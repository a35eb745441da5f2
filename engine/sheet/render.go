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

	"quire/engine/pdf"
	"quire/engine/sheet/draw"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// Warning is something about a sheet that a person should know although it was
// printed, such as a chart that is not drawn.
type Warning = model.Warning

// Tabs lists the worksheets of a workbook, in order. Its errors are those of
// [Open].
func Tabs(src io.ReaderAt, size int64) ([]Tab, error) {
	w, err := Open(src, size, "")
	if err != nil {
		return nil, err
	}
	defer w.Close()
	return w.Tabs(), nil
}

// Render opens a workbook and prints from it: see [Open] and [Workbook.Render].
func Render(ctx context.Context, src io.ReaderAt, size int64, name string, o Options) (*pdf.Document, []Warning, error) {
	w, err := Open(src, size, name)
	if err != nil {
		return nil, nil, err
	}
	defer w.Close()
	return w.Render(ctx, o)
}

// Render prints the chosen tabs. Errors have a method Code() string: TAB_MISSING,
// WORKBOOK_UNREADABLE, SHEET_TOO_LARGE, PAGE_SETUP_INVALID, RANGE_INVALID, and
// RENDER_FAILED for a fault of this program. Equal inputs give equal documents.
func (w *Workbook) Render(ctx context.Context, o Options) (doc *pdf.Document, warnings []Warning, err error) {
	tab := ""
	defer func() {
		if r := recover(); r != nil {
			doc, warnings = nil, nil
			err = model.NewProblem("RENDER_FAILED", fmt.Sprintf("tab «%s» of «%s» cannot be drawn; please report the workbook", tab, w.name), fmt.Errorf("%v", r))
		}
	}()
	tabs, err := o.Choose(w.Tabs())
	if err != nil {
		return nil, nil, err
	}
	fonts := layout.NewFonts(o.Fonts)
	job := draw.Job{Date: o.Date}
	for _, tab = range tabs {
		m, found, err := w.prepared(ctx, tab, &o)
		if err != nil {
			return nil, nil, err
		}
		s := layout.New(m, fonts, o.Date)
		plan, err := s.Pages()
		if err != nil {
			return nil, nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		if err := job.Add(s, plan); err != nil {
			return nil, nil, err
		}
		warnings = append(warnings, found...)
	}
	doc, more, err := job.Draw(ctx)
	if err != nil {
		return nil, nil, err
	}
	return doc, append(warnings, more...), nil
}
