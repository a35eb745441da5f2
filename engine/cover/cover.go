// Package cover draws the front page of a booklet.
package cover

import (
	"context"
	"fmt"
	"time"

	"github.com/johnfercher/maroto/v2"
	"github.com/johnfercher/maroto/v2/pkg/config"
	"github.com/johnfercher/maroto/v2/pkg/consts/pagesize"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"github.com/johnfercher/maroto/v2/pkg/props"

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
	// Logo is a PNG or JPEG file.
	Logo []byte
	// Paper is A4 unless it is said to be Letter.
	Paper Paper
}

// margin is the empty edge in millimetres.
const margin = 22.0

// size is the sheet in millimetres.
func (p Paper) size() (width, height float64, name pagesize.Type) {
	if p == Letter {
		return 215.9, 279.4, pagesize.Letter
	}
	return 210, 297, pagesize.A4
}

// Render draws the cover as a document of one page. Missing holds characters
// that the typeface lacks; they are shown as question marks. A logo that cannot
// be used is a [*LogoError]. Equal contents give equal documents.
func Render(ctx context.Context, c Content) (doc *pdf.Document, missing string, err error) {
	if err := ctx.Err(); err != nil {
		return nil, "", err
	}
	logo, err := prepareLogo(c.Logo)
	if err != nil {
		return nil, "", err
	}
	missing = c.clean()
	m := maroto.New(c.config())
	c.layout(m, logo)
	out, err := m.Generate()
	if err != nil {
		return nil, "", fmt.Errorf("draw the cover: %w", err)
	}
	doc, err = pdf.ReadBytes(ctx, out.GetBytes(), "cover")
	return doc, missing, err
}

func (c Content) config() *entity.Config {
	_, _, name := c.Paper.size()
	return config.NewBuilder().
		WithPageSize(name).
		WithLeftMargin(margin).WithRightMargin(margin).
		WithTopMargin(margin).WithBottomMargin(margin).
		WithCompression(true).
		WithSequentialMode().
		WithDisableAutoPageBreak(true).
		WithCustomFonts(typeface()).
		WithDefaultFont(&props.Font{Family: family, Size: 12, Color: ink}).
		Build()
}

// clean replaces what cannot be shown and tells what that was.
func (c *Content) clean() (missing string) {
	for _, s := range []*string{&c.Organisation, &c.Book, &c.Customer, &c.Period} {
		shown, lost := showable(*s)
		*s = shown
		missing += lost
	}
	return missing
}

// The colours of a cover: text, secondary text and the accent.
var (
	ink    = &props.Color{Red: 0x1c, Green: 0x25, Blue: 0x33}
	grey   = &props.Color{Red: 0x5b, Green: 0x66, Blue: 0x75}
	accent = &props.Color{Red: 0x1f, Green: 0x6f, Blue: 0x8b}
)
