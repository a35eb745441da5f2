package layout

import (
	"math"

	"quire/engine/sheet/model"
)

// measureRows finds the heights of the described rows. Rows without a height
// grow with the text that they hold (ECMA-376 part 1, 18.3.1.73).
func (s *Sheet) measureRows() {
	for i := range s.Rows {
		r := &s.Rows[i]
		switch {
		case r.Hidden:
			s.auto[r.Index] = 0
		case r.Height >= 0:
			s.auto[r.Index] = s.snap(r.Height)
		default:
			s.auto[r.Index] = s.autoHeight(r)
		}
	}
}

// autoHeight is the height in twips that the texts of a row need, at least the
// default.
func (s *Sheet) autoHeight(r *model.Row) int {
	h := float64(s.defaultHeight()) * twip
	for i := range r.Cells {
		c := &r.Cells[i]
		if empty(c) {
			continue
		}
		if _, merged := s.merges.at(r.Index, c.Col); merged {
			continue // merged cells never make their rows higher
		}
		st := s.cellStyle(c, r.Index)
		if oneFont(c, st) && s.oneLineHeight(st.Font) <= h {
			continue // whatever it says, the row has room for it
		}
		h = math.Max(h, s.neededHeight(c, st))
	}
	return s.snap(math.Min(409.5, h))
}

// oneFont tells of the most common cells, whose text is one level line in the font
// of their style.
func oneFont(c *model.Cell, st *model.Style) bool {
	return len(c.Runs) == 0 && !st.Align.Stacked && st.Align.Rotation == 0 && (c.Kind == model.Number || !wraps(st.Align))
}

// oneLineHeight is the height that a line in a font needs.
func (s *Sheet) oneLineHeight(m model.Font) float64 {
	ascent, descent := s.Fonts.LineHeight(m)
	return ascent + descent + pixel
}

// neededHeight is the height of one cell's text.
func (s *Sheet) neededHeight(c *model.Cell, st *model.Style) float64 {
	width := s.cols.of(c.Col)
	if width == 0 {
		return 0
	}
	ct := s.content(c, st, width)
	if len(ct.spans) == 0 {
		return 0
	}
	if st.Align.Stacked {
		return blockHeight(s.Fonts.breakLines(stack(ct.spans), -1)) + pixel
	}
	if a := st.Align.Rotation; a != 0 {
		sin, cos := math.Sincos(math.Abs(float64(a)) * math.Pi / 180)
		lines := s.Fonts.breakLines(ct.spans, -1)
		w := 0.0
		for _, l := range lines {
			w = math.Max(w, l.Width)
		}
		return w*sin + blockHeight(lines)*cos + 2*padding
	}
	inner := -1.0
	if wraps(st.Align) && !ct.fixed {
		inner = math.Max(0, width-2*padding-s.indent(st.Align))
	}
	if inner < 0 && len(ct.spans) == 1 {
		return s.oneLineHeight(ct.spans[0].Font)
	}
	lines := s.Fonts.breakLines(ct.spans, inner)
	if inner < 0 {
		lines = lines[:1]
	}
	return blockHeight(lines) + pixel
}
