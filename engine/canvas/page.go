package canvas

import (
	"math"
	"slices"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/font"
	"quire/engine/pdf"
)

// Page is a page to draw on. All places are in points from the top left
// corner, y growing downwards. It is not safe for use by several goroutines.
type Page struct {
	doc     *Document
	w, h    float64
	content *Content
	annots  types.Array
	// contents is the finished content, stream its dictionary; nil before that.
	contents []byte
	stream   types.Dict
}

// Finish ends a page before its document is: its content is compressed, which
// takes a fraction of the memory. Nothing may be drawn on it afterwards.
func (p *Page) Finish() {
	if p.stream != nil {
		return
	}
	for len(p.content.saved) > 0 {
		p.content.Restore()
	}
	p.stream = types.Dict{}
	p.contents = slices.Clone(pdf.Compress(p.stream, p.content.buf))
	p.doc.spare, p.content.buf = p.content.buf[:0], nil
}

// Size is the width and height of the page in points.
func (p *Page) Size() (w, h float64) { return p.w, p.h }

// flip brings a point into PDF's coordinates.
func (p *Page) flip(x, y float64) (float64, float64) { return x, p.h - y }

// Save keeps coordinates, clipping, colours and pen for [Page.Restore].
func (p *Page) Save() { p.content.Save() }

// Restore goes back to the last [Page.Save].
func (p *Page) Restore() { p.content.Restore() }

// ClipRect confines what follows to a rectangle, until [Page.Restore].
func (p *Page) ClipRect(x, y, w, h float64) { p.content.Clip(x, p.h-y-h, w, h) }

// ClipPath confines what follows to the inside of a path, until [Page.Restore].
func (p *Page) ClipPath(path *Path) { p.content.Outline(path, p.flip, path.rule("W n", "W* n")) }

// Transform changes the coordinates of what follows, until [Page.Restore]: a
// point x, y lands at a·x+c·y+e, b·x+d·y+f.
func (p *Page) Transform(a, b, c, d, e, f float64) {
	p.content.Concat([6]float64{a, -b, -c, d, e + c*p.h, p.h - d*p.h - f})
}

// Rotate turns what follows counter-clockwise around a point, until
// [Page.Restore].
func (p *Page) Rotate(degrees, x, y float64) {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	p.Transform(cos, -sin, sin, cos, x-cos*x-sin*y, y+sin*x-cos*y)
}

// Translate moves what follows, until [Page.Restore].
func (p *Page) Translate(dx, dy float64) { p.Transform(1, 0, 0, 1, dx, dy) }

// Scale enlarges what follows from the top left corner, until [Page.Restore].
func (p *Page) Scale(sx, sy float64) { p.Transform(sx, 0, 0, sy, 0, 0) }

// Opacity makes what follows let through what lies below, until
// [Page.Restore]: 1 hides it, 0 is invisible (ISO 32000-1, 11.6.4.4).
func (p *Page) Opacity(share float64) { p.content.Opacity(share) }

// FillRect fills a rectangle whose top left corner is x, y.
func (p *Page) FillRect(x, y, w, h float64, color Color) {
	p.content.FillRect(x, p.h-y-h, w, h, color)
}

// Fill fills the inside of a path.
func (p *Page) Fill(path *Path, color Color) {
	p.content.FillColor(color)
	p.content.Outline(path, p.flip, path.rule("f", "f*"))
}

// Stroke draws along a path.
func (p *Page) Stroke(path *Path, pen Pen) {
	p.content.Pen(pen)
	p.content.Outline(path, p.flip, "S")
}

// Line draws a straight line.
func (p *Page) Line(x1, y1, x2, y2 float64, pen Pen) {
	p.content.Pen(pen)
	p.content.line(x1, p.h-y1, x2, p.h-y2)
}

// Polyline draws straight lines from point to point.
func (p *Page) Polyline(points [][2]float64, pen Pen) {
	if len(points) < 2 {
		return
	}
	var path Path
	path.MoveTo(points[0][0], points[0][1])
	for _, pt := range points[1:] {
		path.LineTo(pt[0], pt[1])
	}
	p.Stroke(&path, pen)
}

// StrokeRect draws along a rectangle's edge.
func (p *Page) StrokeRect(x, y, w, h float64, pen Pen) {
	p.content.Pen(pen)
	p.content.Rect(x, p.h-y-h, w, h, "S")
}

// Run draws a run of text, its baseline beginning at x, y.
func (p *Page) Run(x, y float64, run font.Run, size float64, color Color) {
	p.SpacedRun(x, y, run, size, 0, color)
}

// SpacedRun is [Page.Run] with so many points more behind each character that has
// a glyph of its own.
func (p *Page) SpacedRun(x, y float64, run font.Run, size, extra float64, color Color) {
	if run.Text == "" {
		return
	}
	p.content.FillColor(color)
	p.content.ShowSpaced(x, p.h-y, run, size, extra)
}

// Text draws one line of text, its baseline beginning at x, y, and gives its
// width. Faces of the library help out; missing are the characters that none
// of them has (boxes stand in their place).
func (p *Page) Text(x, y float64, text string, face *font.Face, size float64, color Color) (width float64, missing string) {
	for _, run := range font.Runs(text, face) {
		p.Run(x+width, y, run, size, color)
		width += run.Width(size)
		missing += run.Missing
	}
	return width, missing
}

// Image draws a picture into a rectangle, which it fills.
func (p *Page) Image(img *Image, x, y, w, h float64) {
	p.content.XObject(img.name, img.ref, [6]float64{w, 0, 0, h, x, p.h - y - h})
}

// Link makes a rectangle lead to a web or mail address. The rectangle is one
// of the page itself, whatever the coordinates in force.
func (p *Page) Link(x, y, w, h float64, url string) {
	p.annots = append(p.annots, types.Dict{
		"Type":    types.Name("Annot"),
		"Subtype": types.Name("Link"),
		"Rect":    types.Array{coordinate(x), coordinate(p.h - y - h), coordinate(x + w), coordinate(p.h - y)},
		"Border":  types.NewIntegerArray(0, 0, 0),
		"F":       types.Integer(4), // printed like the page (ISO 32000-1, table 165)
		"A":       types.Dict{"S": types.Name("URI"), "URI": addressString(url)},
	})
}

func coordinate(v float64) types.Object {
	v = math.Round(v*1000) / 1000
	if v == math.Trunc(v) {
		return types.Integer(v)
	}
	return types.Float(v)
}
