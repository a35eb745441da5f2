package layout

import "math"

// margins are the rooms above and below the cells of a page at a scale. The
// room between a header and the cells is a part of the header: it is scaled
// when the header is (ECMA-376 part 1, 18.3.1.46, scaleWithDoc).
func (s *Sheet) margins(scale float64) (top, bottom float64) {
	p := s.Page
	top, bottom = p.Top, p.Bottom
	if t := p.Texts; t.ScaleWithSheet {
		if t.Header != "" || t.DifferentFirst && t.FirstHeader != "" || t.DifferentEven && t.EvenHeader != "" {
			top = scaledMargin(top, p.Header, scale)
		}
		if t.Footer != "" || t.DifferentFirst && t.FirstFooter != "" || t.DifferentEven && t.EvenFooter != "" {
			bottom = scaledMargin(bottom, p.Footer, scale)
		}
	}
	return top, bottom
}

// scaledMargin is a margin whose part inside of a header's distance is scaled.
func scaledMargin(margin, distance, scale float64) float64 {
	return math.Min(margin, distance) + math.Max(0, margin-distance)*scale
}

// pageRoom is how many twips of columns and rows a page takes at a scale in
// percent, rounded as LibreOffice does: each edge by itself.
func (s *Sheet) pageRoom(percent int) (w, h int) {
	p := s.Page
	between := func(paper, before, after float64) int {
		return max(1, (twips(paper)-1-twips(after))*100/percent-twips(before)*100/percent+1)
	}
	top, bottom := s.margins(float64(percent) / 100)
	w, h = between(p.Width, p.Left, p.Right), between(p.Height, top, bottom)
	if p.Headings {
		w, h = w-headingWidth, h-headingHeight
	}
	return w, h
}
