package layout

import "math"

// frame is where the cells of a page begin and how high they may be, at a
// scale. The room between a header and the cells is a part of the header: it is
// scaled when the header is (ECMA-376 part 1, 18.3.1.46, scaleWithDoc).
func (s *Sheet) frame(scale float64) (top, height float64) {
	p := s.Page
	top, bottom := p.Top, p.Bottom
	if t := p.Texts; t.ScaleWithSheet {
		if t.Header != "" || t.DifferentFirst && t.FirstHeader != "" || t.DifferentEven && t.EvenHeader != "" {
			top = scaledMargin(top, p.Header, scale)
		}
		if t.Footer != "" || t.DifferentFirst && t.FirstFooter != "" || t.DifferentEven && t.EvenFooter != "" {
			bottom = scaledMargin(bottom, p.Footer, scale)
		}
	}
	return top, p.Height - top - bottom
}

// scaledMargin is a margin whose part inside of a header's distance is scaled.
func scaledMargin(margin, distance, scale float64) float64 {
	return math.Min(margin, distance) + math.Max(0, margin-distance)*scale
}
