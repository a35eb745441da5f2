package canvas

import (
	"math"
	"strconv"

	"quire/engine/font"
	"quire/engine/pdf"
)

// showShaped writes glyphs that stand at places of their own. Each is named by
// the text that it stands for; the text of several that belong together, such
// as a letter and its marks, is said as a whole (ISO 32000-1, 14.9.4).
func (c *Content) showShaped(x, y float64, u *fontUse, glyphs []font.Glyph, size float64) {
	c.beginText(x, y, u.name, u.object, size, 0)
	line := shapedLine{c: c, size: size}
	last := -1 // of the glyphs that are said together
	for i, g := range glyphs {
		if g.Cluster != "" {
			line.end()
			c.buf = append(c.buf, "/Span <</ActualText "...)
			c.buf = append(append(c.buf, pdf.TextString(g.Cluster).PDFString()...), ">> BDC\n"...)
			last = i + g.Others
		}
		code, width := u.subset.Code(g)
		line.show(g, code, width)
		if i == last {
			line.end()
			c.buf = append(c.buf, "EMC\n"...)
		}
	}
	line.end()
	line.rise(0)
	c.buf = append(c.buf, "ET\n"...)
}

// shapedLine writes TJ operators (ISO 32000-1, 9.4.3).
type shapedLine struct {
	c    *Content
	size float64
	open bool
	// pen is where the next glyph stands as it was shaped, shown where it would
	// stand by the widths of the font, both in thousandths of the size.
	pen, shown float64
	risen      float64
}

func (l *shapedLine) show(g font.Glyph, code uint16, width float64) {
	l.rise(g.Y)
	if !l.open {
		l.c.buf = append(l.c.buf, '[')
		l.open = true
	}
	if off := math.Round(l.shown - l.pen - g.X); off != 0 {
		l.c.buf = strconv.AppendFloat(l.c.buf, off, 'f', 0, 64)
		l.shown -= off
	}
	l.c.buf = append(l.c.buf, '<')
	for shift := 12; shift >= 0; shift -= 4 {
		l.c.buf = append(l.c.buf, "0123456789abcdef"[code>>shift&15])
	}
	l.c.buf = append(l.c.buf, '>')
	l.pen += g.Advance
	l.shown += width
}

// end writes what is open.
func (l *shapedLine) end() {
	if l.open {
		l.c.buf = append(l.c.buf, "] TJ\n"...)
		l.open = false
	}
}

// rise lifts what follows above the baseline.
func (l *shapedLine) rise(y float64) {
	if y != l.risen {
		l.end()
		l.risen = y
		l.c.op("Ts", y*l.size/1000)
	}
}
