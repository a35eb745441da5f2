package draw

import (
	"fmt"
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// shape draws a figure and its text.
func (d *drawer) shape(page *canvas.Page, dr *model.Drawing, box layout.Box) {
	box = turned(page, dr, box)
	sh := dr.Shape
	if points := lineFigure(sh, box); points != nil {
		d.lineShape(page, sh, points)
		return
	}
	d.figure(page, dr, box)
	for _, l := range d.sheet.ShapeText(dr.Shape, box) {
		for _, p := range l.Pieces {
			if missing := d.piece(page, l.X+p.X, l.Y, p); missing != "" {
				d.warnings.missing(missing, fmt.Sprintf("the shape «%s» at %s", dr.Name, model.CellName(max(1, dr.Anchor.From.Row), max(1, dr.Anchor.From.Col))))
			}
		}
	}
}

// turned turns what follows as a drawing is turned. The rectangle of one that
// lies on its side is that of its width and height before it was turned.
func turned(page *canvas.Page, dr *model.Drawing, box layout.Box) layout.Box {
	if dr.Rotation == 0 {
		return box
	}
	cx, cy := box.X+box.W/2, box.Y+box.H/2
	page.Rotate(-dr.Rotation, cx, cy)
	if math.Abs(math.Sin(dr.Rotation*math.Pi/180)) > math.Sqrt2/2 && dr.Within == nil && !dr.Anchor.Sized {
		box = layout.Box{X: cx - box.H/2, Y: cy - box.W/2, W: box.H, H: box.W}
	}
	return box
}

// figure draws the outlines of a shape, and the picture that fills it.
func (d *drawer) figure(page *canvas.Page, dr *model.Drawing, box layout.Box) {
	sh := dr.Shape
	if len(sh.Outlines) == 0 {
		path := figure(sh, box)
		if img := d.images[dr]; img != nil {
			page.Save()
			page.ClipPath(path)
			cropped(page, img, dr, box)
			page.Restore()
		}
		d.outline(page, path, box, sh.Look)
		return
	}
	for _, o := range sh.Outlines {
		look := sh.Look
		if o.Hollow {
			look.Fill = model.Fill{}
		}
		if o.Bare {
			look.Line = model.Stroke{}
		}
		d.outline(page, ownFigure(sh, o, box), box, look)
	}
}

// background is the colour of an area as it is printed.
func (d *drawer) background(c uint32) canvas.Color {
	if d.sheet.Page.BlackAndWhite {
		return canvas.White
	}
	return rgb(c)
}
