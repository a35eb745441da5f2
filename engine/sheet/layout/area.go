package layout

import (
	"math"

	"quire/engine/sheet/model"
)

// maxPlainRun is how many rows or columns of empty cells with a fill or border
// may follow the last one with content and still be printed; a longer run is
// formatting that reaches further than meant.
const maxPlainRun = 84

// used is the part of the sheet that is printed when no print area says
// otherwise, from the first cell.
func (s *Sheet) used() model.Range {
	full := s.contentEnd()
	last := 0
	s.eachMarked(maxRow, func(row, _ int) { last = max(last, row) })
	if last-full.LastRow > maxPlainRun {
		last = full.LastRow
	}
	// Only cells of the rows that are printed make the sheet wider.
	wide := 0
	s.eachMarked(max(last, full.LastRow), func(_, col int) { wide = max(wide, col) })
	if wide-full.LastCol > maxPlainRun {
		wide = full.LastCol
	}
	return model.Range{FirstRow: 1, FirstCol: 1, LastRow: max(1, last, full.LastRow), LastCol: max(1, wide, full.LastCol)}
}

// contentEnd finds the last row and column with text, a number or a drawing.
func (s *Sheet) contentEnd() model.Range {
	var end model.Range
	grow := func(row, col int) { end.LastRow, end.LastCol = max(end.LastRow, row), max(end.LastCol, col) }
	for i := range s.Rows {
		r := &s.Rows[i]
		for j := range r.Cells {
			if c := &r.Cells[j]; !empty(c) {
				grow(r.Index, c.Col)
				if m, ok := s.merges.at(r.Index, c.Col); ok {
					grow(m.LastRow, m.LastCol)
				}
			}
		}
		if col := s.overflowEnd(r); col > 0 {
			grow(r.Index, col)
		}
	}
	for _, a := range s.Sparklines {
		grow(a.LastRow, a.LastCol)
	}
	for i := range s.Drawings {
		grow(s.drawingEnd(&s.Drawings[i]))
	}
	return end
}

// eachMarked calls f for the empty cells that show all the same, up to a row.
func (s *Sheet) eachMarked(last int, f func(row, col int)) {
	for i := range s.Rows {
		r := &s.Rows[i]
		if r.Index > last {
			return
		}
		for j := range r.Cells {
			if c := &r.Cells[j]; empty(c) && marked(&s.Styles[c.Style]) {
				f(r.Index, c.Col)
			}
		}
	}
}

// marked tells whether a style shows even without content.
func marked(st *model.Style) bool { return st.Fill.Colour.Set || st.Border.Any() }

// overflowEnd is the column in which the last text of a row ends when it flows
// over its cell; 0 when it does not.
func (s *Sheet) overflowEnd(r *model.Row) int {
	for j := len(r.Cells) - 1; j >= 0; j-- {
		c := &r.Cells[j]
		if empty(c) {
			continue
		}
		st := s.styleIn(r, c.Col)
		if c.Kind != model.Text || wraps(st.Align) || st.Align.Shrink || st.Align.Rotation != 0 || st.Align.Stacked ||
			s.cols.of(c.Col) == 0 || s.rowHeight(r.Index) == 0 {
			return 0
		}
		if _, merged := s.merges.at(r.Index, c.Col); merged {
			return 0
		}
		t, ok := s.cellText(r, j)
		if !ok {
			return 0
		}
		b := t.Bounds()
		return s.cols.under(b.X+b.W-.1, min(c.Col+100, maxCol))
	}
	return 0
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
		b = Box{b.X + p.X*b.W, b.Y + p.Y*b.H, p.W * b.W, p.H * b.H}
	}
	return b
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
