package layout

import (
	"math"

	"quire/engine/sheet/model"
)

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

// ShapeText places the text of a shape in its rectangle.
func (s *Sheet) ShapeText(sh *model.Shape, box Box) []PlacedLine {
	inner := math.Max(1, box.W-sh.Left-sh.Right)
	width := inner
	if sh.NoWrap {
		width = -1
	}
	var out []PlacedLine
	h := 0.0
	for _, p := range sh.Paragraphs {
		var spans []Span
		for _, r := range p.Runs {
			spans = append(spans, Span{Text: r.Text, Font: *r.Font})
		}
		lines := s.Fonts.breakLines(s.spaced(spans), width)
		for i, l := range lines {
			x := box.X + sh.Left
			switch p.Align {
			case model.Centre:
				x += (inner - p.Left - l.Width) / 2
			case model.Right:
				x += inner - p.Left - l.Width
			case model.Justify:
				if i < len(lines)-1 {
					justify(&l, inner-p.Left)
				}
			}
			out = append(out, PlacedLine{l, x, h + l.Ascent})
			h += l.Ascent + l.Descent
		}
	}
	y := box.Y + sh.Top
	switch sh.Vertical {
	case model.Bottom:
		y = box.Y + box.H - sh.Bottom - h
	case model.Middle:
		y = box.Y + sh.Top + (box.H-sh.Top-sh.Bottom-h)/2
	}
	for i := range out {
		out[i].Y += y
	}
	return out
}
