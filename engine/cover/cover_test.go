package cover_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"strings"
	"testing"
	"time"

	"quire/engine/canvas"
	"quire/engine/cover"
	"quire/engine/pdf"
	"quire/engine/pdf/pdftest"
)

func content() cover.Content {
	return cover.Content{
		Organisation: "Łukasz Żółć Ubezpieczenia",
		Book:         "Renewal Book",
		Customer:     "Ελλάδα Иван Sp. z o.o.",
		Period:       "Q3 2026",
		Date:         time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC),
	}
}

func drawing() image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, 60, 20))
	for x := range 60 {
		for y := range 20 {
			img.Set(x, y, color.NRGBA{uint8(4 * x), uint8(12 * y), 90, 255})
		}
	}
	return img
}

func pngLogo(t *testing.T) *canvas.Encoded {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, drawing()); err != nil {
		t.Fatal(err)
	}
	return encoded(t, b.Bytes())
}

func jpegLogo(t *testing.T) *canvas.Encoded {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, drawing(), nil); err != nil {
		t.Fatal(err)
	}
	return encoded(t, b.Bytes())
}

func encoded(t *testing.T, data []byte) *canvas.Encoded {
	t.Helper()
	e, err := canvas.Encode(data)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func written(t *testing.T, c cover.Content) []byte {
	t.Helper()
	doc, missing, err := cover.Render(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if missing != "" {
		t.Fatalf("missing characters: %q", missing)
	}
	if n := len(doc.Pages()); n != 1 {
		t.Fatalf("%d pages, want 1", n)
	}
	var b bytes.Buffer
	w := pdf.NewWriter(&b, pdf.Info{})
	if err := w.Append(t.Context(), doc, pdf.AppendOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestSameInputsSameBytes(t *testing.T) {
	t.Parallel()
	for name, logo := range map[string]*canvas.Encoded{"none": nil, "png": pngLogo(t), "jpeg": jpegLogo(t)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := content()
			c.Logo = logo
			first := written(t, c)
			for range 4 {
				if !bytes.Equal(first, written(t, c)) {
					t.Fatal("two renderings of one cover differ")
				}
			}
		})
	}
}

func TestPaper(t *testing.T) {
	t.Parallel()
	for paper, want := range map[cover.Paper][2]float64{cover.A4: {595, 842}, cover.Letter: {612, 792}, "": {595, 842}} {
		c := content()
		c.Paper = paper
		doc, _, err := cover.Render(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		box, _ := doc.Rect(doc.Pages()[0].Dict["MediaBox"])
		if math.Round(box[2]) != want[0] || math.Round(box[3]) != want[1] {
			t.Errorf("%q: box %v, want %v", paper, box, want)
		}
	}
}

func TestLongTextsStayOnOnePage(t *testing.T) {
	t.Parallel()
	c := content()
	c.Book = strings.Repeat("A very long title of a book ", 12)
	c.Customer = strings.Repeat("Donaudampfschifffahrtsgesellschaftskapitän", 4)
	c.Organisation = strings.Repeat("Insurance ", 15)
	c.Logo = pngLogo(t)
	written(t, c)
}

func TestMissingCharactersAreTold(t *testing.T) {
	t.Parallel()
	c := content()
	c.Customer = "\U00016E40\uE0FF Ltd"
	_, missing, err := cover.Render(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if missing != "\U00016E40\uE0FF" {
		t.Errorf("missing %q", missing)
	}
}

func TestTextsThatAreReadToTheLeft(t *testing.T) {
	t.Parallel()
	c := content()
	c.Book, c.Customer, c.Organisation = "ספר חידוש ביטוח בריאות לשנת 2026 של קבוצת העובדים", "ביטוח לוי (2026) בע״מ", "abc שלום"
	doc, missing, err := cover.Render(t.Context(), c)
	if err != nil || missing != "" {
		t.Fatalf("missing %q, error %v", missing, err)
	}
	shown := strings.Join(pdftest.Texts(t, doc)[0], "|")
	for _, want := range []string{"מ״עב )2026( יול חוטיב", "abc םולש"} {
		if !strings.Contains(strings.ReplaceAll(shown, "|", ""), want) {
			t.Errorf("the cover does not show %q from left to right but %q", want, shown)
		}
	}
}

// BenchmarkRender draws the cover of a booklet.
func BenchmarkRender(b *testing.B) {
	for b.Loop() {
		if _, _, err := cover.Render(b.Context(), content()); err != nil {
			b.Fatal(err)
		}
	}
}
