package canvas

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/pdf"
)

// maxPixels bounds the pictures that are decoded, and thereby memory.
const maxPixels = 50_000_000

// ErrPicture tells that a file is not a picture that can be drawn.
var ErrPicture = errors.New("not a PNG or JPEG picture")

// Image is a picture of a document, stored once however often it is drawn.
type Image struct {
	// Width and Height in pixels.
	Width, Height int

	name string
	ref  types.IndirectRef
}

// AddImage takes up a PNG or JPEG file. A JPEG's bytes are stored as they are;
// a PNG's transparency is kept. The same file is stored once.
func (d *Document) AddImage(data []byte) (*Image, error) {
	key := sha256.Sum256(data)
	if img, ok := d.images[key]; ok {
		return img, nil
	}
	p, err := AddPicture(d.doc, data)
	if err != nil {
		return nil, err
	}
	img := &Image{Width: p.Width, Height: p.Height, ref: p.Ref, name: "Im" + strconv.Itoa(len(d.images)+1)}
	d.images[key] = img
	return img, nil
}

// Picture is an image among the objects of a document.
type Picture struct {
	// Width and Height in pixels.
	Width, Height int
	Ref           types.IndirectRef
}

// AddPicture takes up a PNG or JPEG file as an object of any document; see
// [Document.AddImage].
func AddPicture(doc *pdf.Document, data []byte) (Picture, error) {
	isJPEG := bytes.HasPrefix(data, []byte("\xff\xd8"))
	decode := png.DecodeConfig
	if isJPEG {
		decode = jpeg.DecodeConfig
	}
	cfg, err := decode(bytes.NewReader(data))
	if err != nil {
		return Picture{}, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	if cfg.Width < 1 || cfg.Height < 1 || cfg.Width > maxPixels/cfg.Height {
		return Picture{}, fmt.Errorf("picture of %d × %d pixels; at most %d million can be drawn", cfg.Width, cfg.Height, maxPixels/1_000_000)
	}
	p := Picture{Width: cfg.Width, Height: cfg.Height}
	if isJPEG {
		p.Ref = embedJPEG(doc, data, cfg)
		return p, nil
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return Picture{}, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	p.Ref = embedPixels(doc, img)
	return p, nil
}

func pictureDict(w, h int, space string) types.Dict {
	return types.Dict{
		"Type":             types.Name("XObject"),
		"Subtype":          types.Name("Image"),
		"Width":            types.Integer(w),
		"Height":           types.Integer(h),
		"ColorSpace":       types.Name(space),
		"BitsPerComponent": types.Integer(8),
	}
}

// embedJPEG stores the file itself (ISO 32000-1, 7.4.8).
func embedJPEG(doc *pdf.Document, data []byte, cfg image.Config) types.IndirectRef {
	space := "DeviceRGB"
	switch cfg.ColorModel {
	case color.GrayModel:
		space = "DeviceGray"
	case color.CMYKModel:
		space = "DeviceCMYK"
	}
	dict := pictureDict(cfg.Width, cfg.Height, space)
	dict["Filter"] = types.Name("DCTDecode")
	if space == "DeviceCMYK" && bytes.Contains(data[:min(len(data), 1<<16)], []byte("Adobe\x00")) {
		// Photoshop and its followers store ink inverted.
		dict["Decode"] = types.NewIntegerArray(1, 0, 1, 0, 1, 0, 1, 0)
	}
	return doc.AddEncodedStream(dict, data)
}

// embedPixels stores a decoded picture: grey or colour, and its transparency
// as a soft mask (ISO 32000-1, 11.6.5.3) when it has any.
func embedPixels(doc *pdf.Document, img image.Image) types.IndirectRef {
	b := img.Bounds()
	n := b.Dx() * b.Dy()
	rgb, alpha := make([]byte, 0, 3*n), make([]byte, 0, n)
	gray, opaque := true, true
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			rgb = append(rgb, c.R, c.G, c.B)
			alpha = append(alpha, c.A)
			gray = gray && c.R == c.G && c.G == c.B
			opaque = opaque && c.A == 255
		}
	}
	space := "DeviceRGB"
	if gray {
		space = "DeviceGray"
		for i := range n {
			rgb[i] = rgb[3*i]
		}
		rgb = rgb[:n]
	}
	dict := pictureDict(b.Dx(), b.Dy(), space)
	if !opaque {
		dict["SMask"] = doc.AddStream(pictureDict(b.Dx(), b.Dy(), "DeviceGray"), alpha)
	}
	return doc.AddStream(dict, rgb)
}
