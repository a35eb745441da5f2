package form

import (
	"errors"
	"fmt"
	"math"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/canvas"
	"quire/engine/pdf"
)

// PlaceImage shows a picture in the rectangles of a field: as large as it
// fits within the border, in the middle, upright as the field's text would be.
// Text fields, buttons and signature fields that are not signed can frame an
// image; what they showed before goes. The error is an [*Error] for the field.
func PlaceImage(doc *pdf.Document, name string, image *canvas.Encoded) error {
	if doc == nil {
		return errors.New("form: no document")
	}
	t := grow(doc)
	fields := t.byName[name]
	if len(fields) == 0 {
		return t.unknown(name)
	}
	for _, f := range fields {
		signed := f.kind == KindSignature && t.doc.Dict(f.attr("V")) != nil
		if signed || f.kind != KindText && f.kind != KindPush && f.kind != KindSignature {
			return &Error{FieldNotFillable, name, fmt.Sprintf("it is a %s field, which cannot show an image; choose a text field, a button or a signature field that is not signed", f.kind)}
		}
	}
	picture := image.AddTo(doc)
	p := newPainter(t)
	for _, f := range fields {
		if f.kind == KindText {
			f.clear("V", "RV")
		}
		for _, w := range f.widgets {
			p.frameImage(w, picture)
		}
	}
	return t.exhausted()
}

// frameImage draws a widget with its border, its background and an image.
func (p *painter) frameImage(w *widget, picture canvas.Picture) {
	f, ok := p.frame(w)
	if !ok || !p.spend(1) {
		return
	}
	c := canvas.NewContent(p.fonts)
	f.draw(c)
	in := f.inset()
	if m, ok := Contain(picture, in, in, f.w-2*in, f.h-2*in); ok {
		c.XObject("Im", picture.Ref, m)
	}
	w.dict["AP"] = types.Dict{"N": p.store(c, f)}
	delete(w.dict, "AS")
}

// Contain is the matrix that draws a picture into a rectangle, as large as it
// fits and in the middle; ok is false when there is no room.
func Contain(picture canvas.Picture, x, y, w, h float64) (m [6]float64, ok bool) {
	pw, ph := float64(picture.Width), float64(picture.Height)
	if !(w > 0 && h > 0 && pw > 0 && ph > 0) {
		return m, false
	}
	s := math.Min(w/pw, h/ph)
	return [6]float64{pw * s, 0, 0, ph * s, x + (w-pw*s)/2, y + (h-ph*s)/2}, true
}
