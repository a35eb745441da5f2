package layout

import (
	"math"

	"quire/engine/font"
	"quire/engine/sheet/model"
)

// cut leaves out the letters of a line that its neighbours hide, so that nobody
// finds them in the document. As many are kept as the share of the text that
// shows, as LibreOffice does, and never fewer than show whole. Text that shows
// its middle, or that has several fonts, is kept.
func (s *Sheet) cut(t *TextBox, align model.Horizontal) {
	if !t.Clipped || len(t.Lines) != 1 || len(t.Lines[0].Pieces) != 1 {
		return
	}
	l := &t.Lines[0]
	p := l.Pieces[0]
	free := t.Clip.X + t.Clip.W - l.X
	if align == model.Right {
		free = l.X + l.Width - t.Clip.X
	} else if align != model.Left {
		return
	}
	if p.Way != font.Natural || l.Width <= free+.05 || free <= 0 {
		return
	}
	letters := []rune(p.Text)
	n := max(1, int(math.Round(float64(len(letters))*(free+1)/l.Width)), s.whole(letters, p.Font, free, align == model.Right))
	if n >= len(letters) {
		return
	}
	text := letters[:n]
	if align == model.Right {
		text = letters[len(letters)-n:]
	}
	width := s.Fonts.Width(string(text), p.Font)
	if align == model.Right {
		l.X += l.Width - width
	}
	l.Pieces = []Piece{{Width: width, Text: string(text), Font: p.Font, Way: p.Way}}
	l.Width = width
}

// whole is how many letters from the beginning, or from the end, have room.
func (s *Sheet) whole(letters []rune, m model.Font, free float64, fromEnd bool) int {
	ruler := s.Fonts.rulerOf(s.Fonts.Face(m), drawnSize(m))
	w := 0.0
	for i := range letters {
		r := letters[i]
		if fromEnd {
			r = letters[len(letters)-1-i]
		}
		if w += s.Fonts.width(r, ruler); w > free {
			return i
		}
	}
	return len(letters)
}
