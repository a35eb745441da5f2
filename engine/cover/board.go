package cover

import (
	"github.com/johnfercher/maroto/v2/pkg/consts/align"
	"github.com/johnfercher/maroto/v2/pkg/consts/extension"
	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/core"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"github.com/johnfercher/maroto/v2/pkg/props"

	"quire/engine/canvas"
	"quire/engine/font"
)

// board is what maroto's rows draw on: a page of the engine's own canvas, so that
// covers have the typefaces and the order of letters that all other pages have,
// and nothing is written and read again. Of maroto's means it has those that
// covers use.
type board struct {
	core.Provider // nil: the others would be a mistake in the layout
	doc           *canvas.Document
	page          *canvas.Page
	logo          *canvas.Encoded
	missing       string
}

func newBoard(width, height float64, logo *canvas.Encoded) *board {
	doc := canvas.New()
	return &board{doc: doc, logo: logo, page: doc.AddPage(points(width), points(height))}
}

// points are the points of so many millimetres.
func points(mm float64) float64 { return mm / millimetres }

// CreateRow and CreateCol need nothing: rows and columns are not drawn.
func (b *board) CreateRow(float64) {}

// CreateCol is like CreateRow.
func (b *board) CreateCol(float64, float64, *entity.Config, *props.Cell) {}

// AddText draws one line, below the upper edge of its cell.
func (b *board) AddText(text string, cell *entity.Cell, p *props.Text) {
	x, size := cell.X+margin, p.Size
	if face := faceOf(p.Style); p.Align == align.Right {
		x += cell.Width - font.Measure(text, face, size)*millimetres
	}
	_, missing := b.page.Text(points(x), points(cell.Y+margin+p.Top)+size, text, faceOf(p.Style), size, colour(p.Color))
	b.missing += missing
}

// AddLine draws a line across its cell.
func (b *board) AddLine(cell *entity.Cell, p *props.Line) {
	y := points(cell.Y + margin + cell.Height*p.OffsetPercent/100)
	b.page.Line(points(cell.X+margin), y, points(cell.X+margin+cell.Width), y,
		canvas.Pen{Width: points(p.Thickness), Color: colour(p.Color)})
}

// AddImageFromBytes draws the logo, whose bytes maroto need not know, as large as
// it fits, from the upper left corner of its cell.
func (b *board) AddImageFromBytes(_ []byte, cell *entity.Cell, _ *props.Rect, _ extension.Type) {
	img := b.doc.AddEncoded(b.logo)
	scale := min(cell.Width/float64(img.Width), cell.Height/float64(img.Height))
	b.page.Image(img, points(cell.X+margin), points(cell.Y+margin), points(scale*float64(img.Width)), points(scale*float64(img.Height)))
}

func colour(c *props.Color) canvas.Color {
	return canvas.Color{R: uint8(c.Red), G: uint8(c.Green), B: uint8(c.Blue)}
}

// faceOf is the typeface of the cover.
func faceOf(style fontstyle.Type) *font.Face {
	return font.Lookup(family, style == fontstyle.Bold, false)
}
