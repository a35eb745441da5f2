package draw

import (
	"fmt"
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/chart"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// chart draws a chart into its rectangle.
func (d *drawer) chart(page *canvas.Page, dr *model.Drawing, box layout.Box) {
	page.Save()
	page.Translate(box.X, box.Y)
	if l := dr.Chart.Area.Line; l.Colour.Set && box.W > 0 && box.H > 0 {
		// LibreOffice makes room for the outline within the chart's rectangle.
		page.Transform(box.W/(box.W+l.Width), 0, 0, box.H/(box.H+l.Width), l.Width/2, l.Width/2)
	}
	where := fmt.Sprintf("the chart «%s» at %s", dr.Name, place(dr))
	for _, item := range chart.Compose(dr.Chart, box.W, box.H, chart.Options{Fonts: d.sheet.Fonts, Date1904: d.sheet.Date1904}) {
		if t := item.Text; t != nil {
			d.label(page, t, where)
			continue
		}
		if item.Clip != nil {
			page.Save()
			page.ClipRect(item.Clip.X, item.Clip.Y, item.Clip.W, item.Clip.H)
		}
		d.outline(page, item.Path, item.Box, item.Look)
		if item.Clip != nil {
			page.Restore()
		}
	}
	page.Restore()
}

// label draws a line of text that may be turned, as wide as it was laid out.
func (d *drawer) label(page *canvas.Page, t *chart.Label, where string) {
	stretch := 1.0
	if natural := d.sheet.Fonts.Width(t.Text, t.Font); natural > 0 && t.Width > 0 {
		stretch = t.Width / natural
	}
	if t.Angle != 0 || math.Abs(stretch-1) > .002 {
		page.Save()
		defer page.Restore()
		page.Rotate(t.Angle, t.X, t.Y)
		page.Transform(stretch, 0, 0, 1, t.X-t.X*stretch, 0)
	}
	if missing := d.piece(page, t.X, t.Y, layout.Piece{Text: t.Text, Font: t.Font}); missing != "" {
		d.warnings.missing(missing, where)
	}
}

// outline fills a path and draws along it.
func (d *drawer) outline(page *canvas.Page, path *canvas.Path, box layout.Box, look model.Look) {
	if f := look.Fill; f.Filled() {
		see(page, f.Clear, func() {
			switch {
			case f.Hatch != nil && !d.sheet.Page.BlackAndWhite:
				page.FillHatch(path, hatch(f.Hatch))
				return
			case len(f.Stops) < 2 || d.sheet.Page.BlackAndWhite:
				page.Fill(path, d.background(f.Colour.RGB))
				return
			}
			page.Save()
			page.ClipPath(path)
			fill(page, layout.FillBox{Box: box, Fill: f})
			page.Restore()
		})
	}
	if l := look.Line; l.Colour.Set {
		see(page, l.Clear, func() {
			page.Stroke(path, canvas.Pen{Color: d.colour(l.Colour.RGB), Width: l.Width, Dash: l.Dash})
		})
	}
}

// see draws something through which this share of what is below shows.
func see(page *canvas.Page, clear float64, draw func()) {
	if clear <= 0 {
		draw()
		return
	}
	page.Save()
	page.Opacity(1 - clear)
	draw()
	page.Restore()
}

// place names the cell at which a drawing stands.
func place(dr *model.Drawing) string {
	return model.CellName(max(1, dr.Anchor.From.Row), max(1, dr.Anchor.From.Col))
}
