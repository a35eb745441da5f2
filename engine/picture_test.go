package engine

import (
	"bytes"
	"image"
	"image/jpeg"
	"image/png"
	"testing"
)

func TestUnusablePictures(t *testing.T) {
	t.Parallel()
	var p, j bytes.Buffer
	img := image.NewNRGBA(image.Rect(0, 0, 60, 20))
	if err := png.Encode(&p, img); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&j, img, nil); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data []byte
		why  string
	}{
		"nothing":  {nil, "the file is empty or too large"},
		"text":     {[]byte("hello"), "it is neither PNG nor JPEG, or damaged"},
		"gif":      {[]byte("GIF89a"), "it is neither PNG nor JPEG, or damaged"},
		"png":      {p.Bytes(), ""},
		"cut png":  {p.Bytes()[:p.Len()-20], "the file is damaged"},
		"jpeg":     {j.Bytes(), ""},
		"cut jpeg": {j.Bytes()[:j.Len()-20], "the file is damaged"},
	} {
		picture, why, err := encodePicture(c.data)
		if why != c.why || (picture == nil) != (c.why != "") {
			t.Errorf("%s: %q, %v", name, why, err)
		}
	}
}
