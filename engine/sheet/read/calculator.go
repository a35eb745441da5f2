//go:build !front

package read

import (
	"errors"
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

// maxCalculating bounds how long the formulas of a workbook are calculated:
// excelize cannot be told to stop.
const maxCalculating = 4 * time.Second

var errSlow = errors.New("the formulas take too long")

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
	type result struct {
		value string
		err   error
	}
	done := make(chan result, 1)
	file, begin := c.file, time.Now()
	go func() {
		defer func() {
			if recover() != nil {
				done <- result{err: errUncalculated}
			}
		}()
		v, err := file.CalcCellValue(sheet, cell, excelize.Options{RawCellValue: true})
		done <- result{v, err}
	}()
	limit := time.NewTimer(c.left)
	defer limit.Stop()
	select {
	case r := <-done:
		c.left -= time.Since(begin)
		return r.value, r.err
	case <-limit.C:
		c.file, c.err = nil, errSlow // the file is still in use
		return "", errSlow
	}
}

var errUncalculated = errors.New("the formula cannot be calculated")

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
