package metafile

import (
	"bytes"
	"encoding/binary"
	"math"
	"testing"

	"quire/engine/sheet/model"
)

// old is a record of a Windows metafile: 16-bit values, then bytes.
func old(kind int, values []int, more ...byte) []byte {
	var r []byte
	for _, v := range values {
		r = binary.LittleEndian.AppendUint16(r, uint16(v))
	}
	r = append(r, more...)
	if len(r)%2 == 1 {
		r = append(r, 0)
	}
	head := binary.LittleEndian.AppendUint32(nil, uint32(3+len(r)/2))
	return append(binary.LittleEndian.AppendUint16(head, uint16(kind)), r...)
}

// wmf is a Windows metafile of 3000 by 2000 units, of which 1000 are an inch.
func wmf(withPlace bool, records ...[]byte) []byte {
	var b bytes.Buffer
	if withPlace {
		b.Write([]byte{0xd7, 0xcd, 0xc6, 0x9a, 0, 0})
		for _, v := range []uint16{0, 0, 3000, 2000, 1000, 0, 0, 0} {
			b.Write(binary.LittleEndian.AppendUint16(nil, v))
		}
	}
	b.Write([]byte{1, 0, 9, 0, 0, 3, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0})
	for _, r := range records {
		b.Write(r)
	}
	b.Write(old(0, nil))
	return b.Bytes()
}

func sample() [][]byte {
	face := append([]byte{0, 0, 0, 238, 0, 0, 0, 0}, "Liberation Sans\x00"...)
	return [][]byte{
		old(oldWindowOrigin, []int{0, 0}), old(oldWindowSize, []int{2000, 3000}),
		old(oldPen, []int{0, 20, 0}, 0, 0, 255, 0), old(oldBrush, []int{0}, 255, 0, 0, 0, 0, 0), old(oldSelect, []int{0}), old(oldSelect, []int{1}),
		old(oldRectangle, []int{700, 1100, 100, 100}),
		old(oldPolygon, []int{3, 1500, 1000, 1900, 1800, 1100, 1800}),
		old(oldPie, []int{1100, 200, 1400, 900, 1900, 900, 1100, 200}),
		old(oldDelete, []int{1}), old(oldFont, []int{-200, 0, 0, 0, 700}, face...), old(oldSelect, []int{1}),
		old(oldExtText, []int{800, 200, 4, 0}, 0xaf, 0xf3, 0xb3, 0xe6), // Żółć in Windows-1250
	}
}

func TestWindowsMetafiles(t *testing.T) {
	t.Parallel()
	for _, place := range []bool{true, false} {
		p, err := Read(wmf(place, sample()...))
		if err != nil {
			t.Fatal(err)
		}
		scale := p.Width / 3000
		if place && (p.Width != 216 || p.Height != 144) {
			t.Errorf("it is %g by %g points", p.Width, p.Height)
		}
		if len(p.Items) != 4 {
			t.Fatalf("%d items, want 4", len(p.Items))
		}
		if r := p.Items[0]; r.Path == nil || r.Look.Fill.Colour != model.RGB(0xFF0000) || r.Look.Line.Colour != model.RGB(0x0000FF) || math.Abs(r.Look.Line.Width-20*scale) > 1e-9 {
			t.Errorf("rectangle = %+v", r)
		}
		text := p.Items[3]
		if text.Text != "Żółć" || !text.Font.Bold || text.Font.Family != "Liberation Sans" || math.Abs(text.X-200*scale) > 1e-9 || math.Abs(text.Font.Size-200*scale) > 1e-9 {
			t.Errorf("text = %+v", text)
		}
	}
}

func TestBrokenWindowsMetafiles(t *testing.T) {
	t.Parallel()
	whole := wmf(true, sample()...)
	for n := range whole {
		_, _ = Read(whole[:n])
	}
	for name, data := range map[string][]byte{
		"no size":      wmf(false),
		"a far window": wmf(false, old(oldWindowSize, []int{0, 0}), old(oldRectangle, []int{1, 1, 0, 0})),
	} {
		if _, err := Read(data); err == nil {
			t.Errorf("%s: it is read", name)
		}
	}
	if p, err := Read(wmf(true, old(oldPolyPolygon, []int{0xffff, 0xffff, 3}), old(oldText, []int{0xffff}), old(oldStretchBits, []int{1, 2, 3}), old(oldRestore, []int{-9}), old(oldArc, []int{1}))); err != nil || len(p.Items) > 5 {
		t.Errorf("false counts: %v", err)
	}
}
