package layout

// scriptGap is the share of the height of a line that is kept free between ideographs
// and other letters in shapes, as LibreOffice has it.
const scriptGap = .2

// spaced cuts spans where ideographs and other letters meet, and keeps room there.
func (s *Sheet) spaced(spans []Span) []Span {
	var out []Span
	before := 0 // 1 for other letters, 2 for ideographs
	for _, sp := range spans {
		from := 0
		for i, r := range sp.Text {
			now := before
			switch {
			case ideograph(r):
				now = 2
			case r > ' ' && r < 0x250:
				now = 1
			}
			if now != before && before != 0 {
				if i > from {
					out = append(out, Span{Text: sp.Text[from:i], Font: sp.Font})
					from = i
				}
				if n := len(out); n > 0 {
					asc, desc := s.Fonts.LineHeight(out[n-1].Font)
					out[n-1].After = scriptGap * (asc + desc)
				}
			}
			before = now
		}
		out = append(out, Span{Text: sp.Text[from:], Font: sp.Font})
	}
	return out
}
