package emfplus

import (
	"bytes"
	"image"
	"image/png"
	"math"
	"testing"

	"quire/engine/canvas"
	"quire/engine/sheet/model"
	"quire/engine/sheet/vector"
)

const red = -0x10000 // opaque

func TestOutlinesAreFilled(t *testing.T) {
	t.Parallel()
	small := func(v ...int) []byte {
		var b []byte
		for _, n := range v {
			b = append(b, byte(n), byte(n>>8))
		}
		return b
	}
	for name, c := range map[string]struct {
		record []byte
		want   [4]float64
	}{
		"rectangles":       {record(recordFillRects, flagColour, red, 2, 1., 2., 3., 4., 10., 10., 5., 5.), [4]float64{1, 2, 15, 15}},
		"small rectangles": {record(recordFillRects, flagColour|flagSmall, red, 1, small(1, 2, 3, 4)), [4]float64{1, 2, 4, 6}},
		"polygon":          {record(recordFillPolygon, flagColour, red, 3, 0., 0., 10., 0., 0., 20.), [4]float64{0, 0, 10, 20}},
		"relative points":  {record(recordFillPolygon, flagColour|pointsRelative, red, 3, []byte{10, 5, 0x7F, 20, 0x80 | 1, 0x2C, 0}), [4]float64{9, 5, 309, 25}},
		"ellipse":          {record(recordFillEllipse, flagColour, red, 10., 10., 20., 10.), [4]float64{10, 10, 30, 20}},
		"pie":              {record(recordFillPie, flagColour, red, 0., 90., 0., 0., 20., 20.), [4]float64{10, 10, 20, 20}},
		"whole pie":        {record(recordFillPie, flagColour, red, 180., -360., 0., 0., 20., 20.), [4]float64{0, 0, 20, 20}},
		"closed curve":     {record(recordFillClosedCurve, flagColour, red, 0., 4, 0., 0., 10., 0., 10., 10., 0., 10.), [4]float64{0, 0, 10, 10}},
	} {
		got := items(t, 1, c.record)
		spans(t, name, got[0], c.want[0], c.want[1], c.want[2], c.want[3])
		if f := got[0].Look.Fill; f.Colour != model.RGB(0xFF0000) || f.Clear != 0 {
			t.Errorf("%s is filled with %+v", name, f)
		}
	}
}

func TestLinesOfPens(t *testing.T) {
	t.Parallel()
	arrow := words(version, 1, 4., 6., 0., 1, make([]byte, 16), 1., make([]byte, 16))
	pen := object(1, objectPen, version, 0, penStart|penCorner|penMitre|penStyle|penDashEnd|penPhase, unitWorld, 2., 1, 2, 4., 3, 2, 1., solid(0x7F00FF00))
	headed := object(2, objectPen, version, 0, penEnd|penEndCap, unitPoint, 3., 0xFF, len(arrow), arrow, solid(red))
	got := items(t, 6, pen, headed,
		record(recordDrawLines, flagClosed|1, 3, 0., 0., 10., 0., 10., 10.), record(recordDrawArc, 1, 0., 180., 0., 0., 20., 10.),
		record(recordDrawBeziers, 1, 4, 0., 0., 5., 10., 10., 10., 15., 0.), record(recordDrawCurve, 1, .5, 1, 1, 4, 0., 0., 10., 0., 20., 0., 30., 0.),
		record(recordDrawLines, 2, 2, 0., 50., 40., 50.))
	first := got[0]
	if l := first.Look.Line; l.Width != 2 || len(l.Dash) != 4 || l.Dash[0] != 6 || math.Abs(l.Clear-.5) > .01 || l.Colour != model.RGB(0x00FF00) {
		t.Errorf("line = %+v", l)
	}
	if p := first.Pen; p.End != canvas.EndRound || p.Corner != canvas.CornerRound || p.Mitre != 4 || p.Phase != 2 {
		t.Errorf("pen = %+v", p)
	}
	spans(t, "arc", got[1], 0, 5, 20, 10)
	spans(t, "part of a curve", got[3], 10, 0, 20, 0)
	if w := got[4].Look.Line.Width; w != 4 { // 96 pixels of a point each are an inch
		t.Errorf("a width in points is %g", w)
	}
	spans(t, "head of an arrow", got[5], 40-24, 50-8, 40, 50+8)
}

