package form

import (
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/canvas"
)

// freshState is the state of a button that comes without any appearance and
// does not name one.
const freshState = "Yes"

// drawMark gives a button without appearances a pair of them: empty, and with
// the mark that its caption asks for, a letter of ZapfDingbats (ISO 32000-1,
// 12.7.4.2.3).
func (p *painter) drawMark(w *widget) {
	f, ok := p.frame(w)
	if !ok {
		return
	}
	state, ok := p.doc.NameOf(w.dict["AS"])
	if !ok || state == offState {
		state = freshState
	}
	off, on := canvas.NewContent(p.fonts), canvas.NewContent(p.fonts)
	f.draw(off)
	f.draw(on)
	caption := p.text(p.doc.Dict(w.dict["MK"])["CA"])
	if caption == "" && w.field.kind == KindRadio {
		caption = "l"
	}
	path := mark(caption)
	side := min(f.w, f.h) - 2*f.inset()
	on.Save()
	p.paint(on, w, p.appearance(w).color)
	on.Concat([6]float64{side, 0, 0, side, (f.w - side) / 2, (f.h - side) / 2})
	on.Outline(path, nil, "f")
	on.Restore()
	w.dict["AP"] = types.Dict{"N": types.Dict{state: p.store(on, f), offState: p.store(off, f)}}
}

// mark draws a caption's sign in the unit square.
func mark(caption string) *canvas.Path {
	shapes := map[string][][2]float64{
		"8": {{.18, .28}, {.28, .18}, {.5, .4}, {.72, .18}, {.82, .28}, {.6, .5}, {.82, .72}, {.72, .82}, {.5, .6}, {.28, .82}, {.18, .72}, {.4, .5}},
		"n": {{.2, .2}, {.8, .2}, {.8, .8}, {.2, .8}},
		"u": {{.5, .1}, {.9, .5}, {.5, .9}, {.1, .5}},
		"H": {{.5, .92}, {.6, .6}, {.92, .6}, {.67, .4}, {.76, .1}, {.5, .28}, {.24, .1}, {.33, .4}, {.08, .6}, {.4, .6}},
		"4": {{.12, .48}, {.24, .56}, {.4, .34}, {.78, .86}, {.9, .8}, {.42, .12}},
	}
	var path canvas.Path
	if caption == "l" {
		path.Ellipse(.5, .5, .3, .3)
		return &path
	}
	points, ok := shapes[caption]
	if !ok {
		points = shapes["4"]
	}
	for i, pt := range points {
		if i == 0 {
			path.MoveTo(pt[0], pt[1])
		} else {
			path.LineTo(pt[0], pt[1])
		}
	}
	path.Close()
	return &path
}
