package form

import (
	"math"
	"strings"
	"unicode/utf8"

	"quire/engine/canvas"
	"quire/engine/font"
)

// Alignments (ISO 32000-1, table 222).
const (
	alignCenter = 1
	alignRight  = 2
)

func (t *tree) alignment(w *widget) int {
	o := w.attr("Q")
	if o == nil {
		o = t.acro["Q"]
	}
	q, _ := t.doc.Integer(o)
	if w.field.kind == KindPush {
		return alignCenter
	}
	return q
}

// padding is the space between the edge and text: the border and as much again,
// whether it can be seen or not, as in Acrobat; behind a border that can be
// seen at least two points.
func (f frame) padding() float64 {
	pad := f.inset() + f.border
	if f.line != "" && f.border > 0 {
		pad = math.Max(2, pad)
	}
	return pad
}

// begin is where a line of some length starts.
func begin(align int, left, width, length float64) float64 {
	switch align {
	case alignCenter:
		return left + (width-length)/2
	case alignRight:
		return left + width - length
	}
	return left
}

// baseline centres the line in the height, and lifts it when descenders would
// be cut off while there is room above.
func (tf *typeface) baseline(f frame, size float64) float64 {
	y := (f.h - (tf.ascent+tf.descent)*size) / 2
	lowest := f.inset() - tf.face.Descent()*size/1000
	highest := f.h - f.inset() - tf.face.CapHeight()*size/1000
	return math.Max(y, math.Min(lowest, highest))
}

func (p *painter) drawLine(c *canvas.Content, w *widget, f frame, a defaultAppearance, tf *typeface, text string) {
	pad := f.padding()
	width := math.Max(1, f.w-2*pad)
	size, clipped := fitLine(tf, text, a.size, width, math.Max(1, f.h-2*f.inset()))
	x := begin(p.alignment(w), pad, width, tf.width(text)*size/1000)
	if clipped {
		p.warnClipped(w.field)
		x = pad
	}
	p.warnMissing(w.field, tf.show(c, x, tf.baseline(f, size), text, size))
}

func (p *painter) warnClipped(f *field) {
	p.warn(CodeTextClipped, f, "field «"+f.name+"»: the text does not fit its field and is cut off; shorten it or enlarge the field")
}

func (p *painter) drawLines(c *canvas.Content, w *widget, f frame, a defaultAppearance, tf *typeface, text string) {
	pad := f.padding()
	width, height := math.Max(1, f.w-2*pad), math.Max(1, f.h-2*pad)
	size, lines, clipped := fitText(tf, text, a.size, width, height)
	if clipped {
		p.warnClipped(w.field)
	}
	// Acrobat leaves room for descenders above the first line, too.
	spare := height - float64(len(lines))*tf.lineHeight()*size
	y := f.h - pad - tf.ascent*size - math.Max(0, math.Min(spare, -tf.descent*size))
	if len(lines) == 1 && tf.lineHeight()*size > height {
		y = tf.baseline(f, size)
	}
	for _, line := range lines {
		line = strings.TrimRight(line, " ") // not to count in the alignment
		if y < -tf.lineHeight()*size {
			break
		}
		x := begin(p.alignment(w), pad, width, tf.width(line)*size/1000)
		p.warnMissing(w.field, tf.show(c, x, y, line, size))
		y -= tf.lineHeight() * size
	}
}

// drawComb sets each character in the middle of a cell (ISO 32000-1, table
// 228), and draws the lines between the cells where the field has a border.
func (p *painter) drawComb(c *canvas.Content, w *widget, f frame, a defaultAppearance, tf *typeface, text string) {
	cells := p.maxLength(w.field)
	cell := f.w / float64(cells)
	p.drawCells(c, f, cells)
	size := a.size
	if size == 0 {
		size = math.Max(minSize, math.Min((f.h-2*f.inset())/tf.lineHeight(), cell*1.4))
	}
	widest := 0.0
	for _, r := range text {
		widest = math.Max(widest, tf.advance(r)/1000)
	}
	if widest*size > cell {
		size = math.Max(math.Min(size, minSize), cell/widest)
	}
	n := utf8.RuneCountInString(text)
	first := 0
	switch p.alignment(w) {
	case alignCenter:
		first = max(0, (cells-n)/2)
	case alignRight:
		first = max(0, cells-n)
	}
	y := tf.baseline(f, size)
	i := first
	for _, r := range font.Shown(text) {
		if i >= cells {
			p.warnClipped(w.field)
			break
		}
		x := (float64(i)+0.5)*cell - tf.advance(r)*size/2000
		p.warnMissing(w.field, tf.show(c, x, y, string(r), size))
		i++
	}
}

func (p *painter) drawCells(c *canvas.Content, f frame, cells int) {
	if f.line == "" || f.border <= 0 || f.style != 'S' && f.style != 'D' {
		return
	}
	var path canvas.Path
	for i := 1; i < cells; i++ {
		x := f.w * float64(i) / float64(cells)
		path.MoveTo(x, 0)
		path.LineTo(x, f.h)
	}
	f.stroke(c, &path)
}