func TestShapes(t *testing.T) {
	t.Parallel()
	kinds := []byte{0, 1, 3, 3, 3 | stepCloses, 1, 1}
	points := words(0., 0., 10., 0., 12., 2., 12., 8., 10., 10., 50., 50., 60., 60.)
	got := items(t, 3, object(1, objectPath, version, 7, 0, points, kinds), object(2, objectPath, version, 7, shapeRuns|shapeWinding, points, []byte{1, 0, 1, 1, 3, 3, 2, 1}),
		record(recordFillPath, flagColour|1, red), record(recordFillPath, flagColour|2, red),
		object(3, objectPen, version, 0, 0, 0, 1., solid(red)), record(recordDrawPath, 1, 3))
	spans(t, "shape", got[0], 0, 0, 60, 60)
	if !got[0].Path.EvenOdd || got[1].Path.EvenOdd {
		t.Error("the rules of filling are not those of the shapes")
	}
}

func TestBrushes(t *testing.T) {
	t.Parallel()
	box := record(recordFillRects, 0, 1, 1, 0., 0., 40., 10.)
	line := func(wrap, flags int, more ...any) []byte {
		return object(1, objectBrush, append([]any{version, brushLine, flags, wrap, 0., 0., 10., 10., red, 0xFF, red, 0xFF}, more...)...)
	}
	got := items(t, 8,
		object(1, objectBrush, version, brushHatch, 4, red, 0), box,
		line(4, 0), box, line(1, 0), box, line(0, brushMatrix|brushColours, 2., 0., 0., 1., 0., 0., 3, 0., .5, 1., red, red, 0), box,
		line(4, brushFactors, 2, 0., 1., 0., .5), box,
		object(1, objectBrush, version, brushShape, 0, 0, red, 20., 5., 2, 0, red, 4, 0., 0., 40., 0., 40., 10., 0., 10.), box,
		object(1, objectBrush, version, brushShape, brushOutline|brushColours, 0, red, 20., 5., 1, red, 12+4*8+4, version, 4, 0, 0., 0., 40., 0., 40., 10., 0., 10., []byte{0, 1, 1, 1}, 2, 0., 1., red, red), box,
		record(recordClear, 0, 0xFFFFFF-0x1000000), // white
	)
	if h := got[0].Look.Fill.Hatch; h == nil || h.Dots != model.Hatches["cross"] || h.Back.Set {
		t.Errorf("hatch = %+v", h)
	}
	for i, want := range []struct {
		stops  int
		x2     float64
		clear  float64
		spread bool
	}{{2, 10, 1, false}, {8, 40, 1, true}, {6, 20, 0, true}, {2, 10, .5, false}} {
		s := got[i+1].Shade
		if s == nil || len(s.Stops) != want.stops || s.X2 != want.x2 {
			t.Errorf("gradient %d = %+v", i, s)
			continue
		}
		if c := s.Stops[1].Clear; math.Abs(c-want.clear) > .01 {
			t.Errorf("gradient %d is transparent by %g, want %g", i, c, want.clear)
		}
	}
	for _, i := range []int{5, 6} {
		if s := got[i].Shade; s == nil || len(s.Triangles) != 4*3 {
			t.Errorf("item %d = %+v, want four triangles", i, s)
		}
	}
	spans(t, "all of it", got[7], -100, -100, 200, 200)
}

func TestCoordinates(t *testing.T) {
	t.Parallel()
	box := record(recordFillRects, flagColour, red, 1, 1., 1., 1., 1.)
	got := items(t, 9,
		record(recordSave, 0, 7), record(recordPage, unitPoint, 3.), box,
		record(recordScaleWorld, 0, 2., 1.), box, record(recordTranslateWorld, 0, 1., 0.), box, record(recordTranslateWorld, flagAfter, 1., 0.), box,
		record(recordRestore, 0, 7), box, record(recordRotateWorld, 0, 90.), box, record(recordResetWorld, 0),
		record(recordContainer, unitPixel, 10., 10., 20., 20., 0., 0., 2., 2., 3), box, record(recordEndContainer, 0, 3), box,
		record(recordSetWorld, 0, 1., 0., 0., 1., 5., 5.), record(recordMultiplyWorld, flagAfter, 2., 0., 0., 2., 0., 0.), record(recordPlainContainer, 0, 4), box)
	for i, want := range [][4]float64{
		{4, 4, 8, 8}, {8, 4, 16, 8}, {16, 4, 24, 8}, {20, 4, 28, 8}, {1, 1, 2, 2}, {-2, 1, -1, 2}, {20, 20, 30, 30}, {1, 1, 2, 2}, {12, 12, 14, 14},
	} {
		spans(t, "box", got[i], want[0], want[1], want[2], want[3])
	}
}

