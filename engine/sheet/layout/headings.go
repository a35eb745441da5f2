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

// headingWidth and headingHeight are the room in twips that the numbers of rows
// and the letters of columns take, as LibreOffice prints them.
const (
	headingWidth  = 567
	headingHeight = 256
)

// measureHeadings finds the room that headings take when they are printed.
func (s *Sheet) measureHeadings() {
	if s.Page.Headings {
		s.headW, s.headH = printed(headingWidth), printed(headingHeight)
	}
}

// headingFont is that of LibreOffice's headings, whatever the workbook's is.
var headingFont = model.Font{Family: "Liberation Sans", Size: 10}

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
		lines := s.Fonts.breakLines([]Span{{Text: text, Font: headingFont}}, -1)
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
