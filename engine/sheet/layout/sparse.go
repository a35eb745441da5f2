package layout

import (
	"cmp"
	"slices"
	"sort"

	"quire/engine/sheet/model"
)

// candidates are the pages of an area that may have something to print, in the
// order of printing; those without are left out where there are too many to look
// at. It is false when there are too many all the same.
func (s *Sheet) candidates(rows, cols []model.Span) (pages []model.Range, ok bool) {
	if len(rows)*len(cols) <= maxCandidates {
		return order(rows, cols, s.Page.OverThenDown), true
	}
	return s.sparse(rows, cols)
}

// described is how many cells the sheet describes.
func (s *Sheet) described() int {
	n := 0
	for i := range s.Rows {
		n += len(s.Rows[i].Cells)
	}
	return n
}

// sparse are the pages around all that may show: a sheet with its first and its
// last cell has two among forty million.
func (s *Sheet) sparse(rows, cols []model.Span) (pages []model.Range, ok bool) {
	m := pageMarks{rows: rows, cols: cols, marked: map[pageMark]bool{}}
	area := model.Range{FirstRow: rows[0].First, FirstCol: cols[0].First, LastRow: rows[len(rows)-1].Last, LastCol: cols[len(cols)-1].Last}
	for i := range s.Drawings {
		b := s.DrawingBox(&s.Drawings[i])
		m.mark(model.Range{
			FirstRow: s.rows.under(b.Y, area.LastRow), FirstCol: s.cols.under(b.X, area.LastCol),
			LastRow: s.rows.under(b.Y+b.H, area.LastRow), LastCol: s.cols.under(b.X+b.W, area.LastCol),
		})
	}
	s.merges.visit(area, func(r model.Range) {
		if !empty(cellIn(s.row(r.FirstRow), r.FirstCol)) {
			m.mark(r)
		}
	})
	k := sort.Search(len(s.Rows), func(k int) bool { return s.Rows[k].Index >= area.FirstRow })
	for ; k < len(s.Rows) && s.Rows[k].Index <= area.LastRow && !m.full; k++ {
		s.markRow(&m, &s.Rows[k])
	}
	if m.full {
		return nil, false
	}
	return m.pages(s.Page.OverThenDown), true
}

// markRow marks the pages on which rowVisible finds something in a row.
func (s *Sheet) markRow(m *pageMarks, r *model.Row) {
	from := 0 // the first cell with content
	for i := range r.Cells {
		c := &r.Cells[i]
		if full := !empty(c); full || s.Styles[c.Style].Border.Any() {
			m.mark(model.Range{FirstRow: r.Index, FirstCol: c.Col, LastRow: r.Index, LastCol: c.Col})
			if full && from == 0 {
				from = c.Col
			}
		}
	}
	if end := s.overflowEnd(r); from > 0 && end > from {
		m.mark(model.Range{FirstRow: r.Index, FirstCol: from, LastRow: r.Index, LastCol: end})
	}
}

// pageMark is a page by the numbers of its rows' span and its columns' span.
type pageMark struct{ row, col int }

// pageMarks are pages that are marked, as many as are looked at.
type pageMarks struct {
	rows, cols []model.Span
	marked     map[pageMark]bool
	last       pageMark // the one that was marked last, as it mostly is again
	full       bool
}

// mark marks the pages that share cells with a range.
func (m *pageMarks) mark(r model.Range) {
	row, rowEnd := touched(m.rows, r.FirstRow, r.LastRow)
	col, colEnd := touched(m.cols, r.FirstCol, r.LastCol)
	if (rowEnd-row)*(colEnd-col) > maxCandidates {
		m.full = true
		return
	}
	for i := row; i < rowEnd && !m.full; i++ {
		for j := col; j < colEnd; j++ {
			if at := (pageMark{i, j}); at != m.last || len(m.marked) == 0 {
				m.marked[at], m.last = true, at
			}
		}
		m.full = len(m.marked) > maxCandidates
	}
}

// touched are the spans, from one to before another, that have rows or columns in
// common with those from first to last.
func touched(spans []model.Span, first, last int) (from, to int) {
	from = sort.Search(len(spans), func(i int) bool { return spans[i].Last >= first })
	to = sort.Search(len(spans), func(i int) bool { return spans[i].First > last })
	return from, max(from, to)
}

// pages lists the marked pages in the order of printing.
func (m *pageMarks) pages(overThenDown bool) []model.Range {
	marks := make([]pageMark, 0, len(m.marked))
	for at := range m.marked {
		marks = append(marks, at)
	}
	slices.SortFunc(marks, func(a, b pageMark) int {
		byRow, byCol := cmp.Compare(a.row, b.row), cmp.Compare(a.col, b.col)
		if overThenDown {
			return cmp.Or(byRow, byCol)
		}
		return cmp.Or(byCol, byRow)
	})
	out := make([]model.Range, 0, len(marks))
	for _, at := range marks {
		r, c := m.rows[at.row], m.cols[at.col]
		out = append(out, model.Range{FirstRow: r.First, FirstCol: c.First, LastRow: r.Last, LastCol: c.Last})
	}
	return out
}
