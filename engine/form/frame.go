package form

import (
	"math"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/canvas"
)

// frame is the place of a widget's appearance: its size in the field's own
// upright coordinates, its border and background.
type frame struct {
	w, h   float64
	matrix [6]float64 // from those coordinates to the page's
	border float64    // width
	style  byte       // S, D, B, I or U (ISO 32000-1, table 166)
	dash   []float64
	line   string // operands of the border's colour; empty for none
	fill   string // of the background's
}

// frame reads a widget's place and look; ok is false when it has no area.
func (t *tree) frame(w *widget) (f frame, ok bool) {
	rect, ok := t.doc.Rect(w.dict["Rect"])
	if !ok {
		return f, false
	}
	width, height := rect[2]-rect[0], rect[3]-rect[1]
	mk := t.doc.Dict(w.dict["MK"])
	turn, ok := t.doc.Integer(mk["R"])
	if !ok {
		turn = t.turned(w)
	}
	f = frame{w: width, h: height, matrix: [6]float64{1, 0, 0, 1, 0, 0}}
	switch ((turn % 360) + 360) % 360 {
	case 90:
		f.w, f.h, f.matrix = height, width, [6]float64{0, 1, -1, 0, width, 0}
	case 180:
		f.matrix = [6]float64{-1, 0, 0, -1, width, height}
	case 270:
		f.w, f.h, f.matrix = height, width, [6]float64{0, -1, 1, 0, 0, height}
	}
	f.line, f.fill = t.components(mk["BC"]), t.components(mk["BG"])
	t.readBorder(w, &f)
	return f, true
}

// turned is how far the present appearance is turned counter-clockwise, for
// widgets that do not say it: of pages that a tool has turned.
func (t *tree) turned(w *widget) int {
	sd := t.doc.Stream(t.doc.Dict(w.dict["AP"])["N"])
	if sd == nil {
		return 0
	}
	var m [4]float64
	a := t.doc.Array(sd.Dict["Matrix"])
	for i := range min(len(a), len(m)) {
		m[i], _ = t.doc.Number(a[i])
	}
	const near = 1e-3
	zero := func(v float64) bool { return math.Abs(v) < near }
	switch {
	case zero(m[0]) && zero(m[3]) && m[1] > near && m[2] < -near:
		return 90
	case zero(m[1]) && zero(m[2]) && m[0] < -near && m[3] < -near:
		return 180
	case zero(m[0]) && zero(m[3]) && m[1] < -near && m[2] > near:
		return 270
	}
	return 0
}

// readBorder reads the width and style of the border: BS, else the older
// Border entry (ISO 32000-1, 12.5.4).
func (t *tree) readBorder(w *widget, f *frame) {
	f.border, f.style = 1, 'S'
	if bs := t.doc.Dict(w.dict["BS"]); bs != nil {
		if v, ok := t.doc.Number(bs["W"]); ok {
			f.border = v
		}
		if s, _ := t.doc.NameOf(bs["S"]); len(s) == 1 && strings.Contains("SDBIU", s) {
			f.style = s[0]
		}
		f.dash = t.dashes(bs["D"])
	} else if a := t.doc.Array(w.dict["Border"]); len(a) >= 3 {
		if v, ok := t.doc.Number(a[2]); ok {
			f.border = v
		}
		if len(a) > 3 {
			if f.dash = t.dashes(a[3]); len(f.dash) > 0 {
				f.style = 'D'
			}
		}
	}
	f.border = math.Max(0, math.Min(f.border, math.Min(f.w, f.h)/2))
}

func (t *tree) dashes(o types.Object) []float64 {
	var out []float64
	sum := 0.0
	for _, e := range t.doc.Array(o) {
		if v, ok := t.doc.Number(e); ok && v >= 0 && len(out) < 8 {
			out, sum = append(out, v), sum+v
		}
	}
	if sum == 0 {
		return nil
	}
	return out
}

// components writes the numbers of a colour of 1, 3 or 4 components with the
// letter of its space: g, rg or k (ISO 32000-1, table 189).
func (t *tree) components(o types.Object) string {
	a := t.doc.Array(o)
	op := map[int]string{1: "g", 3: "rg", 4: "k"}[len(a)]
	if op == "" {
		return ""
	}
	c := canvas.NewContent(nil)
	for _, e := range a {
		v, _ := t.doc.Number(e)
		c.Numbers(math.Max(0, math.Min(1, v)))
	}
	return string(c.Bytes()) + op
}

// inset is how far the border reaches inwards; it is drawn twice as wide where
// it has light and shadow.
func (f frame) inset() float64 {
	if f.style == 'B' || f.style == 'I' {
		return 2 * f.border
	}
	return f.border
}

// draw paints background and border.
func (f frame) draw(c *canvas.Content) {
	if f.fill != "" {
		c.Save()
		c.Raw(f.fill)
		c.Rect(0, 0, f.w, f.h, "f")
		c.Restore()
	}
	if f.border <= 0 {
		return
	}
	switch f.style {
	case 'B':
		f.relief(c, "1 g", f.shadow())
	case 'I':
		f.relief(c, "0.5 g", "0.75 g")
	}
	if f.line == "" {
		return
	}
	var path canvas.Path
	b := f.border / 2
	path.MoveTo(0, b)
	path.LineTo(f.w, b)
	if f.style != 'U' {
		path = canvas.Path{}
		path.Rect(b, b, f.w-f.border, f.h-f.border)
	}
	f.stroke(c, &path)
}

// stroke draws along a path with the border's pen.
func (f frame) stroke(c *canvas.Content, path *canvas.Path) {
	c.Save()
	c.Raw(strings.ToUpper(f.line))
	c.PenShape(canvas.Pen{Width: f.border, Dash: f.strokeDash()})
	c.Outline(path, nil, "S")
	c.Restore()
}

func (f frame) strokeDash() []float64 {
	if f.style != 'D' {
		return nil
	}
	if f.dash == nil {
		return []float64{3}
	}
	return f.dash
}

// shadow is the darker side of a beveled border: half of a grey or coloured
// background's light.
func (f frame) shadow() string {
	if f.fill == "" || strings.HasSuffix(f.fill, "k") {
		return "0.5 g"
	}
	parts := strings.Fields(f.fill)
	c := canvas.NewContent(nil)
	for _, p := range parts[:len(parts)-1] {
		v, _ := number([]byte(p))
		c.Numbers(v / 2)
	}
	return string(c.Bytes()) + parts[len(parts)-1]
}

// relief paints the inner edges: one colour left and above, the other right
// and below.
func (f frame) relief(c *canvas.Content, light, dark string) {
	b, d := f.border, 2*f.border
	var upper, lower canvas.Path
	upper.MoveTo(b, b)
	upper.LineTo(b, f.h-b)
	upper.LineTo(f.w-b, f.h-b)
	upper.LineTo(f.w-d, f.h-d)
	upper.LineTo(d, f.h-d)
	upper.LineTo(d, d)
	lower.MoveTo(f.w-b, f.h-b)
	lower.LineTo(f.w-b, b)
	lower.LineTo(b, b)
	lower.LineTo(d, d)
	lower.LineTo(f.w-d, d)
	lower.LineTo(f.w-d, f.h-d)
	c.Save()
	c.Raw(light)
	c.Outline(&upper, nil, "f")
	c.Raw(dark)
	c.Outline(&lower, nil, "f")
	c.Restore()
}
