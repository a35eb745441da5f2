package form

import (
	"fmt"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/canvas"
)

// painter draws the appearances of fields.
type painter struct {
	*tree
	fonts  *canvas.Fonts
	loaded map[uintptr]*formFont
	drawn  map[*field]bool
	// calculated are the fields whose value followed from others.
	calculated map[*field]bool
	warnings   []Warning
	complaint  map[string]bool
}

func newPainter(t *tree) *painter {
	return &painter{
		tree: t, fonts: canvas.NewFonts(t.doc),
		loaded: map[uintptr]*formFont{}, drawn: map[*field]bool{}, calculated: map[*field]bool{}, complaint: map[string]bool{},
	}
}

// warn adds a warning once.
func (p *painter) warn(code string, f *field, message string) {
	if key := code + f.name + message; !p.complaint[key] {
		p.complaint[key] = true
		p.warnings = append(p.warnings, Warning{Code: code, Field: f.name, Message: message})
	}
}

func (p *painter) warnMissing(f *field, missing string) {
	if missing != "" {
		p.warn(CodeGlyphMissing, f, fmt.Sprintf(
			"field «%s»: no typeface has %q, a box stands in its place; install a font that has it", f.name, missing))
	}
}

// drawUndrawn draws the texts and choices that have no appearance yet; all of
// them when the form asks its viewer to (ISO 32000-1, table 218).
func (p *painter) drawUndrawn() {
	all, _ := p.doc.Bool(p.acro["NeedAppearances"])
	for _, f := range p.fields {
		for _, w := range f.widgets {
			if !p.spend(1) {
				return
			}
			bare := p.doc.Resolve(p.doc.Dict(w.dict["AP"])["N"]) == nil
			switch {
			case f.kind.written() && (bare || all && !p.drawn[f]):
				p.drawWidget(w)
			case bare && (f.kind == KindCheckbox || f.kind == KindRadio):
				p.drawMark(w)
			case bare && f.kind == KindPush:
				p.drawWidget(w)
			}
		}
	}
	if p.acro != nil {
		delete(p.acro, "NeedAppearances")
	}
}

// written tells the kinds that show text.
func (k Kind) written() bool { return k == KindText || k == KindCombo || k == KindList }

// drawField draws all widgets of a field anew.
func (p *painter) drawField(f *field) {
	p.drawn[f] = true
	for _, w := range f.widgets {
		p.drawWidget(w)
	}
}

func (p *painter) drawWidget(w *widget) {
	if w.page == 0 || p.hidden(w) {
		return
	}
	f, ok := p.frame(w)
	if !ok {
		return
	}
	c := canvas.NewContent(p.fonts)
	f.draw(c)
	c.Raw("/Tx BMC")
	c.Save()
	in := f.inset()
	c.Clip(in, in, f.w-2*in, f.h-2*in)
	p.drawValue(c, w, f)
	c.Restore()
	c.Raw("EMC")
	w.dict["AP"] = types.Dict{"N": p.store(c, f)}
	delete(w.dict, "AS")
}

// store keeps drawn content as a form XObject (ISO 32000-1, 8.10).
func (p *painter) store(c *canvas.Content, f frame) types.IndirectRef {
	dict := types.Dict{
		"Type":      types.Name("XObject"),
		"Subtype":   types.Name("Form"),
		"BBox":      numbers(0, 0, f.w, f.h),
		"Resources": c.Resources(),
	}
	if f.matrix != [6]float64{1, 0, 0, 1, 0, 0} {
		dict["Matrix"] = numbers(f.matrix[:]...)
	}
	return p.doc.AddStream(dict, c.Bytes())
}

func numbers(values ...float64) types.Array {
	a := types.Array{}
	for _, v := range values {
		if v == float64(int(v)) {
			a = append(a, types.Integer(v))
		} else {
			a = append(a, types.Float(v))
		}
	}
	return a
}

// typeface prepares the letters for a widget.
func (p *painter) typeface(w *widget, a defaultAppearance) *typeface {
	o := p.resource(w, "Font", a.font)
	tf := &typeface{face: p.twin(a.font, o)}
	tf.ascent, tf.descent = p.lineMetrics(o, tf.face)
	if d := p.doc.Dict(o); d != nil {
		key := identity(d)
		f, ok := p.loaded[key]
		if !ok {
			f = p.loadFont(o)
			p.loaded[key] = f
		}
		tf.form = f
	}
	return tf
}

// drawValue draws what a field's value looks like.
func (p *painter) drawValue(c *canvas.Content, w *widget, f frame) {
	a := p.appearance(w)
	tf := p.typeface(w, a)
	shown, red := p.shown(w.field)
	if red {
		a.color += " 1 0 0 rg"
	}
	p.paint(c, w, a.color)
	if !p.spend(len(shown)) {
		return
	}
	text := tidy(shown)
	if w.field.kind == KindPush {
		text = p.caption(w)
	}
	tf.settle(text)
	switch {
	case w.field.kind == KindPush:
		p.drawButton(c, w, f, a, tf, text)
	case w.field.kind == KindList:
		p.drawList(c, w, f, a, tf)
	case p.comb(w.field):
		p.drawComb(c, w, f, a, tf, text)
	case w.field.multiline():
		p.drawLines(c, w, f, a, tf, text)
	default:
		p.drawLine(c, w, f, a, tf, strings.ReplaceAll(text, "\n", " "))
	}
}

// shown is the text that a field shows for its value, and whether its format
// asks for red.
func (t *tree) shown(f *field) (text string, red bool) {
	v := t.value(f, "V")
	if v.Text == nil {
		return "", false
	}
	text = lineEnds.Replace(*v.Text)
	if f.kind == KindCombo {
		opts := t.options(f)
		if i := findOption(opts, text); i >= 0 {
			return opts[i].Display, false
		}
	}
	if f.password() {
		return strings.Repeat("•", len([]rune(text))), false
	}
	if f.kind == KindText {
		return t.formatted(f, text)
	}
	return text, false
}
