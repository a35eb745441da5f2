// Package cover draws the front page of a booklet.
package cover

import (
	"context"
	"strings"
	"time"

	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"github.com/johnfercher/maroto/v2/pkg/props"
	"golang.org/x/text/unicode/norm"

	"quire/engine/canvas"
	"quire/engine/pdf"
)

// Paper is the size of the cover's sheet.
type Paper string

// The sizes of a cover.
const (
	A4     Paper = "A4"
	Letter Paper = "LETTER"
)

// Content is what a cover says. Empty members leave their place empty.
type Content struct {
	Organisation string
	Book         string
	Customer     string
	Period       string
	Date         time.Time
	// Logo is nil for none.
	Logo *canvas.Encoded
	// Paper is A4 unless it is said to be Letter.
	Paper Paper
}

// margin is the empty edge in millimetres.
const margin = 22.0

// size is the sheet in millimetres.
func (p Paper) size() (width, height float64) {
	if p == Letter {
		return 215.9, 279.4
	}
	return 210, 297
}

// columns are those of the grid that the parts of a row are laid out in.
const columns = 12

// Render draws the cover as a document of one page. Missing holds characters
// that no typeface has; they are shown as boxes. Equal contents give
// equal documents.
func Render(ctx context.Context, c Content) (doc *pdf.Document, missing string, err error) {
	if err := ctx.Err(); err != nil {
		return nil, "", err
	}
	for _, s := range []*string{&c.Organisation, &c.Book, &c.Customer, &c.Period} {
		*s = norm.NFC.String(strings.Join(strings.Fields(*s), " "))
	}
	width, height := c.Paper.size()
	b := newBoard(width, height, c.Logo)
	sheet := c.layout()
	sheet.SetConfig(&entity.Config{MaxGridSize: columns, DefaultFont: &props.Font{Family: family, Size: 12, Color: ink}})
	sheet.Render(b, entity.NewRootCell(width, height, entity.Margins{Left: margin, Right: margin, Top: margin, Bottom: margin}))
	doc, err = b.doc.Finish()
	return doc, b.missing, err
}

// The colours of a cover: text, secondary text and the accent.
var (
	ink    = &props.Color{Red: 0x1c, Green: 0x25, Blue: 0x33}
	grey   = &props.Color{Red: 0x5b, Green: 0x66, Blue: 0x75}
	accent = &props.Color{Red: 0x1f, Green: 0x6f, Blue: 0x8b}
)
