package metafile

import (
	"encoding/binary"
	"math"
	"testing"

	"quire/engine/sheet/model"
	"quire/engine/sheet/vector"
)

// words writes 32-bit numbers.
func words(values ...int) []byte {
	var b []byte
	for _, v := range values {
		b = binary.LittleEndian.AppendUint32(b, uint32(int32(v)))
	}
	return b
}

// record is one record of a metafile.
func record(kind int, body []byte) []byte {
	for len(body)%4 != 0 {
		body = append(body, 0)
	}
	return append(words(kind, 8+len(body)), body...)
}

// metafile has a frame of 72 by 36 points on a device of 100 pixels to an inch.
func metafile(records ...[]byte) []byte {
	head := words(0, 0, 100, 50, 0, 0, 2540, 1270, 0x464D4520, 0x10000, 0, 0, 0, 0, 0, 0, 1000, 1000, 254, 254)
	out := record(1, head)
	for _, r := range records {
		out = append(out, r...)
	}
	return append(out, record(recordEnd, words(0, 0, 20))...)
}

func play(t testing.TB, records ...[]byte) []vector.Item {
	t.Helper()
	p, err := Read(metafile(records...))
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(p.Width-72) > .01 || math.Abs(p.Height-36) > .01 {
		t.Fatalf("the picture is %g by %g points", p.Width, p.Height)
	}
	return p.Items
}

func TestOutlinesWithPensAndBrushes(t *testing.T) {
	t.Parallel()
	items := play(t,
		record(recordPen, words(1, 0, 10, 0, 0x0000FF)), record(recordBrush, words(2, 0, 0xFF0000, 0)), record(recordSelect, words(1)), record(recordSelect, words(2)),
		record(recordRectangle, words(0, 0, 50, 25)),
		record(recordSave, nil), record(recordSelect, words(-0x80000000+8)), record(recordSelect, words(-0x80000000+5)),
		record(recordEllipse, words(0, 0, 10, 10)), // neither pen nor brush
		record(recordRestore, words(-1)),
		record(recordPolyline16, append(words(0, 0, 0, 0, 2), 0, 0, 0, 0, 100, 0, 50, 0)),
		record(recordDelete, words(1)), record(recordSelect, words(1)),
	)
	if len(items) != 2 {
		t.Fatalf("%d items, want 2", len(items))
	}
	box := items[0].Look
	if box.Fill.Colour != model.RGB(0x0000FF) || box.Line.Colour != model.RGB(0xFF0000) || math.Abs(box.Line.Width-7.2) > .01 {
		t.Errorf("rectangle = %+v", box)
	}
	if items[1].Look.Fill.Filled() || !items[1].Look.Line.Colour.Set {
		t.Errorf("line = %+v", items[1].Look)
	}
}

func TestCoordinatesOfTheirOwn(t *testing.T) {
	t.Parallel()
	p := newPlayer(metafile())
	p.play(recordMapMode, record(recordMapMode, words(8)))
	p.play(recordWindowSize, record(recordWindowSize, words(1000, 1000)))
	p.play(recordViewSize, record(recordViewSize, words(100, 50)))
	p.play(recordWindowOrigin, record(recordWindowOrigin, words(500, 0)))
	if x, y := p.place(1500, 1000); math.Abs(x-72) > .01 || math.Abs(y-36) > .01 {
		t.Errorf("the corner is at %g, %g", x, y)
	}
	half := words(0, 0, 0, 0, 0, 0)
	binary.LittleEndian.PutUint32(half, math.Float32bits(.5))
	binary.LittleEndian.PutUint32(half[12:], math.Float32bits(.5))
	p.play(recordModifyWorld, record(recordModifyWorld, append(half, words(2)...)))
	if x, _ := p.place(1500, 0); math.Abs(x-(750-500)*.072) > .01 {
		t.Errorf("half of it is at %g", x)
	}
}

func TestPathsAreOneOutline(t *testing.T) {
	t.Parallel()
	items := play(t, record(recordBeginPath, nil), record(recordMoveTo, words(1, 1)), record(recordLineTo, words(9, 1)), record(recordLineTo, words(9, 9)),
		record(recordCloseFigure, nil), record(recordEndPath, nil), record(recordStrokeFillPath, words(0, 0, 0, 0)))
	if len(items) != 1 || !items[0].Look.Fill.Filled() || !items[0].Look.Line.Colour.Set {
		t.Errorf("items = %+v", items)
	}
}

