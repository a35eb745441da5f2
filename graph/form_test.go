package graph_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"quire/internal/sample"
)

// form is a PDF with a combo box "plan" that differs by n.
func form(n int) []byte {
	var b bytes.Buffer
	var at []int
	for _, text := range []string{
		"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 %d]/Annots[4 0 R]>>", 700+n),
		"<</Type/Annot/Subtype/Widget/FT/Ch/Ff 131074/T(plan)/TU(Pick one)/Opt[[(G)(Gold)](S)]/V(G)/DV(S)/Rect[10 20 110 40]/P 3 0 R>>",
	} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), text)
	}
	head := "%PDF-1.7\n"
	start := len(head) + b.Len()
	table := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		table += fmt.Sprintf("%010d 00000 n \n", len(head)+offset)
	}
	return []byte(head + b.String() + table + fmt.Sprintf("trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start))
}

func TestWhatIsInFiles(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.as("ana@silva.example")
	workbook, err := sample.Workbook("Acme", "2026 Q1", 5)
	if err != nil {
		t.Fatal(err)
	}
	const asked = `query($id: ID!) { file(id: $id) { name sheets { name visible rows columns printedPages } formFields {
		name kind page widgets { page rect { left bottom right top } export hidden } options { export display } maxLength
		required readOnly multiline value { text checked selected } default { text } tooltip } } }`
	filled := c.must(asked, vars{"id": c.file("form.pdf", form(1))})
	want := "[map[default:map[text:S] kind:COMBO maxLength:<nil> multiline:false name:plan options:[map[display:Gold export:G] map[display:S export:S]] page:1 " +
		"readOnly:false required:true tooltip:Pick one value:map[checked:<nil> selected:<nil> text:G] " +
		"widgets:[map[export: hidden:false page:1 rect:map[bottom:20 left:10 right:110 top:40]]]]]"
	if got := fmt.Sprint(filled.get("file", "formFields")); got != want || filled.get("file", "sheets") != nil {
		t.Errorf("fields\n got %s\nwant %s", got, want)
	}
	plain := c.must(asked, vars{"id": c.file("plain.pdf", pdf(3))})
	if got := fmt.Sprint(plain.get("file", "formFields")); got != "[]" {
		t.Errorf("a PDF without a form has the fields %s", got)
	}
	sheets := c.must(asked, vars{"id": c.file("figures.xlsx", workbook)})
	if sheets.str("file", "sheets", 0, "name") == "" || sheets.get("file", "sheets", 0, "printedPages").(float64) < 1 || sheets.get("file", "formFields") != nil {
		t.Errorf("sheets %v", sheets.get("file"))
	}
	picture := c.must(asked, vars{"id": c.file("logo.png", picture(1))})
	if picture.get("file", "sheets") != nil || picture.get("file", "formFields") != nil {
		t.Errorf("an image has %v", picture.get("file"))
	}
}

func TestArrangedPages(t *testing.T) {
	t.Parallel()
	b := setup(t)
	c := b.as("ana@silva.example")
	logo, file := c.file("logo.png", picture(1)), c.file("form.pdf", form(1))
	book := c.must(`mutation { createBook(input: {name: "B"}) { book { id } } }`, nil).str("createBook", "book", "id")
	v := vars{"b": book, "f": file, "i": logo}
	added := c.must(`mutation($b: ID!, $f: ID!, $i: ID!) { addPage(input: {bookId: $b, page: {pdfForm: {fileId: $f,
		fields: [{field: "plan", cell: "'My rates'!B4:B9", format: "$#,##0.00", missing: FAIL}],
		pdf: {pages: "1", rotate: 90, fitPaper: true, flatten: false},
		images: [{fileId: $i, page: 1, x: 36.5, width: 100, height: 50}, {attribute: "Signature", field: "sign", missing: FAIL}]}}}) { page {
		... on PdfFormPage { fields { cell format missing literal } pdf { pages rotate fitPaper flatten asPrinted }
			images { attribute file { name } field page x y width height missing } } } } }`, v)
	want := "map[fields:[map[cell:'My rates'!B4:B9 format:$#,##0.00 literal:<nil> missing:FAIL]] " +
		"images:[map[attribute:<nil> field: file:map[name:logo.png] height:50 missing:BLANK page:1 width:100 x:36.5 y:0] " +
		"map[attribute:Signature field:sign file:<nil> height:0 missing:FAIL page:0 width:0 x:0 y:0]] " +
		"pdf:map[asPrinted:false fitPaper:true flatten:false pages:1 rotate:90]]"
	if got := fmt.Sprint(added.get("addPage", "page")); got != want {
		t.Errorf("page\n got %s\nwant %s", got, want)
	}
	plain := c.must(`mutation($b: ID!, $f: ID!) { addPage(input: {bookId: $b, page: {static: {fileId: $f}}}) { page { ... on StaticPage { pdf { pages rotate flatten } images { page } } } } }`, vars{"b": book, "f": file})
	if got := fmt.Sprint(plain.get("addPage", "page")); got != "map[images:[] pdf:map[flatten:true pages: rotate:0]]" {
		t.Errorf("a page without options has %s", got)
	}
	refused := c.do(`mutation($b: ID!, $f: ID!) { addPage(input: {bookId: $b, page: {static: {fileId: $f, pdf: {pages: "x", rotate: 45},
		images: [{fileId: $f, width: 1, height: 1}, {attribute: "A", fileId: $f, width: 1, height: 1}, {attribute: "A"}]}}}) { page { id } } }`, vars{"b": book, "f": file})
	var fields []string
	for _, e := range refused.Errors {
		fields = append(fields, fmt.Sprint(e.Extensions["field"]))
	}
	if got := strings.Join(fields, " "); got != "page.static.pdf.pages page.static.pdf.rotate page.static.images.1 page.static.images.2.width page.static.images.2.height page.static.images.0.fileId page.static.images.1.fileId" {
		t.Errorf("wrong are %s", got)
	}
	if got := c.do(`mutation($i: ID!) { deleteFile(input: {id: $i}) { deletedId } }`, vars{"i": logo}); got.codes() != "CONFLICT" {
		t.Errorf("deleting an image that a page shows: %+v", got)
	}
}
