package engine

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	_ "image/png" // to tell the size of one

	"quire/engine/canvas"
)

// Limits of logos and images, which are decoded in memory.
const (
	maxImageBytes  = 10 << 20
	maxImagePixels = 16 << 20
)

// usablePictures says to people what can be used.
const usablePictures = "choose a PNG or JPEG file of at most 10 MB and 16 megapixels"

// picture reads a source as a picture, from the cache if that has it. Why tells
// what makes it unusable, "" for nothing.
func (l *library) picture(ctx context.Context, source, title string) (picture *canvas.Encoded, why string, err error) {
	v, err := l.open(ctx, source, title)
	if err != nil {
		return nil, "", err
	}
	key := v.key(Page{Source: source}, asked{picture: true})
	if picture := l.cache.picture(key); picture != nil {
		return picture, "", nil
	}
	data, err := l.bytes(ctx, source, title, maxImageBytes)
	if err != nil {
		return nil, "", err
	}
	if picture, why, err = encodePicture(data); why == "" {
		l.cache.putPicture(key, picture)
	}
	return picture, why, err
}

func encodePicture(data []byte) (picture *canvas.Encoded, why string, err error) {
	if len(data) == 0 {
		return nil, "the file is empty or too large", nil
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case err != nil || format != "png" && format != "jpeg":
		return nil, "it is neither PNG nor JPEG, or damaged", err
	case config.Width < 1 || config.Height < 1 || config.Width > maxImagePixels/config.Height:
		return nil, fmt.Sprintf("it has %d × %d pixels", config.Width, config.Height), nil
	}
	if format == "jpeg" { // its bytes are taken as they are
		if _, err := jpeg.Decode(bytes.NewReader(data)); err != nil {
			return nil, "the file is damaged", err
		}
	}
	if picture, err = canvas.Encode(data); err != nil {
		return nil, "the file is damaged", err
	}
	return picture, "", nil
}