func TestTextsAndBitmaps(t *testing.T) {
	t.Parallel()
	font := make([]byte, 4+92)
	binary.LittleEndian.PutUint32(font, 1)
	copy(font[4:], words(-20, 0, 900, 900, 700))
	for i, r := range "Arial" {
		font[32+2*i] = byte(r)
	}
	text := words(0, 0, 0, 0, 2, 0, 0, 10, 20, 2, 76, 0, 0, 0, 0, 0, 80)
	text = append(append(text, 'H', 0, 'i', 0), words(30, 20)...)
	head := words(40, 1, 1, 1|24<<16, 0, 0, 0, 0, 0, 0)
	bits := words(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 80, 40, 120, 4, 0, 0, 10, 10)
	items := play(t, record(recordFont, font), record(recordSelect, words(1)), record(recordTextAlign, words(24)), record(recordTextW, text),
		record(recordStretchBits, append(append(bits, head...), 1, 2, 3, 0)))
	if len(items) != 2 {
		t.Fatalf("%d items, want 2", len(items))
	}
	w := items[0]
	if w.Text != "Hi" || w.Font.Family != "Arial" || !w.Font.Bold || w.Angle != 90 || math.Abs(w.Width-36) > .01 || math.Abs(w.X-7.2) > .01 || math.Abs(w.Y-14.4) > .01 {
		t.Errorf("text = %+v", w)
	}
	if b := items[1]; len(b.Bitmap) != 14+40+4 || math.Abs(b.W-7.2) > .01 {
		t.Errorf("bitmap of %d bytes, %g wide", len(b.Bitmap), b.W)
	}
}

func TestClips(t *testing.T) {
	t.Parallel()
	box := record(recordRectangle, words(0, 0, 50, 50))
	region := words(48, 5, 32, 1, 1, 16, 10, 0, 20, 30, 10, 0, 20, 30)
	items := play(t, box, record(recordSave, nil), record(recordClipRectangle, words(10, 10, 40, 30)), record(recordClipRectangle, words(0, 20, 30, 90)), box,
		record(recordRestore, words(-1)), box, record(recordClipRegion, region), box, record(recordClipRegion, words(0, 5)), box)
	if len(items) != 5 {
		t.Fatalf("%d items, want 5", len(items))
	}
	for i, want := range []bool{false, true, false, true, false} {
		if (items[i].Clip != nil) != want {
			t.Errorf("item %d has the clip %v", i, items[i].Clip)
		}
	}
	const unit = .72 // points in a unit of the device
	if c := items[1].Clip; c != nil && (c.Box == nil || math.Abs(c.Box.W-20*unit) > .01 || math.Abs(c.Box.H-10*unit) > .01) {
		t.Errorf("the clips have in common %+v", c)
	}
	if c := items[3].Clip; c != nil && (c.Box == nil || math.Abs(c.Box.W-10*unit) > .01 || math.Abs(c.Box.H-30*unit) > .01) {
		t.Errorf("the region is %+v", c)
	}
}

func TestOtherFilesAreRefused(t *testing.T) {
	t.Parallel()
	for _, data := range [][]byte{nil, []byte("GIF89a"), make([]byte, 200)} {
		if _, err := Read(data); err == nil {
			t.Errorf("%d bytes are read without an error", len(data))
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(wmf(true, sample()...))
	f.Add(wmf(false, sample()...))
	f.Add(wmf(true, old(oldRegion, area()), old(oldClipRegion, []int{0}), old(oldExclude, []int{9, 9, 1, 1}), old(oldMoveClip, []int{5, 5}), old(oldRectangle, []int{9, 9, 0, 0})))
	f.Add(metafile(append(triangle(), record(recordClipPath, words(3)), record(recordExcludeRectangle, words(1, 1, 5, 5)), record(recordMoveClip, words(3, 3)), record(recordRectangle, words(0, 0, 9, 9)))...))
	f.Add(metafile(record(recordPolygon16, append(words(0, 0, 0, 0, 3), 0, 0, 0, 0, 9, 0, 0, 0, 9, 0, 9, 0)), record(recordPolyPolygon, words(0, 0, 0, 0, 2, 4, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4))))
	f.Add(metafile(record(recordTextW, words(0, 0, 0, 0, 0, 0, 0, 0, 0, 99999, 76, 0, 0, 0, 0, 0, 80)), record(recordBitBlock, words(make([]int, 23)...))))
	f.Add(metafile(record(recordMapMode, words(8)), record(recordViewSize, words(0, 0)), record(recordPolyBezierTo, words(0, 0, 0, 0, 1<<30, 1, 1, 2, 2, 3, 3)), record(recordFont, words(1))))
	f.Add(metafile(comment(header(1), plusBox(), plusRecord(0x4004, 0, nil)), record(recordRectangle, words(0, 0, 9, 9))))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Read(data)
		if err != nil {
			return
		}
		for _, i := range p.Items {
			if i.X != i.X || i.Y != i.Y || i.Width != i.Width {
				t.Errorf("an item has no place: %+v", i)
			}
		}
	})
}
