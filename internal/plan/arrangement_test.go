package plan

import (
	"strings"
	"testing"
	"time"

	"quire/engine"
)

func TestFormatted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, code, want string }{
		{"12500.5", "", "12500.5"},
		{"12500.5", "$#,##0.00", "$12,500.50"},
		{"$12,500.5", "#,##0", "12,501"},
		{"(3)", `0.0_);(0.0)`, "(3.0)"},
		{"12%", "0.0%", "12.0%"},
		{"2026-01-15", "d mmmm yyyy", "15 January 2026"},
		{"2026-01-15", "m/d/yy", "1/15/26"},
		{"2026-01-15T18:30", "h:mm AM/PM", "6:30 PM"},
		{"46037", "yyyy-mm-dd", "2026-01-15"},
		{"2026-01-15", "0.00", "2026-01-15"},
		{"not yet", "$#,##0.00", "not yet"},
		{"Ana", `@", client"`, "Ana, client"},
		{"01234", "00000", "01234"},
		{"-1", "yyyy", "-1"},
	} {
		if got := formatted(c.text, c.code); got != c.want {
			t.Errorf("%q in %q is %q, want %q", c.text, c.code, got, c.want)
		}
	}
}

const arranged = `{"name": "B", "cover": false, "paper": "A4", "spreadsheet": "f.xlsx", "pages": [
	{"kind": "pdf_form", "file": "a.pdf", "fields": [
		{"field": "premium", "attribute": "Premium", "format": "$#,##0.00"},
		{"field": "signed", "property": "DATE", "format": "d mmmm yyyy"},
		{"field": "rate", "cell": "'My rates'!B4", "format": "0.0%", "missing": "FAIL"},
		{"field": "notes", "cell": "Rates!B4:B9", "missing": "DEFAULT", "default": "none"}],
		"flatten": false, "images": [{"attribute": "Signature", "field": "sign"}, {"attribute": "Stamp", "field": "stamp"}]},
	{"kind": "static", "file": "b.pdf", "pages": "1-3,5", "rotate": 90, "fitPaper": true, "asPrinted": true,
		"images": [{"image": "logo.png", "x": 36, "y": 36.5, "width": 100, "height": 50}]},
	{"kind": "choosable", "conditions": [], "fallback": "c.pdf", "fitPaper": true},
	{"kind": "static", "file": "c.pdf", "flatten": true}]}`

const signer = `{"name": "C", "year": 2026, "quarter": 1, "date": "2026-01-15",
	"attributes": {"Premium": 12500.5, "Signature": {"image": "sign.png"}}}`

func TestResolveArrangement(t *testing.T) {
	t.Parallel()
	s, err := parseManifest([]byte(arranged), []byte(signer))
	if err != nil {
		t.Fatal(err)
	}
	p, notes, err := Resolve(s)
	if err != nil {
		t.Fatal(err)
	}
	form := p.Pages[0]
	if v := form.Form.Values; *v["premium"].Text != "$12,500.50" || *v["signed"].Text != "15 January 2026" ||
		*v["rate"].Cell != (engine.CellValue{Cells: "'My rates'!B4", Format: "0.0%", Required: true}) ||
		*v["notes"].Cell != (engine.CellValue{Cells: "Rates!B4:B9", Default: "none"}) {
		t.Errorf("values %+v", v)
	}
	if form.Form.Workbook != "f.xlsx" || !form.PDF.KeepForm || len(form.Images) != 1 ||
		form.Images[0] != (engine.Image{Source: "sign.png", SourceName: "sign.png", Field: "sign"}) {
		t.Errorf("form %+v, %+v", form.Form, form)
	}
	if len(notes) != 1 || notes[0].Page != 1 || notes[0].Code != NoteAttributeMissing || !strings.Contains(notes[0].Message, "«Stamp»") {
		t.Errorf("notes %+v", notes)
	}
	if *p.Pages[1].PDF != (engine.PDFOptions{Pages: "1-3,5", Rotate: 90, Paper: "A4", AsPrinted: true}) ||
		p.Pages[1].Images[0] != (engine.Image{Source: "logo.png", SourceName: "logo.png", Sheet: 1, X: 36, Y: 36.5, Width: 100, Height: 50}) {
		t.Errorf("static %+v", p.Pages[1])
	}
	if p.Pages[2].PDF.Paper != "A4" || p.Pages[3].PDF != nil {
		t.Errorf("pages %+v", p.Pages[2:])
	}
	var used []string
	for _, f := range s.Used(p) {
		used = append(used, f.Key)
	}
	if got := strings.Join(used, " "); got != "f.xlsx a.pdf sign.png b.pdf logo.png c.pdf" {
		t.Errorf("used are %s", got)
	}
	s.Spreadsheet = nil
	if err := s.Check(); err == nil || !strings.Contains(err.Error(), "page 1 (cells for its form)") {
		t.Errorf("without the workbook: %v", err)
	}
}

