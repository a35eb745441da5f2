package draw

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"

	"quire/engine/sheet/model"
)

// recoloured is a picture with other colours, as PNG; one that cannot be changed
// stays as it is.
func recoloured(data []byte, e model.PictureEffect) []byte {
	cfg, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || cfg.Width < 1 || cfg.Height < 1 || cfg.Width > maxConverted/cfg.Height {
		return data
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return data
	}
	b := img.Bounds()
	out := image.NewNRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			c := color.NRGBAModel.Convert(img.At(b.Min.X+x, b.Min.Y+y)).(color.NRGBA)
			out.SetNRGBA(x, y, pixel(c, e))
		}
	}
	var made bytes.Buffer
	if png.Encode(&made, out) != nil {
		return data
	}
	return made.Bytes()
}

// near is how much the parts of two colours may differ that count as one.
const near = 9

// pixel is what becomes of one.
func pixel(c color.NRGBA, e model.PictureEffect) color.NRGBA {
	if t := e.Through; t.Set && alike(c.R, t.RGB>>16) && alike(c.G, t.RGB>>8) && alike(c.B, t.RGB) {
		return color.NRGBA{}
	}
	light := .299*float64(c.R) + .587*float64(c.G) + .114*float64(c.B)
	switch {
	case e.TwoTone:
		part := func(shift uint) uint8 {
			dark, bright := float64(e.Dark>>shift&255), float64(e.Light>>shift&255)
			return uint8(math.Round(dark + (bright-dark)*light/255))
		}
		c.R, c.G, c.B = part(16), part(8), part(0)
	case e.Split > 0:
		v := uint8(0)
		if light >= e.Split*255 {
			v = 255
		}
		c.R, c.G, c.B = v, v, v
	case e.Gray:
		v := uint8(math.Round(light))
		c.R, c.G, c.B = v, v, v
	}
	if e.Bright != 0 || e.Contrast != 0 {
		c.R, c.G, c.B = adjustedBy(c.R, e), adjustedBy(c.G, e), adjustedBy(c.B, e)
	}
	return c
}

func alike(a uint8, b uint32) bool { return math.Abs(float64(a)-float64(b&255)) <= near }

// adjustedBy makes a part of a colour brighter and its contrast larger, as
// LibreOffice does.
func adjustedBy(v uint8, e model.PictureEffect) uint8 {
	factor := (128 + 127*e.Contrast) / 128
	if e.Contrast >= 0 {
		factor = 128 / (128 - 127*e.Contrast)
	}
	return uint8(max(0, min(255, math.Round(float64(v)*factor+255*e.Bright+128-factor*128))))
}
