package metafile

import (
	"encoding/binary"
	"math"
	"testing"

	"quire/engine/sheet/emfplus"
	"quire/engine/sheet/model"
)

// plusRecord is a record of GDI+.
func plusRecord(kind, flags int, body []byte) []byte {
	b := binary.LittleEndian.AppendUint16(nil, uint16(kind))
	b = binary.LittleEndian.AppendUint16(b, uint16(flags))
	return append(append(b, words(12+len(body), len(body))...), body...)
}

// comment has records of GDI+.
func comment(records ...[]byte) []byte {
	body := []byte(emfplus.Signature)
	for _, r := range records {
		body = append(body, r...)
	}
	return record(recordComment, append(words(len(body)), body...))
}

// plusBox is a red rectangle of 50 by 25 pixels.
func plusBox() []byte {
	f := func(v float32) int { return int(int32(math.Float32bits(v))) }
	return plusRecord(0x400A, 0x8000, words(-0x10000, 1, f(0), f(0), f(50), f(25)))
}

func header(dual int) []byte { return plusRecord(0x4001, dual, words(0, 0, 100, 100)) }

func TestRecordsOfGDIPlus(t *testing.T) {
	t.Parallel()
	box := record(recordRectangle, words(0, 0, 100, 50))
	missing := plusRecord(0x4014, 0x8000|9, words(-1))
	direct := plusRecord(0x4004, 0, nil)
	for name, c := range map[string]struct {
		records [][]byte
		red     int // how many items are those of GDI+
		other   int
	}{
		"only they":                     {[][]byte{comment(header(0), plusBox())}, 1, 0},
		"they count":                    {[][]byte{comment(header(1)), box, comment(plusBox()), box}, 1, 0},
		"others where they are asked":   {[][]byte{comment(header(1), direct), box, comment(plusBox()), box}, 1, 1},
		"others where they are wholer":  {[][]byte{comment(header(1), plusBox(), missing), box}, 0, 1},
		"not where there are no others": {[][]byte{comment(header(1), plusBox(), missing)}, 1, 0},
		"nothing is drawn by them":      {[][]byte{comment(header(0)), box}, 0, 1},
		"a metafile of its own":         {[][]byte{box, comment(header(0), plusBox())}, 1, 1},
	} {
		red, other := 0, 0
		for _, i := range play(t, c.records...) {
			if i.Look.Fill.Colour == model.RGB(0xFF0000) {
				red++
				if math.Abs(i.W-36) > .01 || math.Abs(i.H-18) > .01 {
					t.Errorf("%s: a box of %g by %g points", name, i.W, i.H)
				}
			} else {
				other++
			}
		}
		if red != c.red || other != c.other {
			t.Errorf("%s: %d and %d items, want %d and %d", name, red, other, c.red, c.other)
		}
	}
}

func TestMetafilesWithinMetafilesEnd(t *testing.T) {
	t.Parallel()
	inner := metafile(comment(header(0), plusBox()))
	f := func(v float32) int { return int(int32(math.Float32bits(v))) }
	for range maxNested + 2 {
		image := append(words(0, 2, 3, len(inner)), inner...)
		inner = metafile(comment(header(0), plusRecord(0x4008, 5<<8|1, image),
			plusRecord(0x401A, 1, words(0, 2, 0, 0, f(1), f(1), 0, 0, f(100), f(50))), plusBox()))
	}
	p, err := Read(inner)
	if err != nil || len(p.Items) != maxNested+1 || len(p.Missing) != 1 {
		t.Errorf("%d items, missing %q; %v", len(p.Items), p.Missing, err)
	}
}
