package layout

import (
	"math"

	"quire/engine/sheet/model"
)

// used is the part of the sheet that is printed when no print area says
// otherwise, from the first cell: what has content or looks like something,
// and what reaches out of it.
func (s *Sheet) used() model.Range {
	if s.all.LastRow > 0 {
		return s.all
	}
	c := s.newCensus()
	end := model.Range{FirstRow: 1, FirstCol: 1, LastRow: max(1, c.lastRow(1, c.width())), LastCol: max(1, c.lastCol())}
	grow := func(row, col int) { end.LastRow, end.LastCol = max(end.LastRow, row), max(end.LastCol, col) }
	for i := range s.Drawings {
		grow(s.drawingEnd(&s.Drawings[i]))
	}
	for _, m := range s.Merges {
		if end.Contains(m.FirstRow, m.FirstCol) {
			grow(m.LastRow, m.LastCol)
		}
	}
	for i := range s.Rows {
		if r := &s.Rows[i]; r.Index <= end.LastRow {
			grow(r.Index, s.overflowEnd(r))
		}
	}
	s.all = end
	return end
}

// areas are the print areas. Whole rows and columns are cut to what is used, as
// are rows from the first on that run much farther than it.
func (s *Sheet) areas() []model.Range {
	if len(s.Page.Areas) == 0 {
		return []model.Range{s.used()}
	}
	const far = 23 * 42
	var out []model.Range
	for _, a := range s.Page.Areas {
		if a.FirstRow == 1 {
			if last := max(1, s.newCensus().lastRow(a.FirstCol, a.LastCol)); a.LastRow == maxRow || last+far < a.LastRow {
				a.LastRow = last
			}
		}
		if a.FirstCol == 1 && a.LastCol == maxCol {
			a.LastCol = max(1, s.used().LastCol)
		}
		out = append(out, a)
	}
	return out
}

// overflowEnd is the column in which the last text of a row ends when it flows
// over its cell; 0 when it does not. Text that is shrunk or merged counts as if
// it did. It is measured once: each page after it asks.
func (s *Sheet) overflowEnd(r *model.Row) int {
	if end, ok := s.ends[r.Index]; ok {
		return end
	}
	end := s.measuredEnd(r)
	s.ends[r.Index] = end
	return end
}

func (s *Sheet) measuredEnd(r *model.Row) int {
	j := len(r.Cells) - 1
	for j >= 0 && empty(&r.Cells[j]) {
		j--
	}
	if j < 0 || s.rowHeight(r.Index) == 0 {
		return 0
	}
	c := &r.Cells[j]
	st := s.cellStyle(c, r.Index)
	w := printed(s.colWidth(c.Col))
	if c.Kind != model.Text || wraps(st.Align) || st.Align.Rotation != 0 || st.Align.Stacked || w == 0 {
		return 0
	}
	width := 0.0
	for _, l := range s.Fonts.breakLines(s.content(c, st, w).spans, -1) {
		width = math.Max(width, l.Width)
	}
	beyond := width + 2*padding + s.indent(st.Align) - w
	switch st.Align.Horizontal {
	case model.Right:
		beyond = 0
	case model.Centre, model.CentreAcross:
		beyond /= 2
	}
	if beyond <= 0 {
		return 0
	}
	return s.cols.under(s.cols.at(c.Col+1)+beyond-.1, min(c.Col+100, maxCol))
}

// maxCol is the last column of the format.
const maxCol = 16384

// drawingEnd is the cell under the lower right corner of a drawing.
func (s *Sheet) drawingEnd(d *model.Drawing) (row, col int) {
	b := s.DrawingBox(d)
	if b.W <= 0 && b.H <= 0 {
		return 0, 0
	}
	if !d.Anchor.Sized {
		row, col = d.Anchor.To.Row, d.Anchor.To.Col
		if d.Anchor.To.X == 0 {
			col--
		}
		if d.Anchor.To.Y == 0 {
			row--
		}
		return row, col
	}
	const far = 10000
	return s.rows.under(b.Y+b.H-.1, d.Anchor.From.Row+far), s.cols.under(b.X+b.W-.1, min(maxCol, d.Anchor.From.Col+far))
}

// DrawingBox is the rectangle of a drawing on the sheet.
func (s *Sheet) DrawingBox(d *model.Drawing) Box {
	if s.ChartSheet && d.Chart != nil {
		return s.chartBox()
	}
	a := d.Anchor
	x, y := s.point(a.From)
	if a.Absolute {
		x, y = a.From.X, a.From.Y
	}
	b := Box{x, y, a.Width, a.Height}
	if !a.Sized {
		x2, y2 := s.point(a.To)
		b.W, b.H = math.Max(0, x2-x), math.Max(0, y2-y)
	}
	if p := d.Within; p != nil {
		b = Box{b.X + p.X*b.W + p.PlusX, b.Y + p.Y*b.H + p.PlusY, math.Max(0, p.W*b.W+p.PlusW), math.Max(0, p.H*b.H+p.PlusH)}
	}
	return b
}

// CellBox is the rectangle of a cell, or of the merged cells that begin in it.
func (s *Sheet) CellBox(row, col int) Box {
	r := model.Range{FirstRow: row, FirstCol: col, LastRow: row, LastCol: col}
	if m, ok := s.merges.at(row, col); ok {
		r = m
	}
	return s.box(r)
}

// point is the place of a mark; its offsets never reach into the next cell.
func (s *Sheet) point(m model.Mark) (x, y float64) {
	m.Row, m.Col = max(1, m.Row), max(1, m.Col)
	return s.cols.at(m.Col) + m.X, s.rows.at(m.Row) + m.Y
}

// LinkBox is the rectangle of a link's cells, as far as they lie in the range.
func (s *Sheet) LinkBox(l model.Link, a model.Range) Box {
	r := model.Range{
		FirstRow: max(l.Range.FirstRow, a.FirstRow), FirstCol: max(l.Range.FirstCol, a.FirstCol),
		LastRow: min(l.Range.LastRow, a.LastRow), LastCol: min(l.Range.LastCol, a.LastCol),
	}
	if m, ok := s.merges.at(r.FirstRow, r.FirstCol); ok && r.FirstRow == r.LastRow && r.FirstCol == r.LastCol {
		r = m
	}
	return s.box(r)
}
