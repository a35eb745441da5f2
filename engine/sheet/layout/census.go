package layout

import (
	"sort"

	"quire/engine/sheet/model"
)

const (
	// maxPlainRows is the number of rows that look alike, below the content of a
	// column, from which on nothing of the column is printed. It and the next
	// are LibreOffice's SC_VISATTR_STOP and SC_COLUMNS_STOP.
	maxPlainRows = 84
	// maxPlainCols is the same for whole columns to the right of all content.
	maxPlainCols = 30
	// maxRowStyled bounds the cells that are counted for the style of their row.
	maxRowStyled = 4_000_000
)

// census tells of each column where its content ends and what its other cells
// look like.
type census struct {
	sheet *Sheet
	cols  []column // from the first; the slice has one more than there are
	looks []int    // what styles look like without text; 0 is nothing
	spent int      // cells counted for the style of their row
}

// column is one column of the census.
type column struct {
	last   int // row of the last content
	hidden bool
	runs   []styled // rows of one style, in order and without gaps
}

// styled is a run of rows of one style, up to its last row.
type styled struct{ last, style int }

// newCensus counts the described cells of the sheet.
func (s *Sheet) newCensus() *census {
	c := &census{sheet: s, looks: looks(s.Styles)}
	width := 0
	for i := range s.Rows {
		if n := len(s.Rows[i].Cells); n > 0 {
			width = max(width, s.Rows[i].Cells[n-1].Col)
		}
	}
	for _, a := range s.Sparklines {
		width = max(width, a.Col)
	}
	c.cols = make([]column, width+1)
	for i := 1; i <= width; i++ {
		d := s.col(i)
		c.cols[i].hidden = d != nil && d.Hidden
	}
	for i := range s.Rows {
		c.row(&s.Rows[i])
	}
	for _, a := range s.Sparklines {
		c.cols[a.Col].last = max(c.cols[a.Col].last, a.Row)
	}
	for i := 1; i <= width; i++ {
		c.add(i, maxRow, c.plain(i))
	}
	return c
}

// width is the last column.
func (c *census) width() int { return len(c.cols) - 1 }

// plain is the style of a column's cells that are not described.
func (c *census) plain(col int) int {
	if d := c.sheet.col(col); d != nil && d.Style < len(c.looks) {
		return d.Style
	}
	return 0
}

// row takes up the cells of a row. A row's own style counts where it shows.
func (c *census) row(r *model.Row) {
	next := 1
	between := func(to int) {
		if r.Style > 0 && r.Style < len(c.looks) && c.looks[r.Style] > 0 {
			for ; next < to && c.spent < maxRowStyled; next++ {
				c.spent++
				c.put(next, r.Index, r.Style)
			}
		}
	}
	for i := range r.Cells {
		cell := &r.Cells[i]
		between(cell.Col)
		next = cell.Col + 1
		c.put(cell.Col, r.Index, cell.Style)
		if !empty(cell) {
			c.content(cell, r.Index)
		}
	}
	between(len(c.cols))
}

// content notes a cell with content, which ends all that counts of what is above
// it. Hidden columns are compared as a whole with others.
func (c *census) content(cell *model.Cell, row int) {
	col := &c.cols[cell.Col]
	col.last = max(col.last, row)
	if n := len(col.runs); n > 1 && !col.hidden {
		col.runs[0] = col.runs[n-1]
		col.runs = col.runs[:1]
	}
}

// put notes the style of one cell; rows come in order.
func (c *census) put(col, row, style int) {
	c.add(col, row-1, c.plain(col))
	c.add(col, row, style)
}

// add extends a column's runs to a row.
func (c *census) add(col, last, style int) {
	runs := c.cols[col].runs
	n := len(runs)
	switch {
	case n > 0 && runs[n-1].last >= last || last < 1:
	case n > 0 && runs[n-1].style == style:
		runs[n-1].last = last
	default:
		c.cols[col].runs = append(runs, styled{last, style})
	}
}

// looks gives equal numbers to styles whose empty cells look alike, and 0 to
// those whose cells show nothing.
func looks(styles []model.Style) []int {
	type look struct {
		border model.Border
		fill   model.Colour
	}
	known := map[look]int{{}: 0}
	out := make([]int, len(styles))
	for i, st := range styles {
		l := look{st.Border, st.Fill.Colour}
		if !st.Border.Any() {
			l.border = model.Border{}
		}
		n, ok := known[l]
		if !ok {
			n = len(known)
			known[l] = n
		}
		out[i] = n
	}
	return out
}

// marked is the last row that shows in a column below its content; false when
// none does. Rows from the first long run on that look alike do not count.
func (c *census) marked(col int) (int, bool) {
	runs, last, found := c.cols[col].runs, max(1, c.cols[col].last), 0
	n := len(runs)
	if n < 2 || runs[n-2].last <= last {
		return 0, false
	}
	for i := sort.Search(n, func(i int) bool { return runs[i].last >= last }); i < n; i++ {
		first, look := last+1, c.looks[runs[i].style]
		if i > 0 {
			first = max(first, runs[i-1].last+1)
		}
		for i+1 < n && c.looks[runs[i+1].style] == look {
			i++
		}
		if runs[i].last+1-first >= maxPlainRows {
			break
		}
		if look > 0 {
			found = runs[i].last
		}
	}
	return found, found > 0
}

// lastRow is the last row with content or a look of its own in columns.
func (c *census) lastRow(first, last int) int {
	end := 0
	for i := first; i <= min(last, c.width()); i++ {
		if c.cols[i].hidden {
			continue
		}
		end = max(end, c.cols[i].last)
		if row, ok := c.marked(i); ok {
			end = max(end, row)
		}
	}
	return end
}

// lastCol is the last column with content or a look of its own.
func (c *census) lastCol() int {
	content, end := 0, 0
	for i := 1; i <= c.width(); i++ {
		if c.cols[i].hidden {
			continue
		}
		if c.cols[i].last > 0 {
			content, end = i, i
		} else if _, ok := c.marked(i); ok {
			end = i
		}
	}
	for first := content + 1; first < c.width() && end > content; {
		last := first
		for last < c.width() && c.alike(first, last+1) {
			last++
		}
		if last+1-first >= maxPlainCols {
			return c.before(first, content)
		}
		first = last + 1
	}
	return end
}

// before is the last column that shows before another, at least content.
func (c *census) before(col, content int) int {
	for col--; col > content; col-- {
		if _, ok := c.marked(col); ok {
			break
		}
	}
	return max(col, content)
}

// alike tells whether two columns look the same in every row.
func (c *census) alike(a, b int) bool {
	x, y := c.cols[a].runs, c.cols[b].runs
	for i, j := 0, 0; i < len(x) && j < len(y); {
		if c.looks[x[i].style] != c.looks[y[j].style] {
			return false
		}
		switch d := x[i].last - y[j].last; {
		case d < 0:
			i++
		case d > 0:
			j++
		default:
			i, j = i+1, j+1
		}
	}
	return true
}
