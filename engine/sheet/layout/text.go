package layout

import (
	"math"
	"slices"
	"strings"

	"quire/engine/font"
	"quire/engine/sheet/model"
)

// padding is kept free at each side of a cell.
const padding = 1.0

// indentStep is the width of one level of indentation: three spaces of the
// default font (ECMA-376 part 1, 18.8.1).
func (s *Sheet) indentStep() float64 {
	return float64(3*s.Fonts.twips(' ', s.normal())) * twip
}

// indent is how far text keeps from the edge at which it is aligned; only the
// left and the right one have that.
func (s *Sheet) indent(a model.Align) float64 {
	if a.Horizontal != model.Left && a.Horizontal != model.Right {
		return 0
	}
	return float64(a.Indent) * s.indentStep()
}

// TextBox is the text of a cell, broken into lines and placed.
type TextBox struct {
	Row, Col int
	// Cell is the rectangle of the cell or merge on the sheet.
	Cell Box
	// Clip confines the text when Clipped is set.
	Clip    Box
	Clipped bool
	// Lines stand at their places around Origin, in a frame that is turned by
	// Angle degrees counter-clockwise.
	OriginX, OriginY float64
	Angle            float64
	Lines            []PlacedLine
}

// PlacedLine is a line with the place of its baseline's beginning.
type PlacedLine struct {
	Line
	X, Y float64
}

// Bounds is the rectangle that the text may mark, for text that is not turned.
func (t *TextBox) Bounds() Box {
	lo, hi := t.Cell.X, t.Cell.X+t.Cell.W
	for _, l := range t.Lines {
		lo, hi = math.Min(lo, l.X), math.Max(hi, l.X+l.Width)
	}
	if t.Clipped {
		lo, hi = math.Max(lo, t.Clip.X), math.Min(hi, t.Clip.X+t.Clip.W)
	}
	return Box{lo, t.Cell.Y, hi - lo, t.Cell.H}
}

// wraps tells whether a style breaks text to the cell's width.
func wraps(a model.Align) bool {
	return a.Wrap || a.Horizontal == model.Justify || a.Horizontal == model.Distributed || a.Vertical == model.VJustify || a.Vertical == model.VDistributed
}

// textBox places the text of a cell in its rectangle; false when there is none.
// Text that does not wrap may reach from lo to hi.
func (s *Sheet) textBox(t *TextBox, c *model.Cell, st *model.Style, row int, cell Box, lo, hi float64) bool {
	ct := s.content(c, st, cell.W)
	*t = TextBox{Row: row, Col: c.Col, Cell: cell, Clip: cell, Lines: t.Lines[:0]}
	if len(ct.spans) == 0 || s.rules.hides(row, c.Col) {
		return false
	}
	if st.Align.Stacked {
		ct.spans = stack(ct.spans)
	}
	indent := s.indent(st.Align)
	inner := cell.W - 2*padding - indent
	if st.Align.Rotation != 0 {
		s.turned(t, &ct, st)
		return true
	}
	wrap := wraps(st.Align) && !ct.fixed
	lines := s.lines(&ct, st, wrap, inner)
	s.horizontal(t, &ct, lines, indent, wrap)
	s.vertical(t, st)
	s.clip(t, lo, hi, wrap || ct.fixed)
	if !wrap && !ct.fixed {
		s.cut(t, ct.align)
	}
	return true
}

// lines breaks or joins the text, repeats it, or shrinks it, as its style says.
func (s *Sheet) lines(ct *content, st *model.Style, wrap bool, inner float64) []Line {
	if ct.fill != 0 {
		s.stretch(ct, inner)
	}
	if wrap || st.Align.Stacked {
		w := math.Max(0, inner)
		if st.Align.Stacked {
			w = -1
		}
		for i := range ct.spans {
			sp := &ct.spans[i]
			sp.Size, sp.Font.Size = drawnSize(sp.Font), printedSize(sp.Font.Size, s.printScale)
		}
		return s.Fonts.breakLines(ct.spans, w)
	}
	for i := range ct.spans {
		ct.spans[i].Text = strings.ReplaceAll(ct.spans[i].Text, "\n", " ")
		ct.spans[i].Font.Size = printedSize(ct.spans[i].Font.Size, s.printScale)
	}
	lines := s.Fonts.breakInto(&s.plain, ct.spans, -1)
	w := lines[0].Width
	switch {
	case ct.align == model.Repeat && w > 0 && len(ct.spans) == 1:
		n := max(1, min(1000, int(inner/w)))
		ct.spans[0].Text = strings.Repeat(ct.spans[0].Text, n)
		lines = s.Fonts.breakLines(ct.spans, -1)
	case st.Align.Shrink && w > inner && inner > 0:
		for i := range ct.spans {
			ct.spans[i].Font.Size = math.Max(1, ct.spans[i].Font.Size*inner/w)
		}
		lines = s.Fonts.breakLines(ct.spans, -1)
	}
	return lines
}

