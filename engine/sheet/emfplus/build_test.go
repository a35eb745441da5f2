package emfplus

import (
	"encoding/binary"
	"math"
	"testing"
	"unicode/utf16"

	"quire/engine/sheet/vector"
)

const version = 0xDBC01002

// words writes 32-bit numbers; float64 as a float of 32 bits, byte slices as they are.
func words(values ...any) []byte {
	var b []byte
	for _, v := range values {
		switch v := v.(type) {
		case int:
			b = binary.LittleEndian.AppendUint32(b, uint32(int64(v)))
		case float64:
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(v)))
		case []byte:
			b = append(b, v...)
		}
	}
	return b
}

func record(kind, flags int, body ...any) []byte {
	data := words(body...)
	for len(data)%4 != 0 {
		data = append(data, 0)
	}
	b := binary.LittleEndian.AppendUint16(nil, uint16(kind))
	b = binary.LittleEndian.AppendUint16(b, uint16(flags))
	return append(append(b, words(12+len(data), len(data))...), data...)
}

func object(id, kind int, body ...any) []byte { return record(recordObject, kind<<8|id, body...) }

func letters(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

func solid(argb int) []byte { return words(version, brushSolid, argb) }

// play plays records on a picture of 100 by 100 points whose pixels are points.
func play(t testing.TB, records ...[]byte) *vector.Recorder {
	t.Helper()
	rec := &vector.Recorder{Picture: vector.Picture{Width: 100, Height: 100}}
	p := New(rec, vector.Unit, func([]byte) (*vector.Picture, error) {
		return &vector.Picture{Width: 10, Height: 10, Items: []vector.Item{{Text: "within", W: 1}}}, nil
	})
	for _, r := range records {
		p.Play(r)
	}
	return rec
}

// items are what is drawn; it is an error if something is missed.
func items(t testing.TB, n int, records ...[]byte) []vector.Item {
	t.Helper()
	rec := play(t, records...)
	if len(rec.Picture.Missing) > 0 {
		t.Errorf("missed %q", rec.Picture.Missing)
	}
	if len(rec.Picture.Items) != n {
		t.Fatalf("%d items, want %d", len(rec.Picture.Items), n)
	}
	return rec.Picture.Items
}

// spans tells whether an outline has these bounds.
func spans(t testing.TB, what string, item vector.Item, x1, y1, x2, y2 float64) {
	t.Helper()
	a, b, c, d := item.Path.Bounds()
	if math.Abs(a-x1)+math.Abs(b-y1)+math.Abs(c-x2)+math.Abs(d-y2) > .05 {
		t.Errorf("%s spans %g %g %g %g, want %g %g %g %g", what, a, b, c, d, x1, y1, x2, y2)
	}
}
