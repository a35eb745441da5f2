// Package chart lays out charts (ECMA-376 part 1, 21.2): a description goes in,
// outlines and texts come out. Nothing is drawn; lengths are points from the
// chart's top left corner. Proportions follow LibreOffice, with which printed
// sheets are compared.
package chart

import (
	"quire/engine/canvas"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// mm is a millimetre in points: the unit of LibreOffice's distances.
const mm = 72 / 25.4

// Item is an outline or a text, in the order of drawing.
type Item struct {
	// Path is filled and outlined as Look says; Box is its extent.
	Path *canvas.Path
	Box  layout.Box
	Look model.Look
	// Text is set for texts, which have no path.
	Text *Label
	// Clip confines a path.
	Clip *layout.Box
}

// Label is one line of text: its baseline begins at X, Y and rises by Angle
// degrees.
type Label struct {
	Text        string
	Font        model.Font
	X, Y, Angle float64
	// Width is how long the line is to be.
	Width float64
}

// Options are what charts need besides their description.
type Options struct {
	Fonts    *layout.Fonts
	Date1904 bool
}

// composer collects the items of one chart.
type composer struct {
	*model.Chart
	Options
	w, h  float64
	room  layout.Box // what titles and legend leave
	plot  layout.Box
	fixed bool    // the plot area stands where the file says
	floor float64 // where turned names end at the latest; 0 for open
	axes  map[string]*axis
	order []*axis
	items []Item
}

func (k *composer) path(p *canvas.Path, box layout.Box, look model.Look) {
	if look.Fill.Filled() || look.Line.Colour.Set {
		k.items = append(k.items, Item{Path: p, Box: box, Look: look})
	}
}

func (k *composer) rect(b layout.Box, look model.Look) {
	var p canvas.Path
	p.Rect(b.X, b.Y, b.W, b.H)
	k.path(&p, b, look)
}

func (k *composer) line(x1, y1, x2, y2 float64, s model.Stroke) {
	var p canvas.Path
	p.MoveTo(x1, y1)
	p.LineTo(x2, y2)
	k.path(&p, layout.Box{}, model.Look{Line: s})
}
