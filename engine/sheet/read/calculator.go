//go:build !front

package read

import (
	"io"

	"github.com/xuri/excelize/v2"
)

// calculator is excelize's, opened when it is first needed.
type calculator struct {
	file *excelize.File
	err  error
}

// ready tells whether formulas can be calculated in this program.
func (c *calculator) ready() error { return nil }

// value calculates a cell.
func (c *calculator) value(w *Workbook, sheet, cell string) (string, error) {
	if c.file == nil && c.err == nil {
		c.file, c.err = excelize.OpenReader(io.NewSectionReader(w.src, 0, w.size),
			excelize.Options{UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped})
	}
	if c.err != nil {
		return "", c.err
	}
	return c.file.CalcCellValue(sheet, cell, excelize.Options{RawCellValue: true})
}

func (c *calculator) close() error {
	if c.file == nil {
		return nil
	}
	return c.file.Close()
}
