package draw

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"quire/engine/sheet/model"
)

func TestPixelsChange(t *testing.T) {
	t.Parallel()
	red := color.NRGBA{R: 200, G: 40, B: 20, A: 128}
	for name, tt := range map[string]struct {
		effect model.PictureEffect
		want   color.NRGBA
	}{
		"gray":     {model.PictureEffect{Gray: true}, color.NRGBA{R: 86, G: 86, B: 86, A: 128}},
		"two":      {model.PictureEffect{TwoTone: true, Dark: 0x000080, Light: 0xFFFF80}, color.NRGBA{R: 86, G: 86, B: 128, A: 128}},
		"black":    {model.PictureEffect{Split: .5}, color.NRGBA{A: 128}},
		"bright":   {model.PictureEffect{Bright: .2}, color.NRGBA{R: 251, G: 91, B: 71, A: 128}},
		"contrast": {model.PictureEffect{Contrast: -1}, color.NRGBA{R: 129, G: 127, B: 127, A: 128}},
		"through":  {model.PictureEffect{Through: model.RGB(0xC82814)}, color.NRGBA{}},
		"other":    {model.PictureEffect{Through: model.RGB(0xFFFFFF)}, red},
	} {
		if got := pixel(red, tt.effect); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}

func TestRecolouredPictures(t *testing.T) {
	t.Parallel()
	var photo bytes.Buffer
	img := image.NewRGBA(image.Rect(0, 0, 8, 8))
	for i := 0; i < len(img.Pix); i += 4 {
		copy(img.Pix[i:], []byte{250, 10, 10, 255})
	}
	if err := jpeg.Encode(&photo, img, nil); err != nil {
		t.Fatal(err)
	}
	got, err := png.Decode(bytes.NewReader(recoloured(photo.Bytes(), model.PictureEffect{Gray: true})))
	if err != nil {
		t.Fatal(err)
	}
	if r, g, b, _ := got.At(4, 4).RGBA(); r != g || g != b {
		t.Errorf("the photograph keeps the colour %v", got.At(4, 4))
	}
	if broken := []byte("no picture"); !bytes.Equal(recoloured(broken, model.PictureEffect{Gray: true}), broken) {
		t.Error("what is no picture changes")
	}
}
