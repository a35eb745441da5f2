package layout

import (
	"slices"
	"strings"

	"quire/engine/font"
	"quire/engine/sheet/model"
)

// Marks of direction (UAX #9): of no width, they say how a paragraph is read.
const (
	leftToRightMark = "\u200e"
	rightToLeftMark = "\u200f"
)

// read marks the paragraphs of a text as read in a direction, whatever their
// letters say.
func (ct *content) read(way model.Reading) {
	if way == model.ReadByContent || len(ct.spans) == 0 || ct.fill != 0 {
		return
	}
	mark := leftToRightMark
	if way == model.ReadRightToLeft {
		mark = rightToLeftMark
	}
	for i := range ct.spans {
		ct.spans[i].Text = strings.ReplaceAll(ct.spans[i].Text, "\n", "\n"+mark)
	}
	ct.spans[0].Text = mark + ct.spans[0].Text
}

// joined tells whether any of the spans has letters that are set as a whole.
func joined(spans []Span) bool {
	for _, sp := range spans {
		if font.Joined(sp.Text) {
			return true
		}
	}
	return false
}

// paragraphOf is how the paragraph is read that begins with these glyphs.
func paragraphOf(glyphs []glyph) font.Direction {
	var b strings.Builder
	for _, g := range glyphs {
		b.WriteRune(g.r)
		if g.r == '\n' {
			break
		}
	}
	return font.DirectionOf(b.String())
}

// order puts the pieces of a line where they stand from left to right, each of
// one direction, and measures them as they are shaped.
func (f *Fonts) order(l *Line, base font.Direction) {
	var text []rune
	var owner []int
	for i, p := range l.Pieces {
		for _, r := range p.Text {
			text, owner = append(text, r), append(owner, i)
		}
	}
	logical := l.Pieces
	l.Pieces, l.Width = nil, 0
	for _, s := range font.Visual(text, base) {
		way := font.LeftToRight
		if s.RightToLeft {
			way = font.RightToLeft
		}
		for _, part := range parts(owner, s) {
			p := Piece{X: l.Width, Text: string(text[part.From:part.To]), Font: logical[owner[part.From]].Font, Way: way}
			for _, run := range f.PieceRuns(p) {
				p.Width += run.Width(drawnSize(p.Font))
			}
			l.Width += p.Width
			l.Pieces = append(l.Pieces, p)
		}
	}
}

// parts cuts a stretch where the font changes, in the order from left to right.
func parts(owner []int, s font.Stretch) []font.Stretch {
	var all []font.Stretch
	for i := s.From; i < s.To; {
		j := i + 1
		for j < s.To && owner[j] == owner[i] {
			j++
		}
		all = append(all, font.Stretch{From: i, To: j})
		i = j
	}
	if s.RightToLeft {
		slices.Reverse(all)
	}
	return all
}

// PieceRuns splits the text of a piece by the faces that can show it, from left
// to right. The runs hold until it is called again.
func (f *Fonts) PieceRuns(p Piece) []font.Run {
	if p.Way == font.Natural {
		face := f.Face(p.Font)
		if p.Text != "" && font.Plain(p.Text, face) {
			f.run[0] = font.Run{Face: face, Text: p.Text}
			return f.run[:]
		}
		return f.library.Runs(p.Text, face)
	}
	return f.library.Directed(p.Text, f.Face(p.Font), p.Way == font.RightToLeft)
}
