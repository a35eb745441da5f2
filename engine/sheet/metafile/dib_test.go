package metafile

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/png"
	"testing"
)

// dibHead is the header of a bitmap, with what follows it.
func dibHead(w, h int32, depth uint16, packing uint32, after ...byte) []byte {
	b := binary.LittleEndian.AppendUint32(nil, 40)
	b = binary.LittleEndian.AppendUint32(b, uint32(w))
	b = binary.LittleEndian.AppendUint32(b, uint32(h))
	b = binary.LittleEndian.AppendUint16(b, 1)
	b = binary.LittleEndian.AppendUint16(b, depth)
	b = binary.LittleEndian.AppendUint32(b, packing)
	return append(append(b, make([]byte, 20)...), after...)
}

func TestBitmapsOfAllDepths(t *testing.T) {
	t.Parallel()
	red, blue, clear := color.NRGBA{255, 0, 0, 255}, color.NRGBA{0, 0, 255, 255}, color.NRGBA{}
	colours := []byte{0, 0, 255, 0, 255, 0, 0, 0} // red and blue
	masks := []byte{0, 0, 0xff, 0, 0, 0xff, 0, 0, 0xff, 0, 0, 0}
	for name, tt := range map[string]struct {
		head, pixels []byte
		how          manner
		want         [2]color.NRGBA // of two pixels in a row
	}{
		"1 bit, cut":         {dibHead(2, 1, 1, 0, colours...), []byte{0x40, 0, 0, 0}, manner{operation: operationInvert}, [2]color.NRGBA{{0, 255, 255, 255}, {255, 255, 0, 255}}},
		"runs of bytes":      {dibHead(2, 1, 8, 1, colours...), []byte{1, 0, 1, 1, 0, 1}, manner{}, [2]color.NRGBA{red, blue}},
		"runs of half bytes": {dibHead(2, 1, 4, 2, colours...), []byte{2, 0x01, 0, 1}, manner{}, [2]color.NRGBA{red, blue}},
		"bytes as they are":  {dibHead(4, 1, 8, 1, colours...), []byte{0, 3, 0, 1, 1, 0, 0, 1}, manner{}, [2]color.NRGBA{red, blue}},
		"a step":             {dibHead(3, 1, 8, 1, colours...), []byte{0, 2, 1, 0, 1, 1, 0, 1}, manner{}, [2]color.NRGBA{red, blue}},
		"15 bits":            {dibHead(2, 1, 16, 0), []byte{0, 0x7c, 0x1f, 0}, manner{}, [2]color.NRGBA{red, blue}},
		"32 bits by masks":   {dibHead(2, 1, 32, 3, masks...), []byte{0, 0, 255, 0, 255, 0, 0, 0}, manner{}, [2]color.NRGBA{red, blue}},
		"opacity":            {dibHead(2, 1, 32, 3, masks...), []byte{0, 0, 128, 128, 0, 0, 0, 0}, manner{alpha: true}, [2]color.NRGBA{{255, 0, 0, 128}, clear}},
		"a hole":             {dibHead(2, 1, 24, 0), []byte{255, 255, 255, 0, 0, 255, 0, 0}, manner{operation: operationAnd}, [2]color.NRGBA{{255, 255, 255, 0}, red}},
		"what fills it":      {dibHead(2, 1, 24, 0), []byte{255, 0, 0, 0, 0, 0, 0, 0}, manner{operation: operationXor}, [2]color.NRGBA{blue, clear}},
		"the upper half":     {dibHead(2, 2, 24, 0), []byte{9, 9, 9, 9, 9, 9, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0}, manner{part: image.Rect(0, 0, 2, 1)}, [2]color.NRGBA{red, blue}},
		"from above":         {dibHead(2, -2, 24, 0), []byte{0, 0, 255, 255, 0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 0, 0}, manner{part: image.Rect(0, 0, 2, 1)}, [2]color.NRGBA{red, blue}},
	} {
		img, err := png.Decode(bytes.NewReader(bitmap(tt.head, tt.pixels, tt.how)))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		at := img.Bounds().Min
		for i, want := range tt.want {
			if got := color.NRGBAModel.Convert(img.At(at.X+i, at.Y)); got != want {
				t.Errorf("%s: pixel %d is %v, want %v", name, i, got, want)
			}
		}
	}
	if got := bitmap(dibHead(2, 1, 24, 0), make([]byte, 8), manner{operation: 0x00CC0020}); string(got[:2]) != "BM" {
		t.Errorf("an ordinary bitmap begins with %q", got[:2])
	}
}

func FuzzBitmap(f *testing.F) {
	f.Add(dibHead(2, 1, 8, 1, 0, 0, 255, 0), []byte{1, 0, 1, 1, 0, 1}, uint32(0), false)
	f.Add(dibHead(3, -3, 4, 2), []byte{0, 5, 1, 2, 3, 0, 0, 2, 1, 1}, uint32(operationAnd), true)
	f.Add(dibHead(1, 1, 32, 3), []byte{1, 2, 3, 4}, uint32(operationXor), true)
	f.Fuzz(func(t *testing.T, head, pixels []byte, operation uint32, alpha bool) {
		if len(head) < 40 {
			return
		}
		if w, h := int32(binary.LittleEndian.Uint32(head[4:])), int32(binary.LittleEndian.Uint32(head[8:])); w > 1000 || h > 1000 || h < -1000 {
			return
		}
		bitmap(head, pixels, manner{operation: operation, alpha: alpha, part: image.Rect(0, 0, 2, 2)})
	})
}
