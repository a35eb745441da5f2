package preview

import (
	"bytes"
	"errors"
	"image"
	"image/png"

	pdfium "github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// paint draws a page on white paper, with its annotations and, where the
// document has a form, its fields.
func paint(program pdfium.Pdfium, document references.FPDF_DOCUMENT, j job) (Picture, error) {
	request := requests.RenderPageInPixels{
		Page:        requests.Page{ByIndex: &requests.PageByIndex{Document: document, Index: j.page - 1}},
		Width:       j.width,
		Height:      maxHeight,
		RenderFlags: enums.FPDF_RENDER_FLAG_ANNOT,
		RenderForm:  true,
		Document:    &document,
	}
	drawn, err := program.RenderPageInPixels(&request)
	if err != nil {
		return Picture{}, err
	}
	picture, ok := drawn.Result.RenderedImage.(*image.RGBA)
	if !ok || picture == nil {
		return Picture{}, errors.New("no picture came back")
	}
	onWhite(picture)
	return encode(picture)
}

// onWhite lays a picture over white. Its colours are not multiplied by their
// opacity, whatever the type says.
func onWhite(picture *image.RGBA) {
	pixels := picture.Pix
	for i := 0; i+3 < len(pixels); i += 4 {
		opacity := uint32(pixels[i+3])
		if opacity == 0xff {
			continue
		}
		for c := i; c < i+3; c++ {
			pixels[c] = uint8((uint32(pixels[c])*opacity + 0xff*(0xff-opacity) + 0x7f) / 0xff)
		}
		pixels[i+3] = 0xff
	}
}

// encode copies the picture out of the program's memory.
func encode(picture *image.RGBA) (Picture, error) {
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&out, picture); err != nil {
		return Picture{}, err
	}
	size := picture.Bounds().Size()
	return Picture{PNG: out.Bytes(), Width: size.X, Height: size.Y}, nil
}
