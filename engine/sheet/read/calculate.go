package read

import (
	"sort"
	"strconv"
	"strings"

	"quire/engine/sheet/model"
)

// calculate fills in the formulas that the file stores no value for. Those
// that cannot be calculated show an error and are named in a warning, so that
// an empty cell never passes for a value.
func (r *sheetReader) calculate() {
	sort.Slice(r.uncached, func(i, j int) bool {
		a, b := r.uncached[i], r.uncached[j]
		return a.row < b.row || a.row == b.row && a.col < b.col
	})
	var done, failed []string
	for i, a := range r.uncached {
		c := r.find(a)
		if c == nil {
			continue
		}
		name := model.CellName(a.row, a.col)
		if i < maxCalculated && r.evaluate(c, name) {
			done = append(done, name)
			continue
		}
		c.Kind, c.Text = model.Error, "#VALUE!"
		failed = append(failed, name)
	}
	if len(done) > 0 {
		r.warn("FORMULA_CALCULATED", "the workbook stores no values for the formulas in %s; they were calculated here: check them, or save the workbook in a spreadsheet program", shorten(done))
	}
	if len(failed) > 0 {
		r.warn("FORMULA_NOT_CALCULATED", "the workbook stores no values for the formulas in %s and they cannot be calculated here; #VALUE! is shown: save the workbook in a spreadsheet program", shorten(failed))
	}
}

// find looks a cell up by halving.
func (r *sheetReader) find(a address) *model.Cell {
	rows := r.sheet.Rows
	i := sort.Search(len(rows), func(i int) bool { return rows[i].Index >= a.row })
	if i == len(rows) || rows[i].Index != a.row {
		return nil
	}
	cells := rows[i].Cells
	j := sort.Search(len(cells), func(j int) bool { return cells[j].Col >= a.col })
	if j == len(cells) || cells[j].Col != a.col {
		return nil
	}
	return &cells[j]
}

// evaluate calculates one formula; false when it cannot be done.
func (r *sheetReader) evaluate(c *model.Cell, name string) (ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	v, err := r.w.calc.value(r.w, r.sheet.Name, name)
	if isResult(v, err) {
		c.Kind, c.Text = model.Error, v
		return true
	}
	if err != nil {
		return false
	}
	switch n, err := strconv.ParseFloat(v, 64); {
	case err == nil:
		c.Kind, c.Number = model.Number, n
	case v == "TRUE" || v == "FALSE":
		c.Kind = model.Bool
		if v == "TRUE" {
			c.Number = 1
		}
	case strings.HasPrefix(v, "#"):
		return false
	default:
		c.Kind, c.Text = model.Text, v
	}
	return true
}

// isResult tells an error that is the value of a formula (ECMA-376 part 1, 18.17.3)
// from one of the calculation. excelize gives #VALUE! for what it does not know, too.
func isResult(v string, err error) bool {
	switch v {
	case "#DIV/0!", "#N/A", "#NUM!", "#NULL!", "#REF!":
		return true
	case "#VALUE!":
		return err != nil && err.Error() == v
	}
	return false
}
