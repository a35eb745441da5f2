package layout

import (
	"math"

	"quire/engine/sheet/model"
)

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
			spans = append(spans, Span{r.Text, *r.Font})
		}
		lines := s.Fonts.breakLines(spans, width)
		for i, l := range lines {
			x := box.X + sh.Left
			switch p.Align {
			case model.Centre:
				x += (inner - l.Width) / 2
			case model.Right:
				x += inner - l.Width
			case model.Justify:
				if i < len(lines)-1 {
					justify(&l, inner)
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
