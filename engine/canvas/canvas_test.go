package canvas

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/font"
)

func TestNumbersAreShort(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		v    float64
		want string
	}{
		{0, "0"}, {-0.0001, "0"}, {1, "1"}, {-12.5, "-12.5"}, {0.1 + 0.2, "0.3"},
		{100, "100"}, {1.0 / 3, "0.333"}, {math.NaN(), "0"}, {math.Inf(1), "10000000"},
	} {
		if got := string(appendNumber(nil, tc.v, placeDecimals)); got != tc.want {
			t.Errorf("%g is written %q, want %q", tc.v, got, tc.want)
		}
	}
}

// drawn draws on a page of 200 × 100 points and gives its operators.
func drawn(t *testing.T, draw func(*Page)) string {
	t.Helper()
	p := New().AddPage(200, 100)
	draw(p)
	return strings.TrimSpace(strings.ReplaceAll(string(p.content.Bytes()), "\n", " "))
}

func TestOperators(t *testing.T) {
	t.Parallel()
	red := Color{R: 255}
	for _, tc := range []struct {
		name string
		draw func(*Page)
		want string
	}{
		{"areas count from the top", func(p *Page) { p.FillRect(10, 20, 30, 5, red) }, "1 0 0 rg 10 75 30 5 re f"},
		{"grey is grey", func(p *Page) { p.FillRect(0, 0, 1, 1, Gray(51)) }, "0.2 g 0 99 1 1 re f"},
		{"a pen once", func(p *Page) {
			pen := Pen{Color: Black, Width: 0.5, Dash: []float64{2, 1}}
			p.Line(0, 0, 10, 0, pen)
			p.Line(0, 10, 10, 10, pen)
		}, "0 G 0.5 w [2 1] 0 d 0 100 m 10 100 l S 0 90 m 10 90 l S"},
		{"a state ends with its restore", func(p *Page) {
			p.Save()
			p.FillRect(0, 0, 1, 1, red)
			p.Restore()
			p.FillRect(0, 0, 1, 1, red)
		}, "q 1 0 0 rg 0 99 1 1 re f Q 1 0 0 rg 0 99 1 1 re f"},
		{"clip", func(p *Page) { p.ClipRect(1, 2, 3, 4) }, "1 94 3 4 re W n"},
		{"move", func(p *Page) { p.Translate(5, 7) }, "1 0 0 1 5 -7 cm"},
		{"enlarge from the top left", func(p *Page) { p.Scale(2, 2) }, "2 0 0 2 0 -100 cm"},
		{"turn left around the corner", func(p *Page) { p.Rotate(90, 0, 0) }, "0 1 -1 0 100 100 cm"},
		{"restore without save", func(p *Page) { p.Restore() }, ""},
		{"no line of one point", func(p *Page) { p.Polyline([][2]float64{{1, 1}}, Pen{}) }, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			if got := drawn(t, tc.draw); got != tc.want {
				t.Errorf("operators are\n%s, want\n%s", got, tc.want)
			}
		})
	}
}

func TestTextFallsBackAndTellsWhatIsMissing(t *testing.T) {
	t.Parallel()
	d := New()
	p := d.AddPage(200, 100)
	face := font.Lookup("Arial", false, false)
	width, missing := p.Text(10, 20, "ab\U000F1234", face, 10, Black)
	if missing != "\U000F1234" {
		t.Errorf("missing %q", missing)
	}
	if want := face.Width("ab\U000F1234", 10); math.Abs(width-want) > 0.01 {
		t.Errorf("width %g, want %g", width, want)
	}
	got := strings.Join(strings.Fields(string(p.content.Bytes())), " ")
	if want := "0 g BT /QF1 10 Tf 10 80 Td <00010002> Tj ET BT 21.123 80 Td [<0003>] TJ ET"; got != want {
		t.Errorf("operators are\n%s, want\n%s", got, want)
	}
}

