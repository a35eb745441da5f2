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
	row := math.Max(tf.lineHeight()*size, minSize)
	chosen := p.chosenRows(w.field, opts)
	rows := max(1, int((f.h-2*in)/row))
	top := f.h - in
	first := p.firstRow(w.field, chosen, rows, len(opts))
	end := min(len(opts), first+rows+1)
	texts := map[int]string{}
	shown := ""
	for i := first; i < end; i++ {
		texts[i] = strings.ReplaceAll(tidy(opts[i].Display), "\n", " ")
		shown += texts[i] + "\n"
	}
	tf.settle(shown)
	for i := first; i < end; i++ {
		if slices.Contains(chosen, i) {
			c.Save()
			c.Raw(selectionColor)
			c.Rect(in, top-row, f.w-2*in, row, "f")
			c.Restore()
		}
		x := begin(p.alignment(w), pad, math.Max(1, f.w-2*pad), tf.width(texts[i])*size/1000)
		p.warnMissing(w.field, tf.show(c, math.Max(x, pad), top-tf.ascent*size, texts[i], size))
		top -= row
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
