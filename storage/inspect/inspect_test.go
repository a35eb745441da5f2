package inspect

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"quire/engine/pdf/pdftest"
)

func inspectBytes(t testing.TB, content []byte) (Result, error) {
	t.Helper()
	return File(t.Context(), bytes.NewReader(content), int64(len(content)))
}

func TestAccepted(t *testing.T) {
	t.Parallel()
	strict := strings.NewReplacer("http://schemas.openxmlformats.org/officeDocument/2006", "http://purl.oclc.org/ooxml/officeDocument")
	for name, c := range map[string]struct {
		content []byte
		want    Result
	}{
		"PDF":                     {pdftest.Small(""), typePDF},
		"PDF 2.0":                 {bytes.Replace(pdftest.Small(""), []byte("1.7"), []byte("2.0"), 1), typePDF},
		"PDF after other bytes":   {append(bytes.Repeat([]byte(" "), 1019), pdftest.Small("")...), typePDF},
		"PDF without a table":     {pdftest.Small("")[:bytes.Index(pdftest.Small(""), []byte("xref"))], typePDF},
		"PDF cut short":           {bytes.TrimSuffix(pdftest.Small(""), []byte("%%EOF\n")), typePDF},
		"PDF with rubbish behind": {append(pdftest.Small(""), bytes.Repeat([]byte{0, 7}, 3000)...), typePDF},
		"XLSX":                    {workbook(t), typeXLSX},
		"XLSM":                    {office(t, "xl/workbook.xml", macroMain, part{"xl/vbaProject.bin", "macros"}), typeXLSM},
		"XLSX of another name":    {office(t, "content/book.xml", sheetMain), typeXLSX},
		"XLSX, types by default":  {archive(t, contentTypes(`<Default Extension="XML" ContentType="`+sheetMain+`"/>`), relationships("/xl/workbook.xml"), part{"xl/workbook.xml", ""}), typeXLSX},
		"XLSX with backslashes":   {archive(t, contentTypes(`<Override PartName="/xl/workbook.xml" ContentType="`+sheetMain+`"/>`), part{`_rels\.rels`, relationships("xl/workbook.xml").text}, part{`XL\Workbook.xml`, ""}), typeXLSX},
		"strict XLSX":             {archive(t, contentTypes(`<Override PartName="/xl/workbook.xml" ContentType="`+sheetMain+`"/>`), part{"_rels/.rels", strict.Replace(relationships("xl/workbook.xml").text)}, part{"xl/workbook.xml", ""}), typeXLSX},
		"XLSX that holds a PDF":   {office(t, "xl/workbook.xml", sheetMain, part{"xl/embeddings/a.pdf", "%PDF-1.7"}), typeXLSX},
		"XLSX in another charset": {archive(t, part{"[Content_Types].xml", strings.Replace(contentTypes(`<Override PartName="/xl/workbook.xml" ContentType="`+sheetMain+`"/>`).text, "UTF-8", "ISO-8859-1", 1)}, relationships("xl/workbook.xml"), part{"xl/workbook.xml", ""}), typeXLSX},
		"CSV":                     {[]byte("a,b\n1,2\n"), typeCSV},
		"CSV about cars":          {[]byte("BMW,MZ\n1,2\n"), typeCSV},
		"CSV in UTF-16":           {[]byte("\xff\xfea\x00;\x00b\x00\n\x001\x00;\x002\x00"), typeCSV},
		"CSV of Windows":          {[]byte("Name;Ort\r\nM\xfcller;K\xf6ln\r\n"), typeCSV},
		"PNG":                     {pngOf(t, 40, 30), typePNG},
		"JPEG":                    {jpegOf(t, 40, 30), typeJPEG},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := inspectBytes(t, c.content); got != c.want || err != nil {
				t.Errorf("got %+v, %v; want %+v", got, err, c.want)
			}
		})
	}
}

