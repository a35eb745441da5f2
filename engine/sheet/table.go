package sheet

import (
	"context"
	"io"
	"math"
	"strconv"
	"strings"

	"quire/engine/sheet/model"
	"quire/engine/sheet/read"
)

// Texts is a worksheet as texts.
type Texts struct {
	// Tab is the worksheet's name as the workbook writes it.
	Tab string
	// Rows with a value, in order.
	Rows []TextRow
}

// TextRow is a row of a worksheet.
type TextRow struct {
	// Number counts from 1.
	Number int
	sheet  *model.Sheet
	cells  []model.Cell
}

// Table reads a worksheet as a table of texts. Cells show what they show in the
// spreadsheet program, but whole numbers in full where it writes 1.2E+11; errors
// are texts such as #N/A. Its errors are those of [Render].
func Table(ctx context.Context, src io.ReaderAt, size int64, name, tab string) (Texts, error) {
	w, err := read.Open(src, size, name)
	if err != nil {
		return Texts{}, err
	}
	defer w.Close()
	s, _, err := w.Sheet(ctx, tab)
	if err != nil {
		return Texts{}, err
	}
	t := Texts{Tab: s.Name}
	for _, row := range s.Rows {
		for _, c := range row.Cells {
			if c.Kind != model.Empty {
				t.Rows = append(t.Rows, TextRow{row.Index, s, row.Cells})
				break
			}
		}
	}
	return t, nil
}

// Cells are the texts of the row's cells from the first column on.
func (r TextRow) Cells() []string {
	last := len(r.cells) - 1
	for last > 0 && r.cells[last].Kind == model.Empty {
		last--
	}
	texts := make([]string, r.cells[last].Col)
	for i := range r.cells[:last+1] {
		c := &r.cells[i]
		switch {
		case c.Kind == model.Error:
			texts[c.Col-1] = c.Text
		case c.Kind == model.Number:
			texts[c.Col-1] = inFull(shown(r.sheet, c, ""), c.Number)
		default:
			texts[c.Col-1] = shown(r.sheet, c, "")
		}
	}
	return texts
}

// maxExact bounds the whole numbers that a double holds exactly.
const maxExact = 1 << 53

// inFull writes out a whole number that is shown with an exponent.
func inFull(text string, v float64) string {
	if strings.Contains(text, "E+") && v == math.Trunc(v) && math.Abs(v) <= maxExact {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return text
}
