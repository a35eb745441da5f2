package sheet

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync"

	"quire/engine/sheet/model"
	"quire/engine/sheet/read"
)

// Tab is a worksheet's name and whether people see it.
type Tab = read.Tab

// Workbook is an open workbook. What was read of it is kept, so that a tab that
// is printed often is read once. It is safe for use by several goroutines.
type Workbook struct {
	name string
	tabs []Tab

	mu     sync.Mutex
	file   *read.Workbook
	sheets map[string]*sheetRead
	cells  int // in those sheets
}

// sheetRead is a worksheet as it was read. Printing changes nothing in it.
type sheetRead struct {
	sheet    *model.Sheet
	warnings []Warning
}

// Open reads a workbook; src is not read again afterwards. name is its file
// name, as headers may show it. Errors have a method Code() string:
// WORKBOOK_UNREADABLE, WORKBOOK_ENCRYPTED.
func Open(src io.ReaderAt, size int64, name string) (*Workbook, error) {
	file, err := read.Open(src, size, name)
	if err != nil {
		return nil, err
	}
	return &Workbook{name: name, tabs: file.Tabs(), file: file, sheets: map[string]*sheetRead{}}, nil
}

// Name is the workbook's file name, as headers may show it.
func (w *Workbook) Name() string { return w.name }

// Tabs lists the worksheets, in order.
func (w *Workbook) Tabs() []Tab { return slices.Clone(w.tabs) }

// Close frees what the workbook holds.
func (w *Workbook) Close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sheets = nil
	return w.file.Close()
}

// sheet gives a worksheet by its own name.
func (w *Workbook) sheet(ctx context.Context, tab string) (*sheetRead, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if s := w.sheets[tab]; s != nil {
		return s, nil
	}
	m, warnings, err := w.file.Sheet(ctx, tab)
	if err != nil {
		return nil, err
	}
	s := &sheetRead{m, warnings}
	w.cells += cellsOf(m)
	for _, other := range m.Others {
		w.cells += cellsOf(other)
	}
	w.sheets[tab] = s
	return s, nil
}

// cellsOf counts the cells of a worksheet.
func cellsOf(m *model.Sheet) (n int) {
	for i := range m.Rows {
		n += len(m.Rows[i].Cells)
	}
	return n
}

// cellBytes is about what a cell takes that was read.
const cellBytes = 120

// Footprint is about how many bytes of memory the workbook takes, with what has
// been read of it.
func (w *Workbook) Footprint() int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.file.Footprint() + cellBytes*int64(w.cells)
}

// prepared gives a copy of a worksheet whose page setup is as the options say.
func (w *Workbook) prepared(ctx context.Context, tab string, o *Options) (*model.Sheet, []Warning, error) {
	s, err := w.sheet(ctx, tab)
	if err != nil {
		return nil, nil, err
	}
	areas, err := o.areas(w.file, tab)
	if err != nil {
		return nil, nil, err
	}
	m := *s.sheet
	warnings := s.warnings
	if !o.TableStyles {
		m.Tables, warnings = nil, append(slices.Clone(warnings), undrawn(m.Tables)...)
	}
	return &m, warnings, o.apply(&m.Page, areas)
}

// undrawn warns about the styles of tables when these are not asked for.
func undrawn(tables []model.Table) []Warning {
	var out []Warning
	for _, t := range tables {
		out = append(out, Warning{Code: "TABLE_STYLE_NOT_DRAWN", Message: fmt.Sprintf(
			"the colours of table «%s» (style %s, cells %s) are not drawn, the cells' own colours are; the print option tableStyles draws them",
			t.Name, t.StyleName, t.Range.Name())})
	}
	return out
}
