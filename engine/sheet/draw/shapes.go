package draw

import (
	"fmt"

	"quire/engine/canvas"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// shape draws a rectangle or ellipse and its text.
func (d *drawer) shape(page *canvas.Page, dr *model.Drawing, box layout.Box) {
	var path canvas.Path
	if dr.Shape.Round {
		path.Ellipse(box.X+box.W/2, box.Y+box.H/2, box.W/2, box.H/2)
	} else {
		path.MoveTo(box.X, box.Y)
		path.LineTo(box.X+box.W, box.Y)
		path.LineTo(box.X+box.W, box.Y+box.H)
		path.LineTo(box.X, box.Y+box.H)
		path.Close()
	}
	if dr.Shape.Fill.Set {
		page.Fill(&path, d.background(dr.Shape.Fill.RGB))
	}
	if dr.Shape.Line.Set {
		page.Stroke(&path, canvas.Pen{Color: d.colour(dr.Shape.Line.RGB), Width: dr.Shape.LineWidth})
	}
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
