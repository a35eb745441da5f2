// Package chart lays out charts (ECMA-376 part 1, 21.2): a description goes in,
// outlines and texts come out. Nothing is drawn; lengths are points from the
// chart's top left corner. Proportions follow LibreOffice, with which printed
// sheets are compared.
package chart

import (
	"math"
	"strings"

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

// block is text in lines, measured.
type block struct {
	lines      []string
	widths     []float64
	w, h       float64
	font       model.Font
	up, height float64 // of one line
}

func (k *composer) block(text string, f model.Font) block {
	b := block{font: f}
	up, down := k.Fonts.LineHeight(f)
	b.up, b.height = up, up+down
	for line := range strings.SplitSeq(text, "\n") {
		w := k.Fonts.Width(line, f)
		b.lines, b.widths = append(b.lines, line), append(b.widths, w)
		b.w = math.Max(b.w, w)
	}
	b.h = b.height * float64(len(b.lines))
	return b
}

// wrapped breaks a text between words so that it is as wide as given, where it
// can be.
func (k *composer) wrapped(text string, f model.Font, width float64) block {
	var lines []string
	for part := range strings.SplitSeq(text, "\n") {
		line := ""
		for _, word := range strings.Fields(part) {
			if next := strings.TrimSpace(line + " " + word); line == "" || k.Fonts.Width(next, f) <= width {
				line = next
				continue
			}
			lines = append(lines, line)
			line = word
		}
		lines = append(lines, line)
	}
	return k.block(strings.Join(lines, "\n"), f)
}

// write puts a block around a centre, its lines centred.
func (k *composer) write(b block, cx, cy, angle float64) {
	sin, cos := math.Sincos(angle * math.Pi / 180)
	for i, line := range b.lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		dx, dy := -b.widths[i]/2, -b.h/2+b.up+float64(i)*b.height
		k.items = append(k.items, Item{Text: &Label{Text: line, Font: b.font, X: cx + dx*cos + dy*sin, Y: cy - dx*sin + dy*cos, Angle: angle}})
	}
}

// extent is the size of the rectangle around a turned block.
func (b block) extent(angle float64) (w, h float64) {
	sin, cos := math.Sincos(angle * math.Pi / 180)
	sin, cos = math.Abs(sin), math.Abs(cos)
	return b.w*cos + b.h*sin, b.w*sin + b.h*cos
}