func TestRejected(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		content []byte
		reason  Reason
		message string
	}{
		"nothing":             {nil, Empty, "the file is empty"},
		"a text":              {[]byte("Dear all,\nthis is\na letter."), Unsupported, "a text, but no table"},
		"JSON":                {[]byte("{\"a\": 1, \"b\": 2}\n{\"a\": 1, \"b\": 2}\n"), Unsupported, "a JSON file"},
		"a page of a table":   {[]byte("<table,x>\n1,2\n"), Unsupported, "accepted are"},
		"HTML":                {[]byte("<!DOCTYPE html><p>Hello"), Unsupported, "a web page"},
		"SVG":                 {[]byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>`), Unsupported, "an SVG drawing"},
		"bare SVG":            {[]byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), Unsupported, "an SVG drawing"},
		"XML":                 {[]byte(`<?xml version="1.0"?><a/>`), Unsupported, "an XML file"},
		"GIF":                 {[]byte("GIF89a......"), Unsupported, "a GIF image"},
		"WebP":                {[]byte("RIFF\x00\x00\x00\x00WEBPVP8 "), Unsupported, "a WebP image"},
		"HEIC":                {[]byte("\x00\x00\x00\x18ftypheic"), Unsupported, "a HEIC photo"},
		"MP3":                 {[]byte("ID3\x03\x00\x00\x00"), Unsupported, "type audio/mpeg"},
		"program":             {[]byte("MZ\x90\x00\x03"), Unsupported, "a Windows program"},
		"noise":               {[]byte{0, 1, 2, 3, 0xfe}, Unsupported, "type that is not known"},
		"rubbish as a PDF":    {append([]byte("%PDF-1.7\n"), bytes.Repeat([]byte("\x00\xf7,;<<"), 500)...), Damaged, "open it in a PDF viewer, save it anew"},
		"header of a PDF":     {[]byte("%PDF-1.7\n%%EOF\n"), Damaged, "is damaged and cannot be read"},
		"PDF without pages":   {bytes.Replace(pdftest.Small(""), []byte("[3 0 R]/Count 1"), []byte("[     ]/Count 0"), 1), Empty, "has no pages: choose another file"},
		"locked PDF":          {lockedPDF(t), Encrypted, "save a copy without the password"},
		"late PDF header":     {append(bytes.Repeat([]byte(" "), 1020), pdftest.Small("")...), Unsupported, "accepted are PDF"},
		"ZIP":                 {archive(t, part{"a.txt", "x"}), Unsupported, "a ZIP archive"},
		"ZIP with a PDF":      {archive(t, part{"a.pdf", "%PDF-1.7"}), Unsupported, "a ZIP archive"},
		"empty ZIP":           {archive(t), Unsupported, "an empty ZIP"},
		"Java":                {archive(t, part{"META-INF/MANIFEST.MF", "x"}), Unsupported, "a Java archive"},
		"ODS":                 {archive(t, part{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, part{"content.xml", ""}), Unsupported, "an OpenDocument file"},
		"DOCX":                {office(t, "word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), Unsupported, "a Word document"},
		"DOCX with a table":   {office(t, "word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", part{"xl/workbook.xml", ""}), Unsupported, "a Word document"},
		"PPTX":                {office(t, "ppt/p.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"), Unsupported, "a PowerPoint presentation"},
		"XLSB":                {office(t, "xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.main"), Unsupported, ".xlsb"},
		"XLTX":                {office(t, "xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"), Unsupported, "an Excel template"},
		"add-in":              {office(t, "xl/workbook.xml", "application/vnd.ms-excel.addin.macroEnabled.main+xml"), Unsupported, "an Excel file other than a workbook"},
		"unknown package":     {office(t, "a.xml", "text/x"), Unsupported, "no workbook"},
		"no main part":        {archive(t, contentTypes(`<Override PartName="/xl/workbook.xml" ContentType="`+sheetMain+`"/>`), relationships("xl/workbook.xml")), Damaged, `lacks its main part "xl/workbook.xml"`},
		"no relationships":    {archive(t, contentTypes("")), Damaged, "_rels/.rels"},
		"empty relationships": {archive(t, contentTypes(""), part{"_rels/.rels", xmlHead + "<Relationships/>"}), Unsupported, "without a document"},
		"bad XML":             {archive(t, contentTypes("<a></b>"), relationships("xl/workbook.xml")), Damaged, "[Content_Types].xml"},
		"cut XLSX":            {workbook(t)[:2000], Damaged, "damaged or cut short"},
		"old XLS":             {compound("Root Entry", "Workbook"), Legacy, "before 2007 (.xls)"},
		"older XLS":           {compound("Book"), Legacy, "save it as .xlsx"},
		"DOC":                 {compound("WordDocument"), Unsupported, "an old Word document"},
		"DOC with a table":    {compound("Workbook", "WordDocument"), Unsupported, "an old Word document"},
		"other compound file": {compound("Contents"), Unsupported, "an old Office file"},
		"locked workbook":     {lockedWorkbook(t), Encrypted, "protected by a password"},
		"cut PNG":             {pngOf(t, 40, 30)[:20], Damaged, "cannot be read"},
		"cut JPEG":            {jpegOf(t, 40, 30)[:20], Damaged, "cannot be read"},
		"wide PNG":            {pngOf(t, MaxImageSide+1, 1), Excessive, "12001 × 1 pixels"},
		"large JPEG":          {jpegOf(t, 8000, 5001), Excessive, "40 million"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := inspectBytes(t, c.content)
			var rejected *Rejected
			if !errors.As(err, &rejected) {
				t.Fatalf("got %+v, %v; want a Rejected", got, err)
			}
			if rejected.Reason != c.reason || !strings.Contains(rejected.Message, c.message) {
				t.Errorf("got %s: %s", rejected.Reason, rejected.Message)
			}
		})
	}
}

func TestDamagedReaderIsNoRejection(t *testing.T) {
	t.Parallel()
	broken := errors.New("the disk broke")
	_, err := File(t.Context(), brokenAt{broken}, 100)
	var rejected *Rejected
	if !errors.Is(err, broken) || errors.As(err, &rejected) {
		t.Errorf("got %v", err)
	}
}

type brokenAt struct{ err error }

func (b brokenAt) ReadAt(p []byte, _ int64) (int, error) { return iotest.ErrReader(b.err).Read(p) }

func TestCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for name, content := range map[string][]byte{"workbook": workbook(t), "compound": compound("Workbook"), "PDF": pdftest.Small("")} {
		if _, err := File(ctx, bytes.NewReader(content), int64(len(content))); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzFile: no input panics, and every answer is either one of the accepted
// types or a refusal that says something.
func FuzzFile(f *testing.F) {
	for _, seed := range [][]byte{
		nil, []byte("%PDF-1.7\n"), pdftest.Small(""), workbook(f), lockedWorkbook(f), pngOf(f, 3, 2), jpegOf(f, 3, 2), compound("Workbook"),
		office(f, "xl/workbook.xml", macroMain), archive(f, part{"a", "b"}), []byte("<svg/>"), []byte("RIFF0000WEBP"),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		got, err := File(context.Background(), bytes.NewReader(content), int64(len(content)))
		var rejected *Rejected
		switch {
		case err == nil && (got.Kind == "" || got.MediaType == "" || !strings.HasPrefix(got.Extension, ".")):
			t.Errorf("accepted as %+v", got)
		case err != nil && (!errors.As(err, &rejected) || rejected.Message == "" || got != (Result{})):
			t.Errorf("got %+v, %v", got, err)
		}
	})
}
