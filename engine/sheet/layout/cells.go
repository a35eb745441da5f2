package layout

import (
	"math"
	"sort"

	"quire/engine/sheet/model"
)

// cellText places the text of the cell with index j of a row of a height, which is
// not merged; false when it shows none. It may flow over empty neighbours.
func (s *Sheet) cellText(t *TextBox, r *model.Row, h float64, j int) bool {
	c := &r.Cells[j]
	st := s.cellStyle(c, r.Index)
	box := Box{s.cols.at(c.Col), s.rows.at(r.Index), s.cols.of(c.Col), h}
	if box.W == 0 || h == 0 || empty(c) {
		return false
	}
	if st.Align.Horizontal == model.CentreAcross {
		box.W = s.acrossEnd(r, j) - box.X
	}
	lo, hi := s.room(r, j)
	return s.textBox(t, c, st, r.Index, box, math.Min(lo, box.X), math.Max(hi, box.X+box.W))
}

// room is how far the text of a cell may reach to the left and right: up to the
// next cells with content, or merged ones.
func (s *Sheet) room(r *model.Row, j int) (lo, hi float64) {
	col := r.Cells[j].Col
	first, last := 1, min(maxCol, col+200)
	for k := j - 1; k >= 0; k-- {
		if !empty(&r.Cells[k]) {
			first = r.Cells[k].Col + 1
			break
		}
	}
	for k := j + 1; k < len(r.Cells); k++ {
		if !empty(&r.Cells[k]) {
			last = min(last, r.Cells[k].Col-1)
			break
		}
	}
	s.merges.visit(model.Range{FirstRow: r.Index, FirstCol: first, LastRow: r.Index, LastCol: last}, func(m model.Range) {
		if m.LastCol < col {
			first = max(first, m.LastCol+1)
		} else if m.FirstCol > col {
			last = min(last, m.FirstCol-1)
		}
	})
	return s.cols.at(first), s.cols.at(last + 1)
}

// acrossEnd is where the cells end over which text is centred: those that
// follow, are empty, and ask for the same.
func (s *Sheet) acrossEnd(r *model.Row, j int) float64 {
	col := r.Cells[j].Col
	for k := j + 1; k < len(r.Cells); k++ {
		c := &r.Cells[k]
		if c.Col != col+1 || !empty(c) || s.Styles[c.Style].Align.Horizontal != model.CentreAcross {
			break
		}
		col = c.Col
	}
	return s.cols.at(col + 1)
}

// Texts calls show for the texts that show in a range printed at a scale, row by
// row and in each from left to right, merged cells last. A box holds until show
// returns: those of a page would take more memory than its cells.
func (s *Sheet) Texts(a model.Range, scale float64, show func(*TextBox)) {
	s.printScale = scale
	s.Fonts.Print(scale)
	defer s.Fonts.Print(0)
	var t TextBox
	place := s.box(a)
	k := sort.Search(len(s.Rows), func(k int) bool { return s.Rows[k].Index >= a.FirstRow })
	for ; k < len(s.Rows) && s.Rows[k].Index <= a.LastRow; k++ {
		r := &s.Rows[k]
		h := printed(s.rowHeight(r.Index))
		from, to := nearby(r, a)
		for j := from; j <= to; j++ {
			if empty(&r.Cells[j]) {
				continue
			}
			if _, merged := s.merges.at(r.Index, r.Cells[j].Col); merged {
				continue
			}
			if s.cellText(&t, r, h, j) && (t.Angle != 0 || t.Bounds().Overlaps(place)) {
				show(&t)
			}
		}
	}
	s.merges.visit(a, func(m model.Range) {
		if s.mergedText(&t, m) {
			show(&t)
		}
	})
}

// nearby are the cells of a row in the columns of a range and the first with
// content at each side, whose text may flow in.
func nearby(r *model.Row, a model.Range) (from, to int) {
	from = sort.Search(len(r.Cells), func(j int) bool { return r.Cells[j].Col >= a.FirstCol })
	to = sort.Search(len(r.Cells), func(j int) bool { return r.Cells[j].Col > a.LastCol }) - 1
	for from--; from > 0 && empty(&r.Cells[from]); from-- {
	}
	for to++; to < len(r.Cells)-1 && empty(&r.Cells[to]); to++ {
	}
	return max(0, from), min(len(r.Cells)-1, to)
}

// mergedText places the text of a merge, that of its first cell; false when it
// shows none.
func (s *Sheet) mergedText(t *TextBox, m model.Range) bool {
	r := s.row(m.FirstRow)
	c := cellIn(r, m.FirstCol)
	box := s.box(m)
	if empty(c) || box.W == 0 || box.H == 0 {
		return false
	}
	return s.textBox(t, c, s.cellStyle(c, m.FirstRow), m.FirstRow, box, box.X, box.X+box.W)
}
