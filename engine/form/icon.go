package form

import (
	"math"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/canvas"
)

// Where the caption of a push button stands (ISO 32000-1, table 189).
const (
	captionOnly = iota
	iconOnly
	captionBelow
	captionAbove
	captionRight
	captionLeft
	captionOver
)

// box is a rectangle: left, bottom, width and height.
type box struct{ x, y, w, h float64 }

// drawButton draws the caption and the icon of a push button.
func (p *painter) drawButton(c *canvas.Content, w *widget, f frame, a defaultAppearance, tf *typeface, caption string) {
	mk := p.doc.Dict(w.dict["MK"])
	place, _ := p.doc.Integer(mk["TP"])
	ref, isRef := mk["I"].(types.IndirectRef)
	icon := p.doc.Stream(ref)
	if !isRef || icon == nil || place == captionOnly {
		if place != iconOnly {
			p.drawLine(c, w, f, a, tf, caption)
		}
		return
	}
	in := f.padding()
	whole := box{in, in, f.w - 2*in, f.h - 2*in}
	size := a.size
	if size == 0 {
		size = math.Min(12, whole.h/3/tf.lineHeight())
	}
	room, text := share(place, whole, math.Min(whole.h, size*tf.lineHeight()), math.Min(whole.w, tf.width(caption)*size/1000+1))
	if m, ok := p.fitIcon(icon.Dict, p.doc.Dict(mk["IF"]), room); ok {
		icon.Dict["Type"], icon.Dict["Subtype"] = types.Name("XObject"), types.Name("Form")
		c.XObject("Icon", ref, m)
	}
	if caption == "" || place == iconOnly || text.w <= 0 || text.h <= 0 {
		return
	}
	c.Save()
	c.Concat([6]float64{1, 0, 0, 1, text.x, text.y})
	a.size = size
	p.paint(c, w, a.color)
	p.drawLine(c, w, frame{w: text.w, h: text.h, style: 'S'}, a, tf, caption)
	c.Restore()
}

// share divides a button between its icon and its caption of this height and
// width.
func share(place int, whole box, height, width float64) (icon, caption box) {
	icon, caption = whole, whole
	switch place {
	case captionBelow:
		icon.y, icon.h, caption.h = whole.y+height, whole.h-height, height
	case captionAbove:
		icon.h, caption.y, caption.h = whole.h-height, whole.y+whole.h-height, height
	case captionRight:
		icon.w, caption.x, caption.w = whole.w-width, whole.x+whole.w-width, width
	case captionLeft:
		icon.x, icon.w, caption.w = whole.x+width, whole.w-width, width
	}
	return icon, caption
}

// fitIcon is the matrix that brings an icon into its room as it asks for
// (ISO 32000-1, table 247): in proportion and in the middle unless it says else.
func (p *painter) fitIcon(icon, fit types.Dict, room box) (m [6]float64, ok bool) {
	if room.w <= 0 || room.h <= 0 {
		return m, false
	}
	m, ok = p.fit(icon, [4]float64{room.x, room.y, room.x + room.w, room.y + room.h})
	if !ok {
		return m, false
	}
	left, bottom := (room.x-m[4])/m[0], (room.y-m[5])/m[3]
	sx, sy := m[0], m[3]
	if scaling, _ := p.doc.NameOf(fit["S"]); scaling != "A" {
		sx = math.Min(sx, sy)
		sy = sx
	}
	when, _ := p.doc.NameOf(fit["SW"])
	if fits := m[0] >= 1 && m[3] >= 1; when == "N" || when == "B" && fits || when == "S" && !fits {
		sx, sy = 1, 1
	}
	at := [2]float64{0.5, 0.5}
	if a := p.doc.Array(fit["A"]); len(a) == 2 {
		for i := range at {
			if v, isNumber := p.doc.Number(a[i]); isNumber {
				at[i] = math.Max(0, math.Min(1, v))
			}
		}
	}
	w, h := room.w/m[0]*sx, room.h/m[3]*sy
	return [6]float64{sx, 0, 0, sy, room.x + (room.w-w)*at[0] - left*sx, room.y + (room.h-h)*at[1] - bottom*sy}, true
}

// caption is what a push button says.
func (p *painter) caption(w *widget) string {
	return strings.ReplaceAll(tidy(p.text(p.doc.Dict(w.dict["MK"])["CA"])), "\n", " ")
}
