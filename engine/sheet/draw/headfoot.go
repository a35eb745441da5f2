package draw

import (
	"fmt"
	"strings"

	"quire/engine/canvas"
	"quire/engine/sheet/layout"
)

// headFoot draws the header and footer of a page (ECMA-376 part 1, 18.3.1.46).
func (d *drawer) headFoot(page *canvas.Page, number int, j *Job) {
	s := d.sheet
	fields := layout.Fields{
		Page: d.first() + number - 1, Pages: j.pages, Scale: d.plan.Pages[number-1].Scale, Tab: s.Name, File: s.FileName, Date: j.Date,
	}
	for _, p := range s.HeadPictures(number, fields) {
		d.headPicture(page, p)
	}
	header, footer := s.HeadFoot(number, fields)
	d.sections(page, header, s.Page.Header)
	bottom := 0.0
	for _, lines := range footer {
		bottom = max(bottom, height(lines))
	}
	d.sections(page, footer, s.Page.Height-s.Page.Footer-bottom)
}

// first is the number of the sheet's first page: the one that its setup gives,
// else the one after the sheets before it.
func (d *drawer) first() int {
	if n := d.sheet.Page.FirstPage; n != 1 {
		return n
	}
	return d.before + 1
}

// sections draws three columns of lines that begin at the height y.
func (d *drawer) sections(page *canvas.Page, sections layout.Sections, y float64) {
	p := d.sheet.Page
	for i, lines := range sections {
		at := y
		for _, l := range lines {
			x := p.Left
			switch i {
			case 1:
				x += (p.Width - p.Left - p.Right - l.Width) / 2
			case 2:
				x = p.Width - p.Right - l.Width
			}
			for _, piece := range l.Pieces {
				if missing := d.piece(page, x+piece.X, at+l.Ascent, piece); missing != "" {
					d.warnings.missing(missing, fmt.Sprintf("the header or footer of tab «%s»", d.sheet.Name))
				}
			}
			at += l.Ascent + l.Descent
		}
	}
}

func height(lines []layout.Line) float64 {
	h := 0.0
	for _, l := range lines {
		h += l.Ascent + l.Descent
	}
	return h
}

// headPicture draws a picture of a header from the header's top, one of a footer
// to the footer's bottom.
func (d *drawer) headPicture(page *canvas.Page, p layout.HeadPicture) {
	s := d.sheet.Page
	w, h := p.Width*p.Scale, p.Height*p.Scale
	x, y := s.Left, s.Header
	switch p.Section {
	case 1:
		x += (s.Width - s.Left - s.Right - w) / 2
	case 2:
		x = s.Width - s.Right - w
	}
	if p.Footer {
		y = s.Height - s.Footer - h
	}
	if v := d.headVector(page, p.Data); v != nil {
		page.Save()
		page.ClipRect(x, y, w, h)
		page.Put(v.drawn, x, y, w/v.width, h/v.height)
		page.Restore()
		return
	}
	img, err := d.doc.AddImage(raster(p.Data))
	if err != nil {
		if !d.headLost {
			d.warnings.add("PICTURE_NOT_DRAWN", "a picture in the header or footer of tab «%s» is not drawn: its format is not supported; use PNG, JPEG or EMF", d.sheet.Name)
		}
		d.headLost = true
		return
	}
	page.Image(img, x, y, w, h)
}

// headVector is a picture that is drawn step by step, once for all pages, and its size.
type headVector struct {
	drawn         *canvas.Recorded
	width, height float64
}

// headVector is such a picture; nil for others.
func (d *drawer) headVector(page *canvas.Page, data []byte) *headVector {
	if len(data) == 0 {
		return nil
	}
	v, known := d.headVectors[&data[0]]
	if known {
		return v
	}
	if p := d.job.vector(data); p != nil {
		where := "the header or footer of tab «" + d.sheet.Name + "»"
		v = &headVector{width: p.Width, height: p.Height, drawn: page.Record(func() { d.items(page, p.Items, where) })}
		if len(p.Missing) > 0 {
			d.warnings.add("PICTURE_PARTS_NOT_DRAWN", "parts of a picture in %s are not drawn: %s; save it as PNG to keep them", where, strings.Join(p.Missing, ", "))
		}
	}
	if d.headVectors == nil {
		d.headVectors = map[*byte]*headVector{}
	}
	d.headVectors[&data[0]] = v
	return v
}
