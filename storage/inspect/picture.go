package inspect

import (
	"image"
	_ "image/jpeg" // the decoders of the accepted images
	_ "image/png"
	"io"
)

// Bounds of an accepted image. A decoded image takes up to 8 bytes a pixel
// whatever its file's size, so the pixels are bounded and not only the bytes.
const (
	MaxImageSide   = 12_000     // pixels
	MaxImagePixels = 40_000_000 // pixels
)

// inspectImage reads the dimensions of an image, and none of its pixels.
func inspectImage(claimed Result, r io.ReaderAt, size int64) (Result, error) {
	config, _, err := image.DecodeConfig(io.NewSectionReader(r, 0, size))
	if err != nil {
		return Result{}, reject(Damaged,
			"this begins like a %s image but cannot be read (%v): open it in an image program and save it again", claimed.label(), err)
	}
	w, h := config.Width, config.Height
	if w < 1 || h < 1 {
		return Result{}, reject(Damaged, "this %s image has no pixels (%d × %d): save it again", claimed.label(), w, h)
	}
	if w > MaxImageSide || h > MaxImageSide || int64(w)*int64(h) > MaxImagePixels {
		return Result{}, reject(Excessive,
			"this %s image has %d × %d pixels; at most %d on a side and %d million in all are accepted: scale it down",
			claimed.label(), w, h, MaxImageSide, MaxImagePixels/1_000_000)
	}
	return claimed, nil
}

// label is the name by which people know the type.
func (r Result) label() string {
	switch r.Extension {
	case ".jpg":
		return "JPEG"
	case ".png":
		return "PNG"
	}
	return r.Extension
}
