package previews

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	_ "image/jpeg" // what uploads may be
	"image/png"
	"io"

	"golang.org/x/image/draw"
)

// maxPixels bounds the pictures that are decoded: 40 million, up to 160 MB.
const maxPixels = 40_000_000

// imageError says why an image has no preview.
type imageError struct {
	what string
	err  error
}

func (e *imageError) Error() string { return e.what }
func (e *imageError) Unwrap() error { return e.err }

// scale gives an image as a PNG of that width, or of its own when that is
// smaller, on white.
func scale(src io.ReadSeeker, width int) ([]byte, error) {
	config, _, err := image.DecodeConfig(src)
	if err != nil {
		return nil, &imageError{"the image is damaged: save it anew and upload it again", err}
	}
	if config.Width < 1 || config.Height < 1 || config.Width > maxPixels/config.Height {
		return nil, &imageError{fmt.Sprintf("the image of %d × %d pixels is too large for a preview: make it smaller and upload it again", config.Width, config.Height), nil}
	}
	if _, err := src.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	whole, _, err := image.Decode(src)
	if err != nil {
		return nil, &imageError{"the image is damaged: save it anew and upload it again", err}
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&out, smaller(whole, width)); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// maxImageHeight bounds the previews of very tall images, in pixels.
const maxImageHeight = 4096

func smaller(whole image.Image, width int) image.Image {
	size := whole.Bounds().Size()
	width = min(width, size.X)
	height := max(1, int(int64(size.Y)*int64(width)/int64(size.X)))
	if height > maxImageHeight {
		height = maxImageHeight
		width = max(1, int(int64(size.X)*int64(height)/int64(size.Y)))
	}
	scaled := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(scaled, scaled.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.ApproxBiLinear.Scale(scaled, scaled.Bounds(), whole, whole.Bounds(), draw.Over, nil)
	return scaled
}