func TestClips(t *testing.T) {
	t.Parallel()
	box := record(recordFillRects, flagColour, red, 1, 0., 0., 99., 99.)
	region := object(1, objectRegion, version, 2, 2, regionRectangle, 0., 0., 10., 10., 1, regionRectangle, 20., 0., 10., 10., regionAll)
	outline := object(2, objectPath, version, 3, 0, 0., 0., 10., 0., 0., 10., []byte{0, 1, 1 | stepCloses, 0})
	got := items(t, 6, region, outline, record(recordClipRectangle, 0, 5., 5., 10., 10.), box, record(recordMoveClip, 0, 10., 0.), box,
		record(recordClipRegion, 1), box, record(recordClipPath, int(vector.Intersect)<<8|2), box, record(recordResetClip, 0), box,
		record(recordFillRegion, flagColour|1, red), record(recordClipRectangle, 0, 5., 5., 0., 0.), box)
	if c := got[0].Clip; c == nil || c.Box == nil || *c.Box != (vector.Rectangle{X: 5, Y: 5, W: 10, H: 10}) {
		t.Errorf("clip = %+v", c)
	}
	if c := got[1].Clip; c == nil || c.Box == nil || c.Box.X != 15 {
		t.Errorf("the moved clip is %+v", c)
	}
	for i, paths := range map[int]int{2: 1, 3: 2, 5: 1} {
		if c := got[i].Clip; c == nil || len(c.Paths) != paths {
			t.Errorf("clip %d is %+v, want %d paths", i, c, paths)
		}
	}
	if got[4].Clip != nil {
		t.Error("the clip is not taken away")
	}
}

func picturePNG(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 4, 2))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPictures(t *testing.T) {
	t.Parallel()
	file := picturePNG(t)
	got := items(t, 7,
		object(1, objectImage, version, 1, 0, 0, 0, 0, 1, file),
		record(recordDrawImage, 1, 0, unitPixel, 0., 0., 4., 2., 10., 20., 40., 20.), record(recordDrawImage, 1, 0, unitPixel, 2., 0., 2., 2., 0., 0., 10., 10.),
		record(recordDrawImagePoints, 1, 0, unitPixel, 0., 0., 4., 2., 3, 50., 50., 50., 60., 30., 50.),
		object(2, objectImage, version, 1, 3, 2, 4, 0x00030803, 0, 0, 2, red, -1, []byte{0, 1, 0, 0, 1, 0, 1, 0}),
		record(recordDrawImage, 2, 0, unitPixel, 0., 0., 3., 2., 0., 0., 3., 2.),
		object(3, objectImage, version, 2, 3, 4, []byte{1, 2, 3, 4}), record(recordDrawImage, 3, 0, unitPixel, 0., 0., 1., 1., 10., 10., 20., 20.),
		object(4, objectBrush, version, brushTexture, 0, 0, version, 1, 0, 0, 0, 0, 1, file), record(recordFillRects, 0, 4, 1, 0., 0., 8., 2.))
	if i := got[0]; !bytes.HasPrefix(i.Bitmap, file) || i.W != 40 || i.H != 20 || i.Matrix[4] != 10 || i.Matrix[5] != 20 || i.Frame != nil {
		t.Errorf("picture = %+v", i)
	}
	if i := got[1]; i.Frame == nil || i.Frame.W != 10 || i.X != -10 || i.W != 20 {
		t.Errorf("the part is at %g, %g wide, of %+v", i.X, i.W, i.Frame)
	}
	if i := got[2]; *i.Matrix != (vector.Matrix{0, 1, -1, 0, 50, 50}) || i.W != 10 || i.H != 20 {
		t.Errorf("the turned one is at %v, %g by %g", *i.Matrix, i.W, i.H)
	}
	img, err := png.Decode(bytes.NewReader(got[3].Bitmap))
	if err != nil || img.Bounds().Dx() != 3 {
		t.Fatalf("pixels: %v", err)
	}
	if r, g, _, _ := img.At(0, 0).RGBA(); r>>8 != 255 || g != 0 {
		t.Errorf("a pixel is %v", img.At(0, 0))
	}
	if i := got[4]; i.Text != "within" || *i.Matrix != (vector.Matrix{2, 0, 0, 2, 10, 10}) || i.Clip == nil {
		t.Errorf("the metafile within has %+v at %v", i, i.Matrix)
	}
}

