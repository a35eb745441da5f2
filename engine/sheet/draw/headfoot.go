package draw

import (
	"fmt"

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
	img, err := d.doc.AddImage(raster(p.Data))
	if err != nil {
		if !d.headLost {
			d.warnings.add("PICTURE_NOT_DRAWN", "a picture in the header or footer of tab «%s» is not drawn: its format is not supported; use PNG or JPEG", d.sheet.Name)
		}
		d.headLost = true
		return
	}
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
	page.Image(img, x, y, w, h)
}
