package engine

import (
	"context"
	"fmt"

	"quire/engine/canvas"
	"quire/engine/form"
	"quire/engine/pdf"
)

// Codes of images that cannot be placed.
const (
	codeImage     = "IMAGE_UNUSABLE"
	codeImageSpot = "IMAGE_MISPLACED"
)

// checkImages tells what the images of a page lack; "" for nothing.
func checkImages(page Page) string {
	for _, i := range page.Images {
		switch {
		case i.Source == "":
			return "an image has no source"
		case i.Field != "" && page.Kind != KindStatic && page.Kind != KindPDFForm:
			return "the image «" + i.name() + "» is to stand in the field «" + i.Field + "», but pages of this kind have no fields"
		case i.Field == "" && i.Sheet < 1:
			return "the image «" + i.name() + "» has neither a field nor a sheet, which are counted from 1"
		case i.Field == "" && !(i.Width > 0 && i.Height > 0):
			return "the image «" + i.name() + "» needs a width and a height in points"
		}
	}
	return ""
}

func (i Image) name() string {
	if i.SourceName != "" {
		return i.SourceName
	}
	return i.Source
}

// load reads an image's file.
func (i Image) load(ctx context.Context, lib *library) (*canvas.Encoded, error) {
	picture, why, err := lib.picture(ctx, i.Source, i.SourceName)
	if why != "" {
		return nil, i.unusable(why, err)
	}
	return picture, err
}

func (i Image) unusable(why string, err error) error {
	return &Error{Code: codeImage, Source: i.Source, Err: err, Message: fmt.Sprintf(
		"the image «%s» cannot be used (%s): %s", i.name(), why, usablePictures)}
}

// placeInFields draws the images that fields frame.
func placeInFields(ctx context.Context, t task, doc *pdf.Document) error {
	for _, i := range t.page.Images {
		if i.Field == "" {
			continue
		}
		picture, err := i.load(ctx, t.lib)
		if err != nil {
			return err
		}
		if err := form.PlaceImage(doc, i.Field, picture); err != nil {
			return err
		}
	}
	return nil
}

// placeOnSheets draws the images that have a place of their own.
func placeOnSheets(ctx context.Context, t task, doc *pdf.Document) error {
	for _, i := range t.page.Images {
		if i.Field != "" {
			continue
		}
		sheets := doc.Pages()
		if i.Sheet > len(sheets) {
			return &Error{Code: codeImageSpot, Source: i.Source, Message: fmt.Sprintf(
				"the image «%s» is to stand on sheet %d, but the page has only %d; choose another", i.name(), i.Sheet, len(sheets))}
		}
		picture, err := i.load(ctx, t.lib)
		if err != nil {
			return err
		}
		if err := i.draw(doc, sheets[i.Sheet-1], picture.AddTo(doc)); err != nil {
			return err
		}
	}
	return nil
}

func (i Image) draw(doc *pdf.Document, sheet pdf.PageNode, picture canvas.Picture) error {
	m, ok := form.Contain(picture, i.X, i.Y, i.Width, i.Height)
	if !ok {
		return i.unusable("it has no area", nil)
	}
	c := canvas.NewContent(nil)
	c.XObject(form.FreeName(doc, sheet, "XObject"), picture.Ref, onSheet(doc, sheet, m[4], m[5], m[0], m[3]))
	form.Overlay(doc, sheet, c)
	return nil
}

// onSheet is the matrix that draws a picture into a rectangle of the sheet as
// it is shown, counted from its left upper corner.
func onSheet(doc *pdf.Document, sheet pdf.PageNode, x, y, w, h float64) [6]float64 {
	box := doc.VisibleBox(sheet)
	place := func(x, y float64) (float64, float64) {
		switch doc.Rotation(sheet) {
		case 90:
			return box[0] + y, box[1] + x
		case 180:
			return box[2] - x, box[1] + y
		case 270:
			return box[2] - y, box[3] - x
		}
		return box[0] + x, box[3] - y
	}
	ex, ey := place(x, y+h)
	ax, ay := place(x+w, y+h)
	cx, cy := place(x, y)
	return [6]float64{ax - ex, ay - ey, cx - ex, cy - ey, ex, ey}
}