func TestFormatsOfPixels(t *testing.T) {
	t.Parallel()
	colours := words(0, 2, red, -1)
	for format, row := range map[int][]byte{
		0x00030101: append(colours, 0x40), 0x00030402: append(colours, 0x01), 0x00101004: {0, 0, 0, 255}, 0x00021005: {0, 0, 0xFF, 0x7F}, 0x00021006: {0, 0, 0xFF, 0xFF},
		0x00061007: {0, 0, 0xFF, 0xFF}, 0x00021808: {0, 0, 0, 255, 255, 255}, 0x00022009: {0, 0, 0, 0, 255, 255, 255, 0},
		0x0026200A: {0, 0, 0, 255, 255, 255, 255, 255}, 0x000E200B: {0, 0, 0, 255, 128, 128, 128, 128},
	} {
		stride := len(row)
		if format&0x10000 != 0 {
			stride = 1
		}
		r := reader{b: words(version, 1, 2, 1, stride, format, 0, row)}
		made := (&Player{}).readImage(&r)
		img, err := png.Decode(bytes.NewReader(made.file))
		if err != nil {
			t.Errorf("%08x: %v", format, err)
			continue
		}
		if c := img.At(1, 0); model.RGB(0xFFFFFF) != nearest(c.RGBA()) {
			t.Errorf("%08x: the second pixel is %v, want white", format, c)
		}
	}
}

// nearest is a colour without how transparent it is.
func nearest(r, g, b, a uint32) model.Colour {
	if a == 0 {
		return model.Colour{}
	}
	return model.RGB((r*255/a)<<16 | (g*255/a)<<8 | b*255/a)
}

func TestTexts(t *testing.T) {
	t.Parallel()
	font := object(1, objectFont, version, 12., unitPoint, 1|4, 0, 5, letters("Arial"))
	format := object(2, objectFormat, version, formatNoWrap, 0, 1, 2, 0, 0, 0., 1, 0., 0., 0., 0, 0, 0)
	driver := append(letters("abc"), 0, 0)
	got := items(t, 6, font, format, record(recordDrawString, flagColour|1, red, 2, 4, 10., 20., 30., 40., letters("O&ne")),
		record(recordDrawString, flagColour|1, red, 99, 2, 10., 20., 0., 0., letters("up")),
		record(recordDriverString, flagColour|1, red, driverLetters, 0, 3, driver, 10., 50., 20., 50., 30., 50.),
		record(recordDriverString, flagColour|1, red, driverLetters, 1, 2, letters("vw"), 10., 50., 20., 60., 2., 0., 0., 2., 0., 0.),
		record(recordDriverString, flagColour|1, red, driverLetters|driverOne, 0, 2, letters("xy"), 10., 50.))
	block := got[0].Block
	if block == nil || !block.NoWrap || block.Vertical != model.Bottom || len(block.Paragraphs) != 1 || block.Paragraphs[0].Align != model.Centre || block.Left != 0 {
		t.Fatalf("text = %+v", block)
	}
	if r := block.Paragraphs[0].Runs[0]; r.Text != "One" || r.Font.Size != 16 || !r.Font.Bold || r.Font.Underline == 0 || r.Font.Family != "Arial" {
		t.Errorf("run = %q in %+v", r.Text, r.Font)
	}
	if b := got[1].Block; !b.NoWrap || math.Abs(b.Left-16./6) > .01 {
		t.Errorf("a text at a point = %+v", b)
	}
	if i := got[2]; i.Text != "abc" || i.Width != 30 || i.X != 10 || i.Y != 50 {
		t.Errorf("letters = %+v", i)
	}
	if i := got[3]; i.Text != "v" || math.Abs(i.Font.Size-32) > .01 || math.Abs(i.X-20) > .01 {
		t.Errorf("the first of two lines = %+v", i)
	}
	if i := got[5]; i.Text != "xy" || i.Width != 0 {
		t.Errorf("letters behind the first = %+v", i)
	}
}

func TestObjectsInParts(t *testing.T) {
	t.Parallel()
	brush := solid(red)
	more := func(at, to int) []byte {
		return record(recordObject, 0x8000|objectBrush<<8|1, len(brush), brush[at:to])
	}
	box := record(recordFillRects, 0, 1, 1, 0., 0., 1., 1.)
	items(t, 1, more(0, 4), more(4, 12), box)
	items(t, 1, more(0, 8), record(recordObject, objectBrush<<8|1, brush[8:]), box)
	if rec := play(t, more(0, 4), box); len(rec.Picture.Missing) == 0 || len(rec.Picture.Items) > 0 {
		t.Error("an object without its end is not missed")
	}
}