func TestFinishGivesWholePages(t *testing.T) {
	t.Parallel()
	d := New()
	for range 2 {
		p := d.AddPage(300, 400)
		p.Save()
		p.Text(10, 20, "Grüße", font.Lookup("Times", true, false), 10, Black)
		p.Link(10, 10, 30, 12, "https://example.com/a b(ü)")
	}
	doc, err := d.Finish()
	if err != nil {
		t.Fatal(err)
	}
	pages := doc.Pages()
	if len(pages) != 2 {
		t.Fatalf("%d pages", len(pages))
	}
	var refs []types.Object
	for _, p := range pages {
		fonts := doc.Dict(doc.Dict(p.Dict["Resources"])["Font"])
		refs = append(refs, fonts["QF1"])
		if doc.Dict(fonts["QF1"])["ToUnicode"] == nil {
			t.Error("the font is not embedded")
		}
		content, err := doc.StreamContent(p.Dict["Contents"])
		if err != nil || !bytes.HasSuffix(content, []byte("Q\n")) {
			t.Errorf("content %q leaves a state open (%v)", content, err)
		}
		link := doc.Dict(doc.Array(p.Dict["Annots"])[0])
		if uri, _ := doc.Bytes(doc.Dict(link["A"])["URI"]); string(uri) != "https://example.com/a%20b(%C3%BC)" {
			t.Errorf("link leads to %s", uri)
		}
		if r, ok := doc.Rect(link["Rect"]); !ok || r != [4]float64{10, 378, 40, 390} {
			t.Errorf("link lies at %v", r)
		}
	}
	if refs[0] != refs[1] {
		t.Error("the face was embedded twice")
	}
}

func TestFinishNeedsAPage(t *testing.T) {
	t.Parallel()
	if _, err := New().Finish(); err == nil {
		t.Error("a document without pages was finished")
	}
}

func TestPageSizesStayWithinTheFormat(t *testing.T) {
	t.Parallel()
	p := New().AddPage(math.NaN(), 1e9)
	if w, h := p.Size(); w != minSide || h != maxSide {
		t.Errorf("page of %g × %g", w, h)
	}
}

func pngOf(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPictures(t *testing.T) {
	t.Parallel()
	clear := image.NewNRGBA(image.Rect(0, 0, 2, 1))
	clear.Set(0, 0, color.NRGBA{R: 9, G: 8, B: 7, A: 255})
	clear.Set(1, 0, color.NRGBA{R: 1, G: 2, B: 3, A: 128})
	gray := image.NewGray(image.Rect(0, 0, 2, 1))
	gray.Set(1, 0, color.Gray{Y: 200})
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, gray, nil); err != nil {
		t.Fatal(err)
	}

	d := New()
	for _, tc := range []struct {
		name  string
		data  []byte
		space string
		want  []byte
		mask  []byte
	}{
		{"transparent", pngOf(t, clear), "DeviceRGB", []byte{9, 8, 7, 1, 2, 3}, []byte{255, 128}},
		{"grey", pngOf(t, gray), "DeviceGray", []byte{0, 200}, nil},
		{"jpeg", photo.Bytes(), "DeviceGray", nil, nil},
	} {
		img, err := d.AddImage(tc.data)
		if err != nil {
			t.Fatalf("%s: %v", tc.name, err)
		}
		if again, _ := d.AddImage(tc.data); again != img {
			t.Errorf("%s is stored twice", tc.name)
		}
		sd := d.doc.Stream(img.ref)
		if space, _ := d.doc.NameOf(sd.Dict["ColorSpace"]); space != tc.space {
			t.Errorf("%s is in %s", tc.name, space)
		}
		if tc.want == nil {
			if !bytes.Equal(sd.Raw, tc.data) {
				t.Errorf("%s was not passed through", tc.name)
			}
			continue
		}
		if got := streamBytes(t, d, img.ref); !bytes.Equal(got, tc.want) {
			t.Errorf("%s has pixels %v, want %v", tc.name, got, tc.want)
		}
		if tc.mask != nil {
			if got := streamBytes(t, d, sd.Dict["SMask"]); !bytes.Equal(got, tc.mask) {
				t.Errorf("%s has the mask %v, want %v", tc.name, got, tc.mask)
			}
		}
	}
	if _, err := d.AddImage([]byte("GIF89a")); err == nil {
		t.Error("a file that is no picture was taken up")
	}
}

func streamBytes(t *testing.T, d *Document, o types.Object) []byte {
	t.Helper()
	if sd := d.doc.Stream(o); sd != nil && sd.Dict["Filter"] == nil {
		return sd.Raw
	}
	b, err := d.doc.StreamContent(o)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
