package inspect

import (
	"archive/zip"
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/xuri/excelize/v2"

	"quire/engine/pdf/pdftest"
)

// part is one entry of an archive.
type part struct{ name, text string }

func archive(t testing.TB, parts ...part) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, p := range parts {
		entry, err := w.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(entry, p.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`

func relationships(target string) part {
	return part{"_rels/.rels", xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="` + target + `"/></Relationships>`}
}

func contentTypes(inner string) part {
	return part{"[Content_Types].xml", xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` + inner + `</Types>`}
}

// office is a package with one main part of a content type.
func office(t testing.TB, main, contentType string, more ...part) []byte {
	t.Helper()
	return archive(t, append([]part{
		contentTypes(`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/` + main + `" ContentType="` + contentType + `"/>`),
		relationships(main), {main, "<x/>"}}, more...)...)
}

const (
	sheetMain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
	macroMain = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
)

// workbook is one that a real writer wrote.
func workbook(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	if err := f.SetCellValue("Sheet1", "A1", "Premium"); err != nil {
		t.Fatal(err)
	}
	return written(t, f.Write)
}

// lockedWorkbook is an encrypted one: a compound file around the package.
func lockedWorkbook(t testing.TB) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	return written(t, func(w io.Writer, options ...excelize.Options) error {
		return f.Write(w, excelize.Options{Password: "secret"})
	})
}

func written(t testing.TB, write func(io.Writer, ...excelize.Options) error) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func pngOf(t testing.TB, width, height int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.Black})); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func jpegOf(t testing.TB, width, height int) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewGray(image.Rect(0, 0, width, height)), nil); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// compound is the beginning of an OLE file that has streams of these names.
func compound(names ...string) []byte {
	out := append([]byte{}, magicOLE...)
	out = append(out, make([]byte, 100_000)...)
	for _, name := range names {
		out = append(out, utf16le(name)...)
		out = append(out, make([]byte, 70_000)...)
	}
	return out
}

// lockedPDF asks for a password before it is read.
func lockedPDF(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := api.Encrypt(bytes.NewReader(pdftest.Small("")), &out, model.NewAESConfiguration("for readers", "for the owner", 256)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
