package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // for the size of pictures
	_ "image/png"  // likewise

	"quire/engine/canvas"
	"quire/engine/form"
	"quire/engine/pdf"
)

// Codes of images that cannot be placed.
const (
	codeImage     = "IMAGE_UNUSABLE"
	codeImageSpot = "IMAGE_MISPLACED"
)

// Limits of images, which are decoded in memory.
const (
	maxImageBytes  = 10 << 20
	maxImagePixels = 16 << 20
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

// load reads an image's file and makes sure that it can be drawn.
func (i Image) load(ctx context.Context, lib *library) ([]byte, error) {
	data, err := lib.bytes(ctx, i.Source, i.SourceName, maxImageBytes)
	if err != nil {
		return nil, err
	}
	if len(data) == 0 {
		return nil, i.unusable("the file is empty or too large", nil)
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case err != nil || format != "png" && format != "jpeg":
		return nil, i.unusable("it is neither PNG nor JPEG, or damaged", err)
	case config.Width < 1 || config.Height < 1 || config.Width > maxImagePixels/config.Height:
		return nil, i.unusable(fmt.Sprintf("it has %d × %d pixels", config.Width, config.Height), nil)
	}
	return data, nil
}

func (i Image) unusable(why string, err error) error {
	return &Error{Code: codeImage, Source: i.Source, Err: err, Message: fmt.Sprintf(
		"the image «%s» cannot be used (%s): choose a PNG or JPEG file of at most 10 MB and 16 megapixels", i.name(), why)}
}

// placeInFields draws the images that fields frame.
func placeInFields(ctx context.Context, t task, doc *pdf.Document) error {
	for _, i := range t.page.Images {
		if i.Field == "" {
			continue
		}
		data, err := i.load(ctx, t.lib)
		if err != nil {
			return err
		}
		if err := form.PlaceImage(doc, i.Field, data); errors.Is(err, canvas.ErrPicture) {
			return i.unusable("the file is damaged", err)
		} else if err != nil {
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
		data, err := i.load(ctx, t.lib)
		if err != nil {
			return err
		}
		picture, err := canvas.AddPicture(doc, data)
		if err != nil {
			return i.unusable("the file is damaged", err)
		}
		if err := i.draw(doc, sheets[i.Sheet-1], picture); err != nil {
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
