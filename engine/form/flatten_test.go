package form

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"quire/engine/pdf"
)

// write writes a document as a file.
func write(t *testing.T, doc *pdf.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	w := pdf.NewWriter(&b, pdf.Info{})
	if err := w.Append(context.Background(), doc, pdf.AppendOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// flattened flattens a fixture, writes it and reads it again.
func flattened(t *testing.T, f *fixture) (*pdf.Document, []Warning) {
	t.Helper()
	doc := f.read(t)
	warnings, err := Flatten(doc)
	if err != nil {
		t.Fatal(err)
	}
	again, err := pdf.ReadBytes(context.Background(), write(t, doc), "flat.pdf")
	if err != nil {
		t.Fatal(err)
	}
	return again, warnings
}

// pageContent joins the content streams of the first page.
func pageContent(t *testing.T, doc *pdf.Document) string {
	t.Helper()
	page := doc.Pages()[0].Dict
	var all strings.Builder
	parts := doc.Array(page["Contents"])
	if parts == nil {
		t.Fatal("the content is no array")
	}
	for _, o := range parts {
		b, err := doc.StreamContent(o)
		if err != nil {
			b = doc.Stream(o).Raw
		}
		all.Write(b)
		all.WriteByte('\n')
	}
	return all.String()
}

func TestFlattenKeepsWhatIsSeen(t *testing.T) {
	t.Parallel()
	f := newFixture()
	look := f.stream("/Type /XObject /Subtype /Form /BBox [0 0 100 10] /Matrix [0 1 -1 0 10 0] /Resources <<>>", "% seen")
	f.field("/FT /Tx /T (seen) /Rect [100 200 120 400] /AP <</N " + look + ">>")
	f.field("/FT /Tx /T (hidden) /F 2 /V (secret) /AP <</N " + look + ">>")
	f.field("/FT /Tx /T (noview) /F 32 /AP <</N " + look + ">>")
	f.field("/FT /Btn /T (off) " + f.button("Yes"))
	f.annots = append(f.annots, f.add("<</Type /Annot /Subtype /Link /Rect [1 1 9 9] /A <</S /URI /URI (https://example.com)>>>>"), "null")
	f.form = "/XFA (x)"
	doc, _ := flattened(t, f)

	content := pageContent(t, doc)
	if n := strings.Count(content, " Do"); n != 2 {
		t.Errorf("%d appearances are drawn, want the seen one and the empty box:\n%s", n, content)
	}
	if !strings.Contains(content, "2 0 0 2 100 200 cm") {
		t.Errorf("the appearance does not fill its rectangle:\n%s", content)
	}
	page := doc.Pages()[0].Dict
	if a := doc.Array(page["Annots"]); len(a) != 1 || doc.Dict(a[0])["A"] == nil {
		t.Errorf("annotations are %v", a)
	}
	if doc.Catalog()["AcroForm"] != nil {
		t.Error("the form is still there")
	}
	if fields, _ := Fields(doc); len(fields) != 0 {
		t.Errorf("fields are still there: %v", fields)
	}
}

func TestFlattenShutsTheContentOff(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ content, want string }{
		{"0 g", "q 0 g Q"},
		{"q 2 0 0 2 0 0 cm q", "q q 2 0 0 2 0 0 cm q Q Q Q"},
		{"Q Q 0 g", "q q q Q Q 0 g Q"},
		{"Q q q", "q q Q q q Q Q Q"},
		{"(q q) Tj BI /W 1 ID q Q q EI % q", "q (q q) Tj BI /W 1 ID q Q q EI % q Q"},
	} {
		f := newFixture()
		f.content = tc.content
		f.field("/FT /Tx /T (a) /V (x)")
		doc, _ := flattened(t, f)
		got := strings.Join(strings.Fields(pageContent(t, doc)), " ")
		if !strings.HasPrefix(got, tc.want+" q 1 0 0 1") {
			t.Errorf("%q became\n%s, want\n%s …", tc.content, got, tc.want)
		}
	}
}

func TestFlattenKeepsLayers(t *testing.T) {
	t.Parallel()
	f := newFixture()
	layer := f.add("<</Type /OCG /Name (Layer)>>")
	f.field("/FT /Tx /T (a) /V (x) /OC " + layer)
	doc := f.read(t)
	if _, err := Flatten(doc); err != nil {
		t.Fatal(err)
	}
	content := pageContent(t, doc)
	if !strings.Contains(content, "/OC /OCQ1 BDC") || !strings.Contains(content, "EMC") {
		t.Errorf("the layer is gone:\n%s", content)
	}
	properties := doc.Dict(doc.Dict(doc.Pages()[0].Dict["Resources"])["Properties"])
	if name := doc.Dict(properties["OCQ1"])["Name"]; name == nil {
		t.Error("the layer has no resource")
	}
}

func TestFlattenDrawsValuesWithoutAppearance(t *testing.T) {
	t.Parallel()
	f := newFixture()
	f.field("/FT /Tx /T (a) /V (Value)")
	f.field("/FT /Btn /Ff 65536 /T (b) /MK <</CA (Press)>>")
	doc := f.read(t)
	if _, err := Flatten(doc); err != nil {
		t.Fatal(err)
	}
	forms := doc.Dict(doc.Dict(doc.Pages()[0].Dict["Resources"])["XObject"])
	var texts []string
	for _, name := range []string{"FmQ1", "FmQ2"} {
		texts = append(texts, readLook(t, doc, forms[name]).text)
	}
	if got := strings.Join(texts, " "); got != "Value Press" {
		t.Errorf("the page shows %q", got)
	}
}

func TestFlattenWarnsOfSignatures(t *testing.T) {
	t.Parallel()
	_, warnings := flattened(t, all())
	if len(warnings) != 1 || warnings[0].Code != CodeSignatureRemoved || warnings[0].Field != "signed" {
		t.Errorf("warnings: %v", warnings)
	}
}

func TestFlattenLeavesPagesWithoutFieldsAlone(t *testing.T) {
	t.Parallel()
	f := newFixture()
	doc := f.read(t)
	before := doc.Pages()[0].Dict["Contents"]
	if _, err := Flatten(doc); err != nil {
		t.Fatal(err)
	}
	if doc.Pages()[0].Dict["Contents"] != before {
		t.Error("the content of a page without fields was changed")
	}
}
