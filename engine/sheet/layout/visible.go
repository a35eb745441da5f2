package layout

import (
	"sort"

	"quire/engine/sheet/model"
)

// visible tells whether a page would be printed: pages without content, lines
// and drawings are left out, also when they have fills.
func (s *Sheet) visible(a model.Range) bool {
	place := s.box(a)
	if place.W == 0 || place.H == 0 {
		return false
	}
	for i := range s.Drawings {
		if b := s.DrawingBox(&s.Drawings[i]); b.Overlaps(place) {
			return true
		}
	}
	k := sort.Search(len(s.Rows), func(k int) bool { return s.Rows[k].Index >= a.FirstRow })
	for ; k < len(s.Rows) && s.Rows[k].Index <= a.LastRow; k++ {
		if s.rowVisible(&s.Rows[k], a) {
			return true
		}
	}
	merged := false
	s.merges.visit(a, func(m model.Range) {
		merged = merged || !empty(cellIn(s.row(m.FirstRow), m.FirstCol))
	})
	return merged
}

func (s *Sheet) rowVisible(r *model.Row, a model.Range) bool {
	j := sort.Search(len(r.Cells), func(j int) bool { return r.Cells[j].Col >= a.FirstCol })
	for k := j; k < len(r.Cells) && r.Cells[k].Col <= a.LastCol; k++ {
		if !empty(&r.Cells[k]) || s.Styles[r.Cells[k].Style].Border.Any() {
			return true
		}
	}
	// Text that flows in from the page before.
	for j--; j >= 0; j-- {
		if !empty(&r.Cells[j]) {
			return s.overflowEnd(r) >= a.FirstCol
		}
	}
	return false
}
