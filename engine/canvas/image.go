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
	"maps"
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
	if img, ok := d.images[sha256.Sum256(data)]; ok {
		return img, nil
	}
	e, err := Encode(data)
	if err != nil {
		return nil, err
	}
	return d.AddEncoded(e), nil
}

// AddEncoded takes up a picture that is encoded already; the same one is stored
// once.
func (d *Document) AddEncoded(e *Encoded) *Image {
	img, ok := d.images[e.source]
	if !ok {
		p := e.AddTo(d.doc)
		img = &Image{Width: p.Width, Height: p.Height, ref: p.Ref, name: "Im" + strconv.Itoa(len(d.images)+1)}
		d.images[e.source] = img
	}
	return img
}

// Picture is an image among the objects of a document.
type Picture struct {
	// Width and Height in pixels.
	Width, Height int
	Ref           types.IndirectRef
}

// Encoded is a PNG or JPEG file as documents hold it. It is immutable: any number
// of documents may take it up, by several goroutines at a time.
type Encoded struct {
	// Width and Height in pixels.
	Width, Height int

	source  [32]byte // hash of the file
	entries types.Dict
	raw     []byte
	mask    *Encoded // its transparency; nil when it is opaque
}

// Encode reads a PNG or JPEG file; see [Document.AddImage]. Of a JPEG only the
// beginning is looked at.
func Encode(data []byte) (*Encoded, error) {
	isJPEG := bytes.HasPrefix(data, []byte("\xff\xd8"))
	decode := png.DecodeConfig
	if isJPEG {
		decode = jpeg.DecodeConfig
	}
	cfg, err := decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	if cfg.Width < 1 || cfg.Height < 1 || cfg.Width > maxPixels/cfg.Height {
		return nil, fmt.Errorf("picture of %d × %d pixels; at most %d million can be drawn", cfg.Width, cfg.Height, maxPixels/1_000_000)
	}
	e := &Encoded{Width: cfg.Width, Height: cfg.Height, source: sha256.Sum256(data)}
	if isJPEG {
		e.jpeg(data, cfg)
		return e, nil
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPicture, err)
	}
	e.pixels(img)
	return e, nil
}

// AddTo makes the picture an object of a document.
func (e *Encoded) AddTo(doc *pdf.Document) Picture {
	dict := maps.Clone(e.entries)
	if e.mask != nil {
		dict["SMask"] = e.mask.AddTo(doc).Ref
	}
	return Picture{Width: e.Width, Height: e.Height, Ref: doc.AddEncodedStream(dict, e.raw)}
}

// Footprint is about how many bytes of memory the picture takes.
func (e *Encoded) Footprint() int64 {
	if e == nil {
		return 0
	}
	return int64(len(e.raw)) + e.mask.Footprint() + 1<<10
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

// jpeg keeps the file itself (ISO 32000-1, 7.4.8).
func (e *Encoded) jpeg(data []byte, cfg image.Config) {
	space := "DeviceRGB"
	switch cfg.ColorModel {
	case color.GrayModel:
		space = "DeviceGray"
	case color.CMYKModel:
		space = "DeviceCMYK"
	}
	e.entries, e.raw = pictureDict(cfg.Width, cfg.Height, space), data
	e.entries["Filter"] = types.Name("DCTDecode")
	if space == "DeviceCMYK" && bytes.Contains(data[:min(len(data), 1<<16)], []byte("Adobe\x00")) {
		// Photoshop and its followers store ink inverted.
		e.entries["Decode"] = types.NewIntegerArray(1, 0, 1, 0, 1, 0, 1, 0)
	}
}

// pixels keeps a decoded picture: grey or colour, and its transparency as a soft
// mask (ISO 32000-1, 11.6.5.3) when it has any.
func (e *Encoded) pixels(img image.Image) {
	b := img.Bounds()
	n := b.Dx() * b.Dy()
	rgb, alpha := make([]byte, 0, 3*n), make([]byte, 0, n)
	gray, opaque := true, true
	straight, isStraight := img.(*image.NRGBA)
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			var c color.NRGBA
			if isStraight {
				c = straight.NRGBAAt(x, y)
			} else {
				c = color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			}
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
	if !opaque {
		e.mask = &Encoded{Width: b.Dx(), Height: b.Dy(), entries: pictureDict(b.Dx(), b.Dy(), "DeviceGray")}
		e.mask.raw = pdf.Compress(e.mask.entries, alpha)
	}
	e.entries = pictureDict(b.Dx(), b.Dy(), space)
	e.raw = pdf.Compress(e.entries, rgb)
}
