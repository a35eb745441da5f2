package engine

import (
	"context"
	"fmt"

	"quire/engine/canvas"
	"quire/engine/cover"
	"quire/engine/pdf"
)

// coverRoom draws the front page.
type coverRoom struct{}

func (coverRoom) check(page Page) string {
	if page.Cover == nil {
		return "a cover needs its texts"
	}
	if p := cover.Paper(page.Cover.Paper); p != "" && p != cover.A4 && p != cover.Letter {
		return fmt.Sprintf("the paper %q is unknown; it is A4 or LETTER", p)
	}
	return ""
}

func (coverRoom) render(ctx context.Context, t task) (*pdf.Document, []Warning, error) {
	o := t.page.Cover
	logo, err := readLogo(ctx, o.Logo, t.lib)
	if err != nil {
		return nil, nil, err
	}
	doc, missing, err := cover.Render(ctx, cover.Content{
		Organisation: o.Organisation,
		Book:         o.Book,
		Customer:     o.Customer,
		Period:       o.Period,
		Date:         o.Date,
		Logo:         logo,
		Paper:        cover.Paper(o.Paper),
	})
	if err != nil || missing == "" {
		return doc, nil, err
	}
	return doc, []Warning{{
		Code:    "CHARACTERS_MISSING",
		Message: fmt.Sprintf("no typeface has %q, which the cover is to show; boxes stand in their place: install a font that has them", missing),
	}}, nil
}

// codeLogo is the error of a logo that cannot be drawn.
const codeLogo = "LOGO_UNUSABLE"

func readLogo(ctx context.Context, name string, lib *library) (*canvas.Encoded, error) {
	if name == "" {
		return nil, nil
	}
	logo, why, err := lib.picture(ctx, name, "")
	if why != "" {
		err = &Error{Code: codeLogo, Source: name, Err: err, Message: "the logo cannot be used (" + why + "): " + usablePictures}
	}
	return logo, err
}
