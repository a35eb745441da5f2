package layout

import (
	"strings"
	"unicode/utf8"

	"quire/engine/font"
	"quire/engine/sheet/model"
)

// Line is a line of text; its pieces stand at places from the line's left end.
type Line struct {
	Pieces          []Piece
	Width           float64
	Ascent, Descent float64
}

// Piece is text in one font.
type Piece struct {
	X, Width float64
	Text     string
	Font     model.Font
	// Way is the one direction that the text is read in; Natural when it has yet
	// to be told.
	Way font.Direction
}

// glyph is one character of a text with fonts.
type glyph struct {
	r     rune
	span  int
	width float64
	// room is what it takes of the line that is broken, which is not what it takes
	// in print.
	room float64
}

// plainLine is the room for the line of the most common text.
type plainLine struct {
	line  [1]Line
	piece [1]Piece
	// more is how much wider than the others the first line may be.
	more float64
}

// breakLines breaks spans at line feeds and, with a width, where lines get too
// long. A negative width means no limit.
func (f *Fonts) breakLines(spans []Span, width float64) []Line {
	return f.breakInto(new(plainLine), spans, width)
}

// breakInto is breakLines for lines that are done with before the room is used
// again.
func (f *Fonts) breakInto(room *plainLine, spans []Span, width float64) []Line {
	spans = f.afford(spans)
	allowed := width
	if width >= 0 {
		allowed = max(0, width+room.more)
	}
	if f.oneLine(room, spans, allowed) {
		return room.line[:]
	}
	var glyphs []glyph
	for i, sp := range spans {
		face := f.Face(sp.Font)
		ruler := f.rulerOf(face, drawnSize(sp.Font))
		exact := sp.breakSize()
		for _, r := range sp.Text {
			g := glyph{r: r, span: i}
			if r != '\n' {
				g.width = f.width(r, ruler)
				g.room = f.roomOf(r, face, exact)
			}
			glyphs = append(glyphs, g)
		}
		if n := len(glyphs); sp.After > 0 && n > 0 && glyphs[n-1].r != '\n' {
			glyphs[n-1].width += sp.After
			glyphs[n-1].room += sp.After
		}
	}
	whole := joined(spans)
	base := font.Natural
	begins := true      // glyphs begin a paragraph
	paragraph := glyphs // from its beginning
	var lines []Line
	add := func(end, span int, broken bool) {
		if whole && begins {
			base = paragraphOf(glyphs)
		}
		shown := glyphs[:end]
		if broken {
			shown = withoutSpaces(shown)
		}
		f.effort += lineEffort
		l := f.line(shown, spans, span)
		if whole {
			f.order(&l, base)
		}
		lines = append(lines, l)
	}
	for {
		if len(lines) > cutAt && f.effort > maxEffort {
			f.Exhausted = true
			return lines
		}
		end := f.lineEnd(paragraph, len(paragraph)-len(glyphs), allowed)
		allowed = width
		next := end
		if next < len(glyphs) && glyphs[next].r == '\n' {
			next++
			add(end, glyphs[end].span, false)
			glyphs, begins = glyphs[next:], true
			paragraph = glyphs
			continue
		}
		span := len(spans) - 1
		if end > 0 {
			span = glyphs[end-1].span
		}
		last := end == len(glyphs)
		add(end, max(0, span), !last)
		if last {
			return lines
		}
		glyphs, begins = glyphs[end:], false
	}
}

// maxEffort bounds what setting the texts of a document takes, counted in letters
// of plain lines: ones that join take as much as 10, and a line as much as 10.
// From then on texts of more letters or lines than cutAt are cut.
const (
	maxEffort  = 30_000_000
	joinEffort = 10
	lineEffort = 10
	cutAt      = 200
)

