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

// maxPixels bounds the pictures that are taken up, and maxDecoded the bytes of
// their pixels in memory.
const (
	maxPixels  = 50_000_000
	maxDecoded = 4 * maxPixels
)

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
	if most := maxDecoded / bytesOf(cfg.ColorModel); cfg.Width > most/cfg.Height {
		return nil, fmt.Errorf("picture of %d × %d pixels; at most %d million of its depth can be drawn", cfg.Width, cfg.Height, most/1_000_000)
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

// bytesOf is how many bytes a pixel takes when it has been decoded.
func bytesOf(m color.Model) int {
	switch m {
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	case color.RGBAModel, color.NRGBAModel:
		return 4
	case color.Gray16Model:
		return 2
	case color.GrayModel:
		return 1
	}
	if _, ok := m.(color.Palette); ok {
		return 1
	}
	return 8
}

// pixels keeps a decoded picture: grey or colour, and its transparency as a soft
// mask (ISO 32000-1, 11.6.5.3) when it has any.
func (e *Encoded) pixels(img image.Image) {
	b := img.Bounds()
	row := make([]byte, 4*b.Dx())
	gray, opaque := true, true
	for y := b.Min.Y; y < b.Max.Y && (gray || opaque); y++ {
		readRow(row, img, y)
		for i := 0; i < len(row); i += 4 {
			gray = gray && row[i] == row[i+1] && row[i+1] == row[i+2]
			opaque = opaque && row[i+3] == 255
		}
	}
	// plane gives some of each pixel's bytes.
	plane := func(from, to int) []byte {
		out := make([]byte, 0, (to-from)*b.Dx()*b.Dy())
		for y := b.Min.Y; y < b.Max.Y; y++ {
			readRow(row, img, y)
			for i := 0; i < len(row); i += 4 {
				out = append(out, row[i+from:i+to]...)
			}
		}
		return out
	}
	space, channels := "DeviceRGB", 3
	if gray {
		space, channels = "DeviceGray", 1
	}
	if !opaque {
		e.mask = &Encoded{Width: b.Dx(), Height: b.Dy(), entries: pictureDict(b.Dx(), b.Dy(), "DeviceGray")}
		e.mask.raw = pdf.Compress(e.mask.entries, plane(3, 4))
	}
	e.entries = pictureDict(b.Dx(), b.Dy(), space)
	e.raw = pdf.Compress(e.entries, plane(0, channels))
}

// readRow reads a row of pixels: red, green, blue and opacity of each, not
// multiplied. The kinds that files are decoded to are read without asking for
// each pixel.
func readRow(row []byte, img image.Image, y int) {
	b := img.Bounds()
	switch p := img.(type) {
	case *image.NRGBA:
		copy(row, p.Pix[p.PixOffset(b.Min.X, y):])
		return
	case *image.Gray:
		for i, v := range p.Pix[p.PixOffset(b.Min.X, y):][:b.Dx()] {
			row[4*i], row[4*i+1], row[4*i+2], row[4*i+3] = v, v, v, 255
		}
		return
	case *image.Paletted:
		var colours [256][4]byte
		for i, c := range p.Palette {
			n := color.NRGBAModel.Convert(c).(color.NRGBA)
			colours[i] = [4]byte{n.R, n.G, n.B, n.A}
		}
		for i, v := range p.Pix[p.PixOffset(b.Min.X, y):][:b.Dx()] {
			copy(row[4*i:], colours[v][:])
		}
		return
	case *image.RGBA:
		pix := p.Pix[p.PixOffset(b.Min.X, y):][:4*b.Dx()]
		if opaqueRow(pix) {
			copy(row, pix)
			return
		}
	}
	for x := b.Min.X; x < b.Max.X; x++ {
		c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
		copy(row[4*(x-b.Min.X):], []byte{c.R, c.G, c.B, c.A})
	}
}

func opaqueRow(pix []byte) bool {
	for i := 3; i < len(pix); i += 4 {
		if pix[i] != 255 {
			return false
		}
	}
	return true
}
