package draw

import (
	"quire/engine/canvas"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// placed puts shares of a figure's size into its rectangle, mirrored as the
// shape says.
func placed(sh *model.Shape, box layout.Box) func(x, y float64) (float64, float64) {
	return func(x, y float64) (float64, float64) {
		if sh.MirrorX {
			x = 1 - x
		}
		if sh.MirrorY {
			y = 1 - y
		}
		return box.X + x*box.W, box.Y + y*box.H
	}
}

// mainOutline is the first outline of a shape, or its rectangle.
func mainOutline(sh *model.Shape, box layout.Box) *canvas.Path {
	if len(sh.Outlines) > 0 {
		return ownFigure(sh, sh.Outlines[0], box)
	}
	p := new(canvas.Path)
	p.Rect(box.X, box.Y, box.W, box.H)
	return p
}

// ownFigure is an outline that the file describes.
func ownFigure(sh *model.Shape, o model.Outline, box layout.Box) *canvas.Path {
	var p canvas.Path
	at := placed(sh, box)
	for _, s := range o.Steps {
		var v [6]float64
		for i := 0; i+1 < len(s.At); i += 2 {
			v[i], v[i+1] = at(s.At[i], s.At[i+1])
		}
		switch s.Op {
		case 'M':
			p.MoveTo(v[0], v[1])
		case 'L':
			p.LineTo(v[0], v[1])
		case 'C':
			p.CurveTo(v[0], v[1], v[2], v[3], v[4], v[5])
		case 'Z':
			p.Close()
		}
	}
	return &p
}
