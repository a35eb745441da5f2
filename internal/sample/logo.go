package sample

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
)

// Logo draws a customer's logo, a PNG of 240 × 240 pixels with transparent
// corners: a disc with as many rays as seed says.
func Logo(seed int) ([]byte, error) {
	const size = 240
	img := image.NewNRGBA(image.Rect(0, 0, size, size))
	hues := []color.NRGBA{{31, 56, 100, 255}, {0, 110, 105, 255}, {150, 60, 20, 255}, {90, 40, 110, 255}}
	dark := hues[seed%len(hues)]
	rays := float64(5 + seed%4)
	for y := range size {
		for x := range size {
			dx, dy := float64(x)-size/2+0.5, float64(y)-size/2+0.5
			r, a := math.Hypot(dx, dy), math.Atan2(dy, dx)
			switch {
			case r > size/2-2:
			case r < 28 || math.Cos(a*rays) > 0.55 && r < 92:
				img.SetNRGBA(x, y, color.NRGBA{255, 255, 255, 255})
			default:
				img.SetNRGBA(x, y, dark)
			}
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return b.Bytes(), err
}
