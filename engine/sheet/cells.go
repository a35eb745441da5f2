package sheet

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"quire/engine/sheet/model"
	"quire/engine/sheet/numfmt"
)

// CellQuery asks for the text of a cell or range.
type CellQuery struct {
	Cells Reference
	// Format is the number format code that the value is shown in (ECMA-376
	// part 1, 18.8.31); empty for the cell's own.
	Format string
}

// CellText is what a cell or range shows. The rows of a range are joined by
// line breaks and the cells of a row by blanks; blank rows at both ends are
// left out.
type CellText struct {
	Text string
	// Fault is the first error value in the cells, such as #DIV/0!; empty
	// without one. Errors are no part of the text.
	Fault string
}

// Cells opens a workbook and gives the texts of cells: see [Workbook.Cells].
func Cells(ctx context.Context, src io.ReaderAt, size int64, name string, queries []CellQuery) ([]CellText, error) {
	w, err := Open(src, size, name)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	return w.Cells(ctx, queries)
}

// Cells gives the texts of cells, in the order of the queries. Formulas have
// the values that were stored with them. Its errors are those of
// [Workbook.Render].
func (w *Workbook) Cells(ctx context.Context, queries []CellQuery) ([]CellText, error) {
	out := make([]CellText, len(queries))
	for i, q := range queries {
		tabs, err := (&Options{Tab: q.Cells.Tab}).Choose(w.tabs)
		if err != nil {
			return nil, err
		}
		s, err := w.sheet(ctx, tabs[0])
		if err != nil {
			return nil, err
		}
		out[i] = textOf(s.sheet, q)
	}
	return out, nil
}

// textOf gives what a query's cells show.
func textOf(s *model.Sheet, q CellQuery) CellText {
	var out CellText
	var lines []string
	area := q.Cells.area
	at, _ := slices.BinarySearchFunc(s.Rows, area.FirstRow, func(r model.Row, index int) int { return cmp.Compare(r.Index, index) })
	for index := area.FirstRow; index <= area.LastRow; index++ {
		var words []string
		if at < len(s.Rows) && s.Rows[at].Index == index {
			for i := range s.Rows[at].Cells {
				c := &s.Rows[at].Cells[i]
				if c.Col < area.FirstCol || c.Col > area.LastCol {
					continue
				}
				if c.Kind == model.Error {
					out.Fault = cmp.Or(out.Fault, c.Text)
				} else if text := shown(s, c, q.Format); text != "" {
					words = append(words, text)
				}
			}
			at++
		}
		lines = append(lines, strings.Join(words, " "))
	}
	out.Text = strings.Trim(strings.Join(lines, "\n"), "\n")
	return out
}

// shown is a cell's value in a number format, or in its own for an empty code.
// Cells have no width here, so that nothing is shortened or filled up.
func shown(s *model.Sheet, c *model.Cell, code string) string {
	format := s.Styles[c.Style].Format
	if code != "" {
		format = numfmt.Parse(code)
	}
	switch c.Kind {
	case model.Number:
		if c.Number == 0 && s.HideZeros && code == "" {
			return ""
		}
		r := format.Number(c.Number, numfmt.Options{Date1904: s.Date1904})
		if r.Invalid {
			return numfmt.General(c.Number, numfmt.GeneralWidth)
		}
		return strings.TrimSpace(r.Text)
	case model.Bool:
		if c.Number != 0 {
			return "TRUE"
		}
		return "FALSE"
	case model.Text:
		return strings.TrimSpace(format.Text(c.Text).Text)
	}
	return ""
}
