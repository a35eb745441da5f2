package layout

import (
	"strconv"

	"quire/engine/sheet/model"
)

// Heading is the number of a row or the letters of a column, in its box.
type Heading struct {
	Box
	Text TextBox
}

// measureHeadings finds the room that headings take when they are printed.
func (s *Sheet) measureHeadings(areas []model.Range) {
	if !s.Page.Headings {
		return
	}
	last := 0
	for _, a := range areas {
		last = max(last, a.LastRow)
	}
	s.headW = s.Fonts.Width(strconv.Itoa(max(100, last)), s.headingFont()) + 8
	s.headH = printed(s.defaultHeight())
}

// headingFont is the default font without ornaments.
func (s *Sheet) headingFont() model.Font {
	f := s.Styles[0].Font
	return model.Font{Family: f.Family, Size: f.Size}
}

// Headings are the numbers of a pane's rows and the letters of its columns, at
// places on the sheet; rows' lie to the left of x and columns' above y.
func (s *Sheet) Headings(p Pane, x, y float64) []Heading {
	if !s.Page.Headings {
		return nil
	}
	var out []Heading
	add := func(b Box, text string) {
		if b.W <= 0 || b.H <= 0 {
			return
		}
		f := s.headingFont()
		lines := s.Fonts.breakLines([]Span{{text, f}}, -1)
		l := lines[0]
		t := TextBox{Cell: b, Lines: []PlacedLine{{l, b.X + (b.W-l.Width)/2, b.Y + (b.H-l.Ascent-l.Descent)/2 + l.Ascent}}}
		out = append(out, Heading{b, t})
	}
	for r := p.Range.FirstRow; r <= p.Range.LastRow && p.X == s.headW; r++ {
		add(Box{x - s.headW, s.rows.at(r), s.headW, s.rows.of(r)}, strconv.Itoa(r))
	}
	for c := p.Range.FirstCol; c <= p.Range.LastCol && p.Y == s.headH; c++ {
		add(Box{s.cols.at(c), y - s.headH, s.cols.of(c), s.headH}, model.ColumnName(c))
	}
	return out
}
