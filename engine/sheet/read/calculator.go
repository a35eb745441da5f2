//go:build !front

package read

import (
	"errors"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// calculator is excelize's, opened when it is first needed.
type calculator struct {
	file *excelize.File
	err  error
	// left is how long formulas may still be calculated.
	left time.Duration
}

// maxCalculating bounds how long the formulas of a workbook are calculated.
const maxCalculating = 4 * time.Second

// ready tells whether formulas can be calculated in this program.
func (c *calculator) ready() error { return nil }

// value calculates a cell. One that takes too long is the last one.
func (c *calculator) value(w *Workbook, sheet, cell string) (string, error) {
	if c.file == nil && c.err == nil {
		c.open(w)
	}
	if c.err != nil {
		return "", c.err
	}
	file, begin := c.file, time.Now()
	v, err := overrunning.within(c.left,
		func() (string, error) { return file.CalcCellValue(sheet, cell, excelize.Options{RawCellValue: true}) },
		func() { halt(file, w.names) })
	c.left -= time.Since(begin)
	if errors.Is(err, errSlow) || errors.Is(err, errBusy) {
		c.file, c.err = nil, err // the file may still be in use
	}
	return v, err
}

// halt stops calculations with a file. excelize has no means for that, but it looks
// into its map of sheets whenever it asks for a cell or a range, and what it finds
// there now is no sheet: it panics. Only what asks for no cells goes on.
func halt(file *excelize.File, parts []string) {
	for _, name := range parts {
		if strings.Contains(strings.ToLower(name), "worksheets/") {
			file.Sheet.Store(name, errSlow)
		}
	}
	file.Sheet.Range(func(name, _ any) bool {
		file.Sheet.Store(name, errSlow)
		return true
	})
}

// open opens the workbook with the formulas alone that have to be calculated.
func (c *calculator) open(w *Workbook) {
	src, err := w.uncalculated()
	if err == nil {
		c.file, err = excelize.OpenReader(src, excelize.Options{UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped})
	}
	c.left, c.err = maxCalculating, err
}

func (c *calculator) close() error {
	if c.file == nil {
		return nil
	}
	return c.file.Close()
}
