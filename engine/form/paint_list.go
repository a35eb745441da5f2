package form

import (
	"math"
	"slices"
	"strings"

	"quire/engine/canvas"
)

// selectionColor is behind the chosen rows of a list, as in Acrobat.
const selectionColor = "0.6 0.757 0.855 rg"

// drawList draws the rows of a list box, from the first one shown.
func (p *painter) drawList(c *canvas.Content, w *widget, f frame, a defaultAppearance, tf *typeface) {
	opts := p.options(w.field)
	size := a.size
	if size == 0 {
		size = multilineSize
	}
	pad, in := f.padding(), f.inset()
	text := func(i int) string { return strings.ReplaceAll(tidy(opts[i].Display), "\n", " ") }
	chosen := p.chosenRows(w.field, opts)
	var row float64
	var first, end int
	layout := func() {
		row = math.Max(tf.lineHeight()*size, minSize)
		rows := max(1, int((f.h-2*in)/row))
		first = p.firstRow(w.field, chosen, rows, len(opts))
		end = min(len(opts), first+rows+1)
	}
	layout()
	var shown strings.Builder
	for i := first; i < end; i++ {
		shown.WriteString(text(i) + "\n")
	}
	tf.settle(shown.String())
	layout() // some letters need higher rows
	c.Save()
	c.Raw(selectionColor)
	for i := first; i < end; i++ {
		if slices.Contains(chosen, i) {
			c.Rect(in, f.h-in-float64(i-first+1)*row, f.w-2*in, row, "f")
		}
	}
	c.Restore()
	for i := first; i < end; i++ {
		line := text(i)
		x := begin(p.alignment(w), pad, math.Max(1, f.w-2*pad), tf.width(line)*size/1000)
		y := f.h - in - float64(i-first)*row - tf.ascent*size
		p.warnMissing(w.field, tf.show(c, math.Max(x, pad), y, line, size))
	}
}

// chosenRows are the indices of the value's options: V decides, I only helps
// where options share an export value (ISO 32000-1, table 231).
func (t *tree) chosenRows(f *field, opts []Option) []int {
	var rows []int
	indices := t.doc.Array(f.typed().attr("I"))
	for _, v := range t.value(f, "V").Selected {
		if !t.spend(len(opts) + len(indices)) {
			break
		}
		match := -1
		for _, o := range indices {
			if i, ok := t.doc.Integer(o); ok && i >= 0 && i < len(opts) && opts[i].Export == v && !slices.Contains(rows, i) {
				match = i
				break
			}
		}
		if match < 0 {
			match = findOption(opts, v)
		}
		if match >= 0 {
			rows = append(rows, match)
		}
	}
	return rows
}

// firstRow is the row to begin with: as the form says (TI), moved so that the
// first chosen one can be seen.
func (t *tree) firstRow(f *field, chosen []int, rows, count int) int {
	first, _ := t.doc.Integer(f.typed().attr("TI"))
	first = max(0, min(first, count-1))
	if len(chosen) == 0 {
		return first
	}
	lead, tail := slices.Min(chosen), slices.Max(chosen)
	if lead < first {
		first = lead
	}
	if tail >= first+rows {
		first = min(lead, tail-rows+1)
	}
	return max(0, first)
}
