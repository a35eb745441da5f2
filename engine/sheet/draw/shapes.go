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
	if in := sh.Inner; in != nil {
		x := in.X
		if sh.MirrorX {
			x = 1 - in.X - in.W
		}
		y := in.Y
		if sh.MirrorY {
			y = 1 - in.Y - in.H
		}
		box = layout.Box{X: box.X + x*box.W, Y: box.Y + y*box.H, W: in.W * box.W, H: in.H * box.H}
	}
	if sh.Upright && dr.Rotation != 0 {
		cx, cy := box.X+box.W/2, box.Y+box.H/2
		page.Rotate(dr.Rotation, cx, cy)
		if onItsSide(dr.Rotation) {
			box = layout.Box{X: cx - box.H/2, Y: cy - box.W/2, W: box.H, H: box.W}
		}
	}
	if sh.Turned != 0 {
		cx, cy := box.X+box.W/2, box.Y+box.H/2
		page.Rotate(-sh.Turned, cx, cy)
		box = layout.Box{X: cx - box.H/2, Y: cy - box.W/2, W: box.H, H: box.W}
	}
	if sh.Cut {
		page.Save()
		defer page.Restore()
		page.ClipRect(box.X, box.Y, box.W, box.H)
	}
	d.block(page, sh, box, fmt.Sprintf("the shape «%s» at %s", dr.Name, place(dr)))
}

// turned turns what follows as a drawing is turned. The rectangle of one that
// lies on its side is that of its width and height before it was turned.
func turned(page *canvas.Page, dr *model.Drawing, box layout.Box) layout.Box {
	if dr.Rotation == 0 {
		return box
	}
	cx, cy := box.X+box.W/2, box.Y+box.H/2
	page.Rotate(-dr.Rotation, cx, cy)
	if onItsSide(dr.Rotation) && dr.Within == nil && !dr.Anchor.Sized {
		box = layout.Box{X: cx - box.H/2, Y: cy - box.W/2, W: box.H, H: box.W}
	}
	return box
}

// onItsSide tells whether a turn by so many degrees swaps width and height, in the eyes
// of Excel.
func onItsSide(rotation float64) bool {
	side := math.Mod(math.Mod(rotation, 180)+180, 180)
	return side >= 45 && side < 135
}

// figure draws the outlines of a shape, and the picture that fills it.
func (d *drawer) figure(page *canvas.Page, dr *model.Drawing, box layout.Box) {
	sh := dr.Shape
	if img := d.images[dr]; img != nil {
		page.Save()
		page.ClipPath(mainOutline(sh, box))
		cropped(page, img, dr, box)
		page.Restore()
	}
	if len(sh.Outlines) == 0 {
		d.outline(page, mainOutline(sh, box), box, sh.Look)
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
		if o.Shade != 0 {
			look.Fill.Colour.RGB, look.Fill.Stops, look.Fill.Hatch = shaded(look.Fill.Colour.RGB, o.Shade), nil, nil
		}
		d.outline(page, ownFigure(sh, o, box), box, look)
		if from, to, open := ends(sh, o, box); open && look.Line.Colour.Set {
			d.heads(page, sh, from, to)
		}
	}
}

// ends are the directions in which an open outline begins and ends, each a point
// within and the tip; false for closed ones.
func ends(sh *model.Shape, o model.Outline, box layout.Box) (from, to [2][2]float64, open bool) {
	var points [][2]float64
	at := placed(sh, box)
	for _, s := range o.Steps {
		if s.Op == 'Z' {
			return from, to, false
		}
		for i := 0; i+1 < len(s.At); i += 2 {
			x, y := at(s.At[i], s.At[i+1])
			if p := [2]float64{x, y}; len(points) == 0 || points[len(points)-1] != p {
				points = append(points, p)
			}
		}
	}
	n := len(points)
	if n < 2 {
		return from, to, false
	}
	return [2][2]float64{points[1], points[0]}, [2][2]float64{points[n-2], points[n-1]}, true
}

// shaded is a colour, lighter or darker by a share.
func shaded(c uint32, share float64) uint32 {
	out := uint32(0)
	for shift := 16; shift >= 0; shift -= 8 {
		v := float64(c >> shift & 255)
		if share > 0 {
			v += (255 - v) * share
		} else {
			v *= 1 + share
		}
		out = out<<8 | uint32(math.Round(v))
	}
	return out
}

// background is the colour of an area as it is printed.
func (d *drawer) background(c uint32) canvas.Color {
	if d.sheet.Page.BlackAndWhite {
		return canvas.White
	}
	return rgb(c)
}