// stretch repeats the fill character of a number format until the text is as
// wide as the cell.
func (s *Sheet) stretch(ct *content, inner float64) {
	sp := &ct.spans[0]
	free := inner - s.Fonts.Width(sp.Text, sp.Font)
	if ct.fill == ' ' {
		return // the two parts are placed at the edges instead
	}
	n := int(free / math.Max(.1, s.Fonts.Width(string(ct.fill), sp.Font)))
	if n > 0 {
		sp.Text = sp.Text[:ct.fillAt] + strings.Repeat(string(ct.fill), min(n, 1000)) + sp.Text[ct.fillAt:]
	}
	ct.fill = 0
}

// stack puts each character on a line of its own.
func stack(spans []Span) []Span {
	var out []Span
	for i, sp := range spans {
		var b strings.Builder
		for j, r := range []rune(sp.Text) {
			if r != '\n' && (i > 0 || j > 0) {
				b.WriteByte('\n')
			}
			b.WriteRune(r)
		}
		out = append(out, Span{Text: b.String(), Font: sp.Font})
	}
	return out
}

// horizontal places lines from left to right.
func (s *Sheet) horizontal(t *TextBox, ct *content, lines []Line, indent float64, wrap bool) {
	left, inner := t.Cell.X+padding, t.Cell.W-2*padding
	for i, l := range lines {
		p := PlacedLine{Line: l, X: left + indent}
		switch ct.align {
		case model.Right:
			p.X = left + inner - l.Width - indent
		case model.Centre, model.CentreAcross:
			p.X = left + (inner-l.Width)/2
		case model.Justify:
			if wrap && i < len(lines)-1 {
				s.Fonts.justify(&p.Line, inner-indent)
			}
		case model.Distributed:
			s.Fonts.justify(&p.Line, inner)
		}
		if ct.fill == ' ' && ct.align != model.Centre {
			s.pushApart(&p, ct, left+indent, inner-indent)
		}
		t.Lines = append(t.Lines, p)
	}
}

// pushApart puts what comes before the fill at the left edge and the rest at
// the right one.
func (s *Sheet) pushApart(p *PlacedLine, ct *content, left, inner float64) {
	sp := ct.spans[0]
	head, tail := Span{Text: sp.Text[:ct.fillAt], Font: sp.Font}, Span{Text: sp.Text[ct.fillAt:], Font: sp.Font}
	hw, tw := s.Fonts.Width(head.Text, sp.Font), s.Fonts.Width(tail.Text, sp.Font)
	p.X = left
	p.Pieces = nil
	if head.Text != "" {
		p.Pieces = append(p.Pieces, Piece{Width: hw, Text: head.Text, Font: sp.Font})
	}
	if tail.Text != "" {
		p.Pieces = append(p.Pieces, Piece{X: math.Max(hw, inner-tw), Width: tw, Text: tail.Text, Font: sp.Font})
	}
	p.Width = math.Max(hw+tw, inner)
}

// justify widens the spaces of a line until it has the width; false when it has
// none.
func (f *Fonts) justify(l *Line, width float64) bool {
	gaps := 0
	for _, p := range l.Pieces {
		gaps += strings.Count(p.Text, " ")
	}
	if gaps == 0 || l.Width >= width {
		return false
	}
	extra := (width - l.Width) / float64(gaps)
	var out []Piece
	shift := 0.0
	for _, p := range l.Pieces {
		words := strings.SplitAfter(p.Text, " ")
		if p.Way == font.RightToLeft {
			slices.Reverse(words)
		}
		widths, total := make([]float64, len(words)), 0.0
		for i, w := range words {
			widths[i] = f.Width(w, p.Font)
			total += widths[i]
		}
		x := p.X + shift
		for i, w := range words {
			width := widths[i]
			if total > 0 { // letters that join are wider or narrower apart
				width *= p.Width / total
			}
			gap := 0.0
			if strings.HasSuffix(w, " ") {
				gap = extra
				shift += extra
			}
			if p.Way == font.RightToLeft { // the gap is read after the word, at its left
				x, gap = x+gap, 0
			}
			out = append(out, Piece{X: x, Width: width, Text: w, Font: p.Font, Way: p.Way})
			x += width + gap
		}
	}
	l.Pieces, l.Width = out, width
	return true
}

