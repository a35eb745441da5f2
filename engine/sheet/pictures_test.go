package sheet

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"

	"quire/engine/pdf"
)

// square is a small red picture in a format.
func square(t testing.TB, encode func(*bytes.Buffer, image.Image) error) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 4, 4))
	for i := range 16 {
		img.Set(i%4, i/4, color.RGBA{R: 200, A: 255})
	}
	var b bytes.Buffer
	if err := encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// drawnPictures counts the pictures that a page draws.
func drawnPictures(t testing.TB, doc *pdf.Document, page int) int {
	t.Helper()
	content, err := doc.StreamContent(doc.Pages()[page].Dict["Contents"])
	if err != nil {
		t.Fatal(err)
	}
	return strings.Count(string(content), " Do\n")
}

func TestPicturesOfOlderFormats(t *testing.T) {
	t.Parallel()
	data := book(t, func(f *excelize.File) []error {
		return []error{
			f.AddPictureFromBytes("Sheet1", "A1", &excelize.Picture{Extension: ".bmp", File: square(t, func(b *bytes.Buffer, m image.Image) error { return bmp.Encode(b, m) })}),
			f.AddPictureFromBytes("Sheet1", "C1", &excelize.Picture{Extension: ".tiff", File: square(t, func(b *bytes.Buffer, m image.Image) error { return tiff.Encode(b, m, nil) })}),
		}
	})
	doc, w := mustRender(t, data)
	if n := drawnPictures(t, doc, 0); n != 2 || len(w) > 0 {
		t.Errorf("%d pictures are drawn, want 2; warnings %+v", n, w)
	}
}

func TestHeaderPictures(t *testing.T) {
	t.Parallel()
	data := book(t, func(f *excelize.File) []error {
		return []error{
			f.SetCellValue("Sheet1", "A1", "first"), f.SetCellValue("Sheet1", "A200", "last"),
			f.SetHeaderFooter("Sheet1", &excelize.HeaderFooterOptions{OddHeader: "&C&G", OddFooter: "&R&G"}),
			f.AddHeaderFooterImage("Sheet1", &excelize.HeaderFooterImageOptions{
				Position: excelize.HeaderFooterImagePositionCenter, Extension: ".png", Width: "40pt", Height: "1cm",
				File: square(t, func(b *bytes.Buffer, m image.Image) error { return png.Encode(b, m) }),
			}),
		}
	})
	doc, w := mustRender(t, data)
	if len(doc.Pages()) < 2 {
		t.Fatalf("%d pages", len(doc.Pages()))
	}
	for i := range doc.Pages() {
		if n := drawnPictures(t, doc, i); n != 1 {
			t.Errorf("page %d draws %d pictures, want the header's", i+1, n)
		}
	}
	if got := codes(w); got != "HEADER_PART_LEFT_OUT" {
		t.Errorf("warnings %s, want one for the footer that has no picture", got)
	}
}

func TestPicturesWithVectorsBesideThem(t *testing.T) {
	t.Parallel()
	small := square(t, func(b *bytes.Buffer, m image.Image) error { return png.Encode(b, m) })
	for name, c := range map[string]struct {
		svg    string
		blip   string
		pixels int
	}{
		"outlines":                       {`<path fill="#010203" d="M0 0h9v9"/>`, "", 0},
		"what is transparent as a whole": {`<path fill="#010203" d="M0 0h9v9"/>`, `<alphaModFix amt="50000"/>`, 1},
		"texts":                          {`<text>a</text>`, "", 1},
		"other colours":                  {`<path d="M0 0h9v9"/>`, "<grayscl/>", 1},
	} {
		data := drawn(anchored(`<pic><blipFill><blip r:embed="p">`+c.blip+`<extLst><ext><asvg:svgBlip r:embed="v"/></ext></extLst></blip></blipFill></pic>`),
			`<Relationship Id="p" Type="x/image" Target="../media/a.png"/><Relationship Id="v" Type="x/image" Target="../media/a.svg"/>`,
			map[string]string{"xl/media/a.png": string(small), "xl/media/a.svg": `<svg viewBox="0 0 9 9">` + c.svg + `</svg>`})(t)
		doc, w, err := render(data, "S")
		if err != nil {
			t.Fatal(err)
		}
		if n := drawnPictures(t, doc, 0); n != c.pixels || len(w) > 0 {
			t.Errorf("%s: %d pictures and groups, want %d; warnings %+v", name, n, c.pixels, w)
		}
	}
}

func TestHeaderPicturesThatAreVectors(t *testing.T) {
	t.Parallel()
	// A rectangle in an EMF (MS-EMF, 2.3.5.34).
	logo := emf(record(43, 10, 10, 90, 90))
	data := book(t, func(f *excelize.File) []error {
		return []error{
			f.SetCellValue("Sheet1", "A1", "first"), f.SetCellValue("Sheet1", "A200", "last"),
			f.SetHeaderFooter("Sheet1", &excelize.HeaderFooterOptions{OddHeader: "&L&G"}),
			f.AddHeaderFooterImage("Sheet1", &excelize.HeaderFooterImageOptions{
				Position: excelize.HeaderFooterImagePositionLeft, Extension: ".emf", Width: "40pt", Height: "1cm", File: logo,
			}),
		}
	})
	doc, w := mustRender(t, data)
	if len(doc.Pages()) < 2 || len(w) > 0 {
		t.Fatalf("%d pages; warnings %+v", len(doc.Pages()), w)
	}
	for i := range doc.Pages() {
		if n := drawnPictures(t, doc, i); n != 1 {
			t.Errorf("page %d draws %d pictures, want the header's", i+1, n)
		}
	}
}