// afford counts what setting a text takes, and cuts it where that is too much.
func (f *Fonts) afford(spans []Span) []Span {
	n := 0
	for _, sp := range spans {
		n += len(sp.Text)
		if len(sp.Text) > cutAt && !f.Exhausted && font.Joined(sp.Text) {
			n += joinEffort * len(sp.Text)
		}
	}
	if f.effort += n; n <= cutAt || f.effort <= maxEffort {
		return spans
	}
	f.Exhausted = true
	var out []Span
	for left := cutAt; len(spans) > 0 && left > 0; spans = spans[1:] {
		sp := spans[0]
		sp.Text = beginning(sp.Text, left)
		out, left = append(out, sp), left-utf8.RuneCountInString(sp.Text)
	}
	return out
}

// beginning is at most so many letters of a text.
func beginning(text string, letters int) string {
	for i := range text {
		if letters--; letters < 0 {
			return text[:i]
		}
	}
	return text
}

// oneLine is the line of the most common text: in one font, set letter by letter,
// and with room for all of it. It is what breaking it gives.
func (f *Fonts) oneLine(room *plainLine, spans []Span, width float64) bool {
	if len(spans) != 1 || spans[0].Text == "" || spans[0].After > 0 {
		return false
	}
	text, m := spans[0].Text, spans[0].Font
	if font.Joined(text) {
		return false
	}
	var l Line
	face := f.Face(m)
	ruler := f.rulerOf(face, drawnSize(m))
	exact, size := 0.0, spans[0].breakSize()
	for _, r := range text {
		if r == '\n' || r == utf8.RuneError {
			return false
		}
		l.Width += f.width(r, ruler)
		if width >= 0 {
			exact += f.roomOf(r, face, size)
		}
	}
	if width >= 0 && exact > width-tight {
		return false
	}
	room.piece[0] = Piece{Width: l.Width, Text: text, Font: m}
	l.Pieces = room.piece[:]
	f.raise(&l, m)
	room.line[0] = l
	return true
}

// tight is how much shorter than its room a line has to be: LibreOffice wants its
// end before the edge, in whole hundredths of a millimetre.
const tight = .01

// lineEnd is how many glyphs the line has that begins at a glyph: up to a line
// feed, or to the last place where it may break within the width, at least one.
func (f *Fonts) lineEnd(text []glyph, start int, width float64) int {
	w, glyphs := 0.0, text[start:]
	for i, g := range glyphs {
		if g.r == '\n' {
			return i
		}
		if w += g.room; width < 0 || w <= width-tight {
			continue
		}
		if blank(g.r) {
			for i < len(glyphs) && blank(glyphs[i].r) {
				i++
			}
			return i
		}
		if at := f.breaks.before(text, start, start+i); at > start {
			return at - start
		}
		return max(1, wholeLetters(glyphs, i))
	}
	return len(glyphs)
}

// withoutSpaces leaves out the spaces at which a line was broken.
func withoutSpaces(glyphs []glyph) []glyph {
	for len(glyphs) > 1 && glyphs[len(glyphs)-1].r == ' ' {
		glyphs = glyphs[:len(glyphs)-1]
	}
	return glyphs
}

// line makes a line of glyphs. An empty line is as high as its span's font.
func (f *Fonts) line(glyphs []glyph, spans []Span, span int) Line {
	var l Line
	for i := 0; i < len(glyphs); {
		p := Piece{X: l.Width, Font: spans[glyphs[i].span].Font}
		var text strings.Builder
		j := i
		for ; j < len(glyphs) && glyphs[j].span == glyphs[i].span; j++ {
			text.WriteRune(glyphs[j].r)
			p.Width += glyphs[j].width
		}
		p.Text = text.String()
		l.Width += p.Width
		l.Pieces = append(l.Pieces, p)
		f.raise(&l, p.Font)
		i = j
	}
	if len(l.Pieces) == 0 && span < len(spans) {
		f.raise(&l, spans[span].Font)
	}
	return l
}

// raise makes a line high enough for a font.
func (f *Fonts) raise(l *Line, m model.Font) {
	asc, desc := f.LineHeight(m)
	l.Ascent, l.Descent = max(l.Ascent, asc), max(l.Descent, desc)
}

// blockHeight is the height of lines below each other.
func blockHeight(lines []Line) float64 {
	h := 0.0
	for _, l := range lines {
		h += l.Ascent + l.Descent
	}
	return h
}
