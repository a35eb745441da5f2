// Package draw puts a worksheet that has been laid out onto the pages of a PDF.
package draw

import (
	"context"
	"time"

	"quire/engine/canvas"
	"quire/engine/pdf"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// Options are what a drawing needs besides the sheet.
type Options struct {
	// Date stands for today in headers and footers; zero leaves it out.
	Date time.Time
}

// drawer draws one sheet.
type drawer struct {
	sheet    *layout.Sheet
	doc      *canvas.Document
	images   map[*model.Drawing]*canvas.Image
	warnings warnings
}

// Sheet draws all pages of a plan.
func Sheet(ctx context.Context, s *layout.Sheet, plan *layout.Plan, o Options) (*pdf.Document, []model.Warning, error) {
	d := &drawer{sheet: s, doc: canvas.New(), images: map[*model.Drawing]*canvas.Image{}}
	d.loadImages()
	for i, p := range plan.Pages {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		page := d.doc.AddPage(s.Page.Width, s.Page.Height)
		for _, pane := range p.Panes {
			d.pane(page, p, pane, plan.Scale)
		}
		d.headFoot(page, i+1, plan, o)
	}
	doc, err := d.doc.Finish()
	return doc, d.warnings.list(), err
}

// pane draws a rectangle of cells.
func (d *drawer) pane(page *canvas.Page, p layout.Page, pane layout.Pane, scale float64) {
	if pane.W <= 0 || pane.H <= 0 {
		return
	}
	x, y := p.X+pane.X*scale, p.Y+pane.Y*scale
	page.Save()
	page.Transform(scale, 0, 0, scale, x-pane.SheetX*scale, y-pane.SheetY*scale)
	look := d.sheet.Look(pane.Range)
	if !d.sheet.Page.BlackAndWhite {
		for _, f := range look.Fills {
			fill(page, f)
		}
		for _, b := range d.sheet.Bars(pane.Range) {
			bar(page, b)
		}
	}
	if d.sheet.Page.GridLines {
		gridLines(page, look, scale)
	}
	d.headings(page, pane)
	page.Save()
	page.ClipRect(pane.SheetX, pane.SheetY, pane.W, pane.H)
	for _, t := range d.sheet.Texts(pane.Range) {
		d.text(page, &t)
	}
	page.Restore()
	for _, b := range look.Borders {
		border(page, b, d.colour(b.Line.Colour))
	}
	d.drawings(page, pane)
	page.Restore()
	d.links(page, pane, scale, x, y)
}

// headings draws the numbers of rows and the letters of columns.
func (d *drawer) headings(page *canvas.Page, pane layout.Pane) {
	for _, h := range d.sheet.Headings(pane, pane.SheetX, pane.SheetY) {
		page.StrokeRect(h.X, h.Y, h.W, h.H, canvas.Pen{Color: canvas.Black, Width: .5})
		d.text(page, &h.Text)
	}
}

// colour is the colour of text or a line as it is printed.
func (d *drawer) colour(c uint32) canvas.Color {
	if d.sheet.Page.BlackAndWhite {
		return canvas.Black
	}
	return rgb(c)
}

// rgb turns a colour into the canvas's.
func rgb(c uint32) canvas.Color {
	return canvas.Color{R: uint8(c >> 16), G: uint8(c >> 8), B: uint8(c)}
}
