package sheet

import (
	"context"
	"fmt"
	"io"
	"time"

	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
	"quire/engine/sheet/read"
)

// maxDescribed bounds the worksheets that are described.
const maxDescribed = 255

// Description is what a worksheet is like.
type Description struct {
	Name string
	// Visible is false for worksheets that their author has hidden.
	Visible bool
	// Rows and Columns are the last ones with a value; 0 for an empty sheet.
	Rows, Columns int
	// PrintedPages is how many pages [Render] makes; 0 when it cannot print the
	// sheet.
	PrintedPages int
}

// Describe tells what the worksheets of a workbook are like, in their order. Its
// errors are those of [Render]; a worksheet that cannot be printed is no error.
func Describe(ctx context.Context, src io.ReaderAt, size int64, name string) ([]Description, error) {
	w, err := read.Open(src, size, name)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	fonts := layout.NewFonts(nil)
	var out []Description
	for _, tab := range w.Tabs() {
		if len(out) == maxDescribed {
			break
		}
		d := Description{Name: tab.Name, Visible: tab.Visible}
		if err := d.measure(ctx, w, fonts); err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

// measure reads and lays out one worksheet; only the context's end is an error.
func (d *Description) measure(ctx context.Context, w *read.Workbook, fonts *layout.Fonts) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = model.NewProblem("RENDER_FAILED", fmt.Sprintf("tab «%s» cannot be laid out; please report the workbook", d.Name), fmt.Errorf("%v", r))
		}
	}()
	s, _, err := w.Sheet(ctx, d.Name)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return nil
	}
	for _, row := range s.Rows {
		for _, c := range row.Cells {
			if c.Kind != model.Empty {
				d.Rows, d.Columns = max(d.Rows, row.Index), max(d.Columns, c.Col)
			}
		}
	}
	if plan, err := layout.New(s, fonts, time.Time{}).Pages(); err == nil {
		d.PrintedPages = len(plan.Pages)
	}
	return ctx.Err()
}
