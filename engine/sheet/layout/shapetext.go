package layout

import (
	"math"

	"quire/engine/sheet/model"
)

// ShapeText places the text of a shape in its rectangle, in columns where it has them.
func (s *Sheet) ShapeText(sh *model.Shape, box Box) []PlacedLine {
	inner := math.Max(1, box.W-sh.Left-sh.Right)
	c := columns{n: max(1, sh.Columns), room: box.H - sh.Top - sh.Bottom}
	if sh.NoWrap {
		c.n = 1
	}
	gap := math.Max(0, math.Min(sh.Gap, inner/float64(c.n)-1))
	if c.n > 1 {
		inner = math.Max(1, (inner-gap*float64(c.n-1))/float64(c.n))
	}
	c.step = inner + gap
	for i, p := range sh.Paragraphs {
		lines, bullet := s.paragraph(sh, &p, inner)
		if i > 0 {
			c.skip(above(p.Before, lines[0]))
		}
		for j, l := range lines {
			spread(&l, p.Spacing)
			x := s.beside(&l, &p, inner, j == 0 && bullet == nil, j == len(lines)-1)
			if j == 0 && bullet != nil {
				l.Pieces = append([]Piece{*bullet}, l.Pieces...)
			}
			c.add(l, box.X+sh.Left+x)
		}
		c.skip(above(p.After, lines[len(lines)-1]))
	}
	c.flow()
	y := box.Y + sh.Top
	switch h := c.highest; sh.Vertical {
	case model.Bottom:
		y = box.Y + box.H - sh.Bottom - h
	case model.Middle:
		y = box.Y + sh.Top + (c.room-h)/2
	}
	for i := range c.out {
		c.out[i].Y += y
	}
	return c.out
}

// paragraph breaks the text of a paragraph into lines. It gives the bullet where that
// hangs before the first of them; others are part of its text.
func (s *Sheet) paragraph(sh *model.Shape, p *model.Paragraph, inner float64) ([]Line, *Piece) {
	var spans []Span
	first := p.First
	if b := p.Bullet; b != nil {
		sign := Span{Text: b.Text, Font: *b.Font}
		wide := s.Fonts.Width(b.Text, *b.Font)
		if -p.First > wide { // the text begins where the other lines do
			first = 0
		} else {
			sign.Text += " "
			spans = append(spans, sign)
		}
	}
	for _, r := range p.Runs {
		spans = append(spans, Span{Text: r.Text, Font: *r.Font})
	}
	if sh.Stacked {
		spans = stack(spans)
	}
	width := math.Max(1, inner-p.Left)
	if sh.NoWrap {
		width = -1
	}
	lines := s.Fonts.breakInto(&plainLine{more: -first}, s.spaced(spans), width)
	if b := p.Bullet; b != nil && first != p.First {
		return lines, &Piece{X: p.First, Width: s.Fonts.Width(b.Text, *b.Font), Text: b.Text, Font: *b.Font}
	}
	return lines, nil
}

// beside is how far a line stands from the left edge of its column. Justified ones are
// widened, but for the last.
func (s *Sheet) beside(l *Line, p *model.Paragraph, inner float64, first, last bool) float64 {
	x := p.Left
	if first {
		x += p.First
	}
	switch free := inner - x - l.Width; p.Align {
	case model.Centre:
		x += free / 2
	case model.Right:
		x += free
	case model.Justify:
		if !last {
			s.Fonts.justify(l, inner-x)
		}
	}
	return x
}

// spread changes the height of a line (ECMA-376 part 1, 21.1.2.2.5): what is added
// or taken away is above its letters, as LibreOffice has it.
func spread(l *Line, by model.Spacing) {
	h := l.Ascent + l.Descent
	switch {
	case by.Points > 0:
		l.Ascent += by.Points - h
	case by.Share > 0:
		l.Ascent += h * (by.Share - 1)
	}
}

// above is the room before or after a paragraph, of points or a share of a line.
func above(by model.Spacing, l Line) float64 {
	if by.Points > 0 {
		return by.Points
	}
	return by.Share * (l.Ascent + l.Descent)
}

// columns collects lines from top to bottom, and from one column to the next.
type columns struct {
	n          int
	room, step float64
	out        []PlacedLine
	// gaps are kept free before the lines, gap before the next.
	gaps []float64
	gap  float64
	// highest is the height of the fullest column.
	highest float64
}

// skip keeps free the larger of what two paragraphs ask for, as LibreOffice does.
func (c *columns) skip(gap float64) { c.gap = math.Max(c.gap, gap) }

func (c *columns) add(l Line, x float64) {
	c.out, c.gaps = append(c.out, PlacedLine{l, x, 0}), append(c.gaps, c.gap)
	c.gap = 0
}

// flow places the lines. Columns are as full as they can be; where there are more
// lines than they have room for, all are as high.
func (c *columns) flow() {
	total, tallest := 0.0, 0.0
	for i, l := range c.out {
		total += c.gaps[i] + l.Ascent + l.Descent
		tallest = math.Max(tallest, l.Ascent+l.Descent)
	}
	n := float64(c.n)
	limit := math.Max(c.room, total/n+tallest*(1-1/n))
	at, h := 0, 0.0
	for i := range c.out {
		l := &c.out[i]
		gap := c.gaps[i]
		if h > 0 && at < c.n-1 && h+gap+l.Ascent+l.Descent > limit+.01 {
			at, h, gap = at+1, 0, 0
		}
		l.X, l.Y = l.X+float64(at)*c.step, h+gap+l.Ascent
		h += gap + l.Ascent + l.Descent
		c.highest = math.Max(c.highest, h)
	}
}