func TestImageThatMustBeThere(t *testing.T) {
	t.Parallel()
	key := "Stamp"
	s := Snapshot{Book: Book{Name: "B"}, Customer: Customer{Name: "C"}, Period: Period{2026, 1}, Date: time.Now(),
		Pages: []Page{{Kind: KindStatic, File: &File{Key: "a"}, Config: Config{Images: []ImageConfig{{Attribute: &key, Sheet: 1, Missing: MissingFail}}}}}}
	_, _, err := Resolve(s)
	if e, ok := err.(*Error); !ok || e.Code != CodeAttributeMissing || !strings.Contains(e.Message, "«Stamp»") {
		t.Errorf("error %v", err)
	}
}

func TestDocumentedImages(t *testing.T) {
	t.Parallel()
	book := `{"name": "B", "pages": [{"kind": "pdf_form", "file": "a.pdf", "images": ` + string(documented(t, "images")) + `}]}`
	s, err := parseManifest([]byte(book), []byte(signer))
	if err != nil {
		t.Fatal(err)
	}
	if i := s.Pages[0].Config.Images; len(i) != 2 || i[0].Field != "applicant.signature" || i[0].Missing != MissingFail || i[1].File.Key != "seal.png" || i[1].Sheet != 2 {
		t.Errorf("read %+v", i)
	}
}

func TestManifestRefusesArrangements(t *testing.T) {
	t.Parallel()
	book := `{"name": "B", "pages": [
		{"kind": "static", "file": "a.pdf", "pages": "3-1", "rotate": 45, "flatten": false, "asPrinted": true, "images": [
			{}, {"image": "a.png", "attribute": "A", "page": 0, "width": "x", "height": 1e9},
			{"image": "../a.png", "field": "f"}, {"attribute": "A", "field": "f", "x": 1, "missing": "DEFAULT"}]},
		{"kind": "excel", "tab": "T", "pages": "1", "images": [{"attribute": "A", "field": "f"}]},
		{"kind": "pdf_form", "file": "a.pdf", "fields": [{"field": "a", "cell": "B4"}, {"field": "b", "cell": "S!A1", "literal": "x"},
			{"field": "c", "literal": "x", "format": "` + strings.Repeat("0", 300) + `"}]}]}`
	_, err := parseManifest([]byte(book), []byte(signer))
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{
		"book: pages[0].pages: «3-1» is no range", "book: pages[0].rotate: pages are turned by", "book: pages[0].asPrinted: ",
		"book: pages[0].images[0]: exactly one of an attribute and a file", "book: pages[0].images[0].width: ",
		"book: pages[0].images[1]: exactly one", "book: pages[0].images[1].page: ", "book: pages[0].images[1].width: a number is needed",
		"book: pages[0].images[1].height: at most 14400", `book: pages[0].images[2].image: the path "../a.png"`,
		"book: pages[0].images[3].field: an image stands in a field or at a place", "book: pages[0].images[3].missing: ",
		"book: pages[1].pages: this key is not known", "book: pages[1].images[0].field: a worksheet has no fields",
		"book: pages[2].fields[0].cell: «B4» does not say", "book: pages[2].fields[1]: exactly one of attribute",
		"book: pages[2].fields[2].format: a number format has at most 255",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not said in\n%v", want, err)
		}
	}
}
