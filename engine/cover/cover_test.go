package cover_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"quire/engine/cover"
	"quire/engine/pdf"
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

func pngFile(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, drawing()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegFile(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, drawing(), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
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
	for name, logo := range map[string][]byte{"none": nil, "png": pngFile(t), "jpeg": jpegFile(t)} {
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
	c.Logo = pngFile(t)
	written(t, c)
}

func TestMissingCharactersAreTold(t *testing.T) {
	t.Parallel()
	c := content()
	c.Customer = "山田 😀 Ltd"
	_, missing, err := cover.Render(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	if missing != "山田😀" {
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
	page, err := doc.StreamContent(doc.Pages()[0].Dict["Contents"])
	if err != nil {
		t.Fatal(err)
	}
	for _, sign := range []string{"(", ")", "\\"} {
		page = bytes.ReplaceAll(page, []byte("\\"+sign), []byte(sign))
	}
	for _, want := range []string{"מ״עב (2026) יול חוטיב", "abc םולש"} {
		var codes []byte
		for _, u := range utf16.Encode([]rune(want)) {
			codes = binary.BigEndian.AppendUint16(codes, u)
		}
		if !bytes.Contains(page, codes) {
			t.Errorf("the cover does not show %q from left to right", want)
		}
	}
}

func TestUnusableLogo(t *testing.T) {
	t.Parallel()
	full := pngFile(t)
	for name, logo := range map[string][]byte{"text": []byte("hello"), "cut": full[:len(full)/2], "gif": []byte("GIF89a")} {
		c := content()
		c.Logo = logo
		_, _, err := cover.Render(t.Context(), c)
		var bad *cover.LogoError
		if !errors.As(err, &bad) || bad.Code() != "LOGO_UNUSABLE" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