func TestWhatIsMissedIsNamed(t *testing.T) {
	t.Parallel()
	for name, r := range map[string][]byte{
		"a brush": record(recordFillRects, 0, 9, 1, 0., 0., 1., 1.), "a pen": record(recordDrawLines, 9, 2, 0., 0., 1., 1.), "a path": record(recordFillPath, flagColour|9, red),
		"a picture": record(recordDrawImage, 9, 0, 2, 0., 0., 1., 1., 0., 0., 1., 1.), "a font": record(recordDrawString, flagColour|9, red, 0, 1, 0., 0., 1., 1., letters("a")),
		"a region": record(recordClipRegion, 9), "a record": {1, 2, 3, 4, 255, 0, 0, 0, 1, 0, 0, 0}, "an effect": record(recordDrawImagePoints, flagEffect|9, 0, 2, 0., 0., 1., 1., 3, 0., 0., 1., 0., 0., 1.),
	} {
		if rec := play(t, r); len(rec.Picture.Missing) == 0 {
			t.Errorf("%s is not missed", name)
		}
	}
}

func TestOtherRecordsDrawWhereTheyAreAskedTo(t *testing.T) {
	t.Parallel()
	p := New(&vector.Recorder{}, vector.Unit, nil)
	if p.Begun() || p.Dual() || p.Direct() {
		t.Error("nothing was played")
	}
	p.Play(append(record(recordHeader, 1, version, 1, 96, 96), record(recordDirect, 0)...))
	if !p.Begun() || !p.Dual() || !p.Direct() {
		t.Error("the others draw after EmfPlusGetDC")
	}
	p.Play(record(recordResetClip, 0))
	if p.Direct() {
		t.Error("they do not after the next record")
	}
}

func FuzzPlay(f *testing.F) {
	join := func(records ...[]byte) []byte { return bytes.Join(records, nil) }
	f.Add(join(object(1, objectBrush, version, brushShape, brushOutline, 0, red, 20., 5., 1, red, 12+3*8, version, 3, 0, 0., 0., 40., 0., 40., 10., []byte{0, 1, 1, 0}), record(recordFillRects, 0, 1, 1, 0., 0., 9., 9.)))
	f.Add(join(object(1, objectBrush, version, brushLine, brushColours, 0, 0., 0., 1e-3, 1., 0, 0, 0, 0, 2, 0., 1., 0, red), record(recordFillEllipse, 0, 1, 0., 0., 1e5, 9.)))
	f.Add(join(object(1, objectPen, version, 0, penDash|penEnd|penStartCap, 0, 1., 0x14, 2, 1., 1., 60, version, 0, 1, make([]byte, 24), 1., make([]byte, 16), 4, 0, solid(red)), record(recordDrawCurve, 1, 1., 0, 9, 3, 0., 0., 1., 1., 2., 2.)))
	f.Add(join(object(1, objectRegion, version, 2, 5, 3, regionRectangle, 0., 0., 1., 1., regionAll, regionEmpty), record(recordClipRegion, 0x100|1), record(recordFillRegion, flagColour|1, red)))
	f.Add(join(object(1, objectImage, version, 1, 3, 2, 4, 0x00030803, 0, 0, 2, red, -1, []byte{0, 1, 0, 0, 1, 0, 1, 0}), record(recordDrawImagePoints, 1, 0, 2, 1., 0., 1., 1., 3, 0., 0., 1., 0., 0., 1.)))
	f.Add(join(object(1, objectFont, version, 12., unitPoint, 1|4, 0, 5, letters("Arial")), object(2, objectFormat, version, 2, 0, 1, 2, 0, 0, 0., 1, 0., 0., 0., 0, 0, 0), record(recordDrawString, flagColour|1, red, 2, 4, 10., 20., 30., 40., letters("O&ne")), record(recordDriverString, flagColour|1, red, 1, 1, 2, letters("ab"), 0., 0., 1., 1.)))
	f.Add(join(object(1, objectImage, version, 2, 3, 4, []byte{1, 2, 3, 4}), record(recordSetWorld, 0, 1e9, 0., 0., -1e9, 0., 0.), record(recordContainer, 2, 0., 0., 1., 1., 0., 0., 1e-9, 1., 1), record(recordDrawImage, 1, 0, 2, 0., 0., 1., 1., 0., 0., 1., 1.)))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, i := range play(t, data).Picture.Items {
			if i.X != i.X || i.W != i.W || i.Width != i.Width || i.Font.Size != i.Font.Size || i.Matrix != nil && i.Matrix[0] != i.Matrix[0] {
				t.Errorf("an item has no place: %+v", i)
			}
			if i.Path != nil {
				if x, y, _, _ := i.Path.Bounds(); x != x || y != y {
					t.Error("a path has no place")
				}
			}
		}
	})
}
