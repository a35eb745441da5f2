package draw

import (
	"fmt"

	"quire/engine/canvas"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// shape draws a figure and its text.
func (d *drawer) shape(page *canvas.Page, dr *model.Drawing, box layout.Box) {
	if dr.Rotation != 0 {
		page.Rotate(-dr.Rotation, box.X+box.W/2, box.Y+box.H/2)
	}
	sh := dr.Shape
	if points := lineFigure(sh, box); points != nil {
		d.lineShape(page, sh, points)
		return
	}
	d.outline(page, figure(sh, box), box, sh.Look)
	for _, l := range d.sheet.ShapeText(dr.Shape, box) {
		for _, p := range l.Pieces {
			if missing := d.piece(page, l.X+p.X, l.Y, p); missing != "" {
				d.warnings.missing(missing, fmt.Sprintf("the shape «%s» at %s", dr.Name, model.CellName(max(1, dr.Anchor.From.Row), max(1, dr.Anchor.From.Col))))
			}
		}
	}
}

// background is the colour of an area as it is printed.
func (d *drawer) background(c uint32) canvas.Color {
	if d.sheet.Page.BlackAndWhite {
		return canvas.White
	}
	return rgb(c)
}
