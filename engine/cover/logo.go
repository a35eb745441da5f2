package cover

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
)

// MaxLogoBytes is the size of a logo's file that is accepted.
const MaxLogoBytes = 10 << 20

// maxLogoPixels bounds what is decoded: 16 megapixels are 64 MB.
const maxLogoPixels = 16 << 20

// LogoError is a logo that cannot be used.
type LogoError struct {
	Detail string
	Err    error
}

// Error says what to do about it.
func (e *LogoError) Error() string {
	return "the logo cannot be used (" + e.Detail + "): choose a PNG or JPEG file of at most 10 MB and 16 megapixels"
}

// Unwrap gives the cause.
func (e *LogoError) Unwrap() error { return e.Err }

// Code is the reason as a stable word.
func (e *LogoError) Code() string { return "LOGO_UNUSABLE" }

// picture is a logo in a form that the PDF library takes.
type picture struct {
	data   []byte
	format string // "png" or "jpg"
}

// prepareLogo checks a logo, and rewrites what the library would refuse or get
// wrong: interlaced or deep PNG, CMYK JPEG. It is nil for no logo.
func prepareLogo(data []byte) (*picture, error) {
	if len(data) == 0 {
		return nil, nil
	}
	if len(data) > MaxLogoBytes {
		return nil, &LogoError{Detail: "the file is too large"}
	}
	cfg, format, err := decodeConfig(data)
	if err != nil {
		return nil, &LogoError{Detail: "it is neither PNG nor JPEG, or damaged", Err: err}
	}
	if cfg.Width <= 0 || cfg.Height <= 0 || cfg.Width > maxLogoPixels/cfg.Height {
		return nil, &LogoError{Detail: fmt.Sprintf("it has %d × %d pixels", cfg.Width, cfg.Height)}
	}
	img, err := decode(data, format)
	if err != nil {
		return nil, &LogoError{Detail: "the file is damaged", Err: err}
	}
	if format == "jpg" && (cfg.ColorModel == color.YCbCrModel || cfg.ColorModel == color.GrayModel) {
		return &picture{data, format}, nil
	}
	return encode(img)
}

func decodeConfig(data []byte) (image.Config, string, error) {
	if bytes.HasPrefix(data, []byte("\x89PNG")) {
		cfg, err := png.DecodeConfig(bytes.NewReader(data))
		return cfg, "png", err
	}
	cfg, err := jpeg.DecodeConfig(bytes.NewReader(data))
	return cfg, "jpg", err
}

func decode(data []byte, format string) (image.Image, error) {
	if format == "png" {
		return png.Decode(bytes.NewReader(data))
	}
	return jpeg.Decode(bytes.NewReader(data))
}

// encode writes the plainest PNG: eight bits, not interlaced.
func encode(img image.Image) (*picture, error) {
	plain := image.NewNRGBA(image.Rect(0, 0, img.Bounds().Dx(), img.Bounds().Dy()))
	draw.Draw(plain, plain.Bounds(), img, img.Bounds().Min, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, plain); err != nil {
		return nil, &LogoError{Detail: "it cannot be converted", Err: err}
	}
	return &picture{b.Bytes(), "png"}, nil
}
