package layout

import (
	"math"

	"quire/engine/sheet/model"
)

// NoteLine is a line of the list of notes at its place on paper.
type NoteLine struct {
	X, Y float64 // of the baseline's beginning
	Line Line
	// Row and Col are the cell of the note.
	Row, Col int
}

// noteLabels are what Excel writes before the cell of a note and before its text, and
// noteIndent where these stand, in widths of digits.
const (
	cellLabel  = "Cell:"
	noteLabel  = "Comment:"
	noteIndent = 10
)

// notePages list the notes of the sheet on pages of their own, in their own size.
func (s *Sheet) notePages() []Page {
	if len(s.Notes) == 0 {
		return nil
	}
	p := s.Page
	plain := model.Font{Family: s.normal().Family, Size: s.normal().Size}
	bold := plain
	bold.Bold = true
	indent := noteIndent * float64(s.digit) * twip
	top, bottom := s.margins(1)
	var pages []Page
	y := math.Inf(1)
	put := func(n *model.Note, label string, lines []Line) {
		for i, l := range lines {
			if y+l.Ascent+l.Descent > p.Height-bottom {
				pages = append(pages, Page{Scale: 1})
				y = top
			}
			page := &pages[len(pages)-1]
			if i == 0 {
				head := s.Fonts.breakLines([]Span{{Text: label, Font: bold}}, -1)[0]
				page.Notes = append(page.Notes, NoteLine{p.Left, y + l.Ascent, head, n.Row, n.Col})
			}
			page.Notes = append(page.Notes, NoteLine{p.Left + indent, y + l.Ascent, l, n.Row, n.Col})
			y += l.Ascent + l.Descent
		}
	}
	for i := range s.Notes {
		n := &s.Notes[i]
		text := func(t string) []Line {
			return s.Fonts.breakLines([]Span{{Text: t, Font: plain}}, math.Max(indent, p.Width-p.Left-p.Right-indent))
		}
		put(n, cellLabel, text(model.CellName(n.Row, n.Col)))
		put(n, noteLabel, text(n.Text))
		asc, desc := s.Fonts.LineHeight(plain)
		y += asc + desc
		if len(pages) > MaxPages {
			break
		}
	}
	return pages
}