// vertical places lines from top to bottom, also those that are higher than
// their cell.
func (s *Sheet) vertical(t *TextBox, st *model.Style) {
	h := 0.0
	for _, l := range t.Lines {
		h += l.Ascent + l.Descent
	}
	y, gap := t.Cell.Y+t.Cell.H-padding-h, 0.0
	switch st.Align.Vertical {
	case model.VJustify, model.VDistributed:
		y = t.Cell.Y + padding
		if n := len(t.Lines); n > 1 { // they fill the height
			gap = math.Max(0, t.Cell.H-2*padding-h) / float64(n-1)
		}
	case model.Top:
		y = t.Cell.Y + padding
	case model.Middle:
		y = t.Cell.Y + (t.Cell.H-h)/2
	}
	for i := range t.Lines {
		t.Lines[i].Y = y + t.Lines[i].Ascent
		y += t.Lines[i].Ascent + t.Lines[i].Descent + gap
	}
}

// clip confines text that is larger than the room it has. In height that holds
// for rows set by hand: of others the text shows even where a height from the file
// is too small for it, as LibreOffice prints it. Text that stays inside its cell
// does not reach from lo to hi.
func (s *Sheet) clip(t *TextBox, lo, hi float64, inside bool) {
	if inside {
		lo, hi = t.Cell.X, t.Cell.X+t.Cell.W
	}
	top, bottom := t.Cell.Y, t.Cell.Y+t.Cell.H
	for _, l := range t.Lines {
		if over := l.Y-l.Ascent < top || l.Y+l.Descent > bottom; over && !s.byHand(t.Row) {
			top, bottom = math.Min(top, l.Y-l.Ascent), math.Max(bottom, l.Y+l.Descent)
		}
		if l.X < lo-.05 || l.X+l.Width > hi+.05 || l.Y-l.Ascent < top-1 || l.Y+l.Descent > bottom+1 {
			t.Clipped = true
		}
	}
	t.Clip = Box{lo, top, hi - lo, bottom - top}
}

// byHand tells that the height of a row was set by hand, or by that of the sheet.
func (s *Sheet) byHand(row int) bool {
	r := s.row(row)
	return r == nil || r.Custom
}

// turned places text at an angle: the rectangle around the turned lines is
// aligned in the cell, and the lines are placed around its middle.
func (s *Sheet) turned(t *TextBox, ct *content, st *model.Style) {
	angle := float64(st.Align.Rotation)
	sin, cos := math.Sincos(math.Abs(angle) * math.Pi / 180)
	width := -1.0
	if wraps(st.Align) && sin > .99 {
		width = math.Max(0, t.Cell.H-2*padding)
	}
	lines := s.Fonts.breakLines(ct.spans, width)
	w, h := 0.0, blockHeight(lines)
	for _, l := range lines {
		w = math.Max(w, l.Width)
	}
	bw, bh := w*cos+h*sin, w*sin+h*cos
	t.Angle = angle
	t.OriginX, t.OriginY = t.Cell.X+padding+bw/2, t.Cell.Y+t.Cell.H-padding-bh/2
	switch ct.align {
	case model.Right:
		t.OriginX = t.Cell.X + t.Cell.W - padding - bw/2
	case model.Centre, model.CentreAcross, model.Distributed:
		t.OriginX = t.Cell.X + t.Cell.W/2
	}
	switch st.Align.Vertical {
	case model.Top:
		t.OriginY = t.Cell.Y + padding + bh/2
	case model.Middle, model.VDistributed:
		t.OriginY = t.Cell.Y + t.Cell.H/2
	}
	if lean := slant(st); lean != 0 && !s.within(t.Row, t.Col, t.Row, t.Col) {
		alongside(t, st.Align.Horizontal, lean, w, h, bw)
	}
	y := -h / 2
	for _, l := range lines {
		t.Lines = append(t.Lines, PlacedLine{Line: l, X: -w / 2, Y: y + l.Ascent})
		y += l.Ascent + l.Descent
	}
	t.Clip, t.Clipped = t.Cell, sin > .99 && (bh > t.Cell.H || bw > t.Cell.W)
}
