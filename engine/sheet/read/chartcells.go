package read

import (
	"sort"
	"strings"

	"quire/engine/sheet/model"
)

// cells gives the cells of a reference, row by row, nil where there is none.
// Other tabs than the one that is printed are read only when far is set. Hidden
// rows and columns are left out unless the chart asks for them (ECMA-376 part 1,
// 21.2.2.146).
func (c *chartReader) cells(ref string, far bool) [][]*model.Cell {
	tab, area, ok := strings.Cut(ref, "!")
	tab = strings.ReplaceAll(strings.Trim(tab, "'"), "''", "'")
	a, valid := rangeAddress(strings.ReplaceAll(area, "$", ""))
	if !ok || !valid || !far && !strings.EqualFold(tab, c.r.sheet.Name) {
		return nil
	}
	s := c.r.tab(tab)
	if s == nil {
		return nil
	}
	if n := len(s.Rows); n > 0 {
		a.LastRow = max(a.FirstRow, min(a.LastRow, max(s.Rows[n-1].Index, a.FirstRow+maxPoints/100)))
	}
	cols := c.shownColumns(s, a)
	var out [][]*model.Cell
	k := sort.Search(len(s.Rows), func(k int) bool { return s.Rows[k].Index >= a.FirstRow })
	for r, n := a.FirstRow, 0; r <= a.LastRow && n < maxPoints && c.r.chartRows < maxChartRows; r++ {
		c.r.chartRows++
		var row *model.Row
		if k < len(s.Rows) && s.Rows[k].Index == r {
			row = &s.Rows[k]
			k++
		}
		if row != nil && row.Hidden && !c.hiddenToo {
			continue
		}
		line := make([]*model.Cell, len(cols))
		n += len(cols)
		if row != nil {
			fill(line, cols, row.Cells)
		}
		out = append(out, line)
	}
	return out
}

// fill puts the cells of a row in the places of their columns.
func fill(line []*model.Cell, cols []int, cells []model.Cell) {
	k := 0
	for i := range cells {
		for k < len(cols) && cols[k] < cells[i].Col {
			k++
		}
		if k < len(cols) && cols[k] == cells[i].Col {
			line[k] = &cells[i]
		}
	}
}

// shownColumns are the columns of a range, without hidden ones.
func (c *chartReader) shownColumns(s *model.Sheet, a model.Range) []int {
	var out []int
	for col := a.FirstCol; col <= a.LastCol && len(out) < maxPoints/10; col++ {
		k := sort.Search(len(s.Cols), func(k int) bool { return s.Cols[k].Last >= col })
		hidden := k < len(s.Cols) && s.Cols[k].First <= col && s.Cols[k].Hidden
		if !hidden || c.hiddenToo {
			out = append(out, col)
		}
	}
	return out
}

func hasNumber(values []float64) bool {
	for _, v := range values {
		if v == v {
			return true
		}
	}
	return false
}

func (c *chartReader) cellNumbers(ref string, far bool) (values []float64, code string) {
	for _, line := range c.cells(ref, far) {
		for _, cell := range line {
			v := nan
			if cell != nil {
				if cell.Kind == model.Number {
					v = cell.Number
				}
				if code == "" && cell.Style < len(c.r.sheet.Styles) {
					code = c.r.sheet.Styles[max(0, cell.Style)].FormatCode
				}
			}
			values = append(values, v)
		}
	}
	return values, code
}

func (c *chartReader) cellTexts(ref string, far bool) []string {
	var out []string
	for _, line := range c.cells(ref, far) {
		for _, cell := range line {
			out = append(out, c.cellText(cell))
		}
	}
	return out
}

// cellLevels are names of several levels, the one next to the axis first: the last
// column, or the last row of a range that is wider than high.
func (c *chartReader) cellLevels(ref string, far bool) [][]string {
	lines := c.cells(ref, far)
	if len(lines) == 0 {
		return nil
	}
	rows, cols := len(lines), len(lines[0])
	at := func(i, level int) *model.Cell { return lines[i][cols-1-level] }
	count, levels := rows, cols
	if cols > rows {
		at = func(i, level int) *model.Cell { return lines[rows-1-level][i] }
		count, levels = cols, rows
	}
	out := make([][]string, min(levels, maxLevels))
	for level := range out {
		for i := range count {
			out[level] = append(out[level], c.cellText(at(i, level)))
		}
	}
	return out
}

func (c *chartReader) cellText(cell *model.Cell) string {
	switch {
	case cell == nil:
		return ""
	case cell.Kind != model.Number:
		return cell.Text
	}
	return c.show(cell.Number, c.r.sheet.Styles[max(0, min(cell.Style, len(c.r.sheet.Styles)-1))].FormatCode)
}
