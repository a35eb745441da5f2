package draw

import (
	"quire/engine/canvas"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// text draws the text of a cell.
func (d *drawer) text(page *canvas.Page, t *layout.TextBox) {
	page.Save()
	defer page.Restore()
	if t.Clipped {
		page.ClipRect(t.Clip.X, t.Clip.Y, t.Clip.W, t.Clip.H)
	}
	if t.Angle != 0 {
		page.Rotate(t.Angle, t.OriginX, t.OriginY)
		page.Translate(t.OriginX, t.OriginY)
	}
	for _, l := range t.Lines {
		for _, p := range l.Pieces {
			if missing := d.piece(page, l.X+p.X, l.Y, p); missing != "" {
				d.warnings.missing(missing, "cell "+model.CellName(t.Row, t.Col))
			}
		}
	}
}

// piece draws text in one font and returns the characters that no face has.
func (d *drawer) piece(page *canvas.Page, x, y float64, p layout.Piece) string {
	face := d.sheet.Fonts.Face(p.Font)
	colour := d.colour(p.Font.Colour.RGB)
	size := p.Font.Size
	switch p.Font.Raise {
	case model.Superscript:
		y, size = y-size*.33, size*.58
	case model.Subscript:
		y, size = y+size*.08, size*.58
	}
	missing, at := "", x
	lined := p.Font.Underline != model.UnderlineNone || p.Font.Strike
	for i, runs := 0, d.sheet.Fonts.PieceRuns(p); i < len(runs); i++ {
		extra, width := d.sheet.Fonts.Spacing(runs[i], size)
		page.SpacedRun(at, y, runs[i], size, extra, colour)
		missing += runs[i].Missing
		at += width
	}
	if !lined {
		return missing
	}
	position, thickness := face.Underline()
	pen := canvas.Pen{Color: colour, Width: thickness * size / 1000}
	below := y - position*size/1000
	switch p.Font.Underline {
	case model.UnderlineSingle:
		page.Line(x, below, at, below, pen)
	case model.UnderlineDouble:
		page.Line(x, below, at, below, pen)
		page.Line(x, below+2*pen.Width, at, below+2*pen.Width, pen)
	}
	if p.Font.Strike {
		middle := y - face.XHeight()*size/2000
		page.Line(x, middle, at, middle, pen)
	}
	return missing
}
