package form

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"slices"
	"strings"
	"testing"

	"quire/engine/canvas"
	"quire/engine/pdf"
)

// rewritten appends a document, with its form, and reads the result.
func rewritten(t *testing.T, doc *pdf.Document, keep bool) *pdf.Document {
	t.Helper()
	var b bytes.Buffer
	w := pdf.NewWriter(&b, pdf.Info{})
	if err := w.Append(t.Context(), doc, pdf.AppendOptions{KeepForm: keep}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	out, err := pdf.ReadBytes(context.Background(), b.Bytes(), "out.pdf")
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestKeep(t *testing.T) {
	t.Parallel()
	f := newFixture()
	f.form = "/XFA (x) /SigFlags 3 /NeedAppearances true"
	f.field("/FT /Tx /T (name) /V (old)")
	f.field("/FT /Sig /T (signed) /V <</Type /Sig /Filter /X /Contents <00>>>")
	f.fields = append(f.fields, f.add("<</FT /Tx /T (nowhere) /V (x)>>"))
	doc, _ := f.filled(t, map[string]Value{"name": Text("new")})
	doc.Select([]int{0})
	warnings, err := Keep(doc)
	if err != nil {
		t.Fatal(err)
	}
	if len(warnings) != 1 || warnings[0].Code != CodeSignatureRemoved {
		t.Errorf("warnings %v", warnings)
	}
	out := rewritten(t, doc, true)
	fields, err := Fields(out)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range fields {
		names = append(names, f.Name)
		if f.Signed || f.Name == "name" && *f.Value.Text != "new" {
			t.Errorf("field %+v", f)
		}
	}
	if !slices.Equal(names, []string{"name", "signed"}) {
		t.Errorf("fields %q", names)
	}
	acro := out.Dict(out.Catalog()["AcroForm"])
	if acro["XFA"] != nil || acro["SigFlags"] != nil {
		t.Errorf("the form is %v", acro)
	}
	if _, err := Fill(out, map[string]Value{"name": Text("again")}); err != nil {
		t.Errorf("the kept form cannot be filled: %v", err)
	}
}

func TestFlattenAsPrinted(t *testing.T) {
	t.Parallel()
	f := newFixture()
	f.field("/FT /Tx /T (screen) /V (seen) /F 0")
	f.field("/FT /Tx /T (both) /V (both) /F 4")
	f.field("/FT /Tx /T (paper) /V (paper) /F 36") // printed, not viewed
	f.field("/FT /Tx /T (never) /V (never) /F 6")
	for view, want := range map[View]int{OnScreen: 2, AsPrinted: 2} {
		doc := f.read(t)
		if _, err := FlattenFor(doc, view); err != nil {
			t.Fatal(err)
		}
		shown := ""
		objects := doc.Dict(doc.Dict(doc.Pages()[0].Dict["Resources"])["XObject"])
		for _, x := range objects {
			content, err := doc.StreamContent(x)
			if err != nil {
				t.Fatal(err)
			}
			shown += string(content)
		}
		if len(objects) != want {
			t.Errorf("view %d draws %d fields", view, len(objects))
		}
		for text, onPaper := range map[string]bool{"seen": false, "paper": true} {
			if strings.Contains(shown, hexOf(text)) != (onPaper == (view == AsPrinted)) {
				t.Errorf("view %d: %q is drawn wrongly: %s", view, text, shown)
			}
		}
	}
}

// hexOf is how a text of the form's font stands in content.
func hexOf(text string) string {
	const digits = "0123456789abcdef"
	out := ""
	for i := range len(text) {
		out += string(digits[text[i]>>4]) + string(digits[text[i]&15])
	}
	return out
}

// wide is a PNG that is twice as wide as high.
func wide(t *testing.T) *canvas.Encoded {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 40, 20))
	for i := range 40 * 20 {
		img.Set(i%40, i/40, color.NRGBA{R: uint8(i), A: 255})
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	e, err := canvas.Encode(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestPlaceImage(t *testing.T) {
	t.Parallel()
	f := newFixture()
	f.field("/FT /Btn /Ff 65536 /T (logo) /Rect [100 100 200 200] /MK <</BC [0]>> /BS <</W 10>>")
	f.field("/FT /Tx /T (picture) /V (old) /Rect [300 100 400 120]")
	f.field("/FT /Btn /T (box) " + f.button("Yes"))
	doc := f.read(t)
	for _, name := range []string{"logo", "picture"} {
		if err := PlaceImage(doc, name, wide(t)); err != nil {
			t.Fatal(err)
		}
	}
	for name, code := range map[string]string{"box": "FIELD_NOT_FILLABLE", "lgo": "FIELD_UNKNOWN"} {
		err := PlaceImage(doc, name, wide(t))
		if e, ok := err.(*Error); !ok || e.Code() != code {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Flatten(doc); err != nil {
		t.Fatal(err)
	}
	shown := ""
	for _, x := range doc.Dict(doc.Dict(doc.Pages()[0].Dict["Resources"])["XObject"]) {
		content, _ := doc.StreamContent(x)
		shown += string(content)
	}
	// 80 points of room in the middle of the border; 20 points high (the
	// default border is one point wide) in the text field.
	for _, want := range []string{"80 0 0 40 10 30 cm", "36 0 0 18 32 1 cm"} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q is not in %s", want, shown)
		}
	}
}

func TestOverlayIsShieldedFromThePage(t *testing.T) {
	t.Parallel()
	f := newFixture()
	f.content = "q 2 0 0 2 0 0 cm 0 0 m"
	doc := f.read(t)
	page := doc.Pages()[0]
	picture := wide(t).AddTo(doc)
	c := canvas.NewContent(nil)
	name := FreeName(doc, page, "XObject")
	c.XObject(name, picture.Ref, [6]float64{10, 0, 0, 10, 0, 0})
	Overlay(doc, page, c)
	all := ""
	for _, part := range doc.Array(page.Dict["Contents"]) {
		content, err := doc.StreamContent(part)
		if err != nil {
			t.Fatal(err)
		}
		all += string(content)
	}
	// Both states that are open are closed before the drawing begins.
	if _, after, _ := strings.Cut(all, "0 0 m"); strings.Count(after[:strings.Index(after, "Do")], "Q\n") != 2 {
		t.Errorf("content %q", all)
	}
	if doc.Dict(doc.Dict(page.Dict["Resources"])["XObject"])[name] == nil {
		t.Error("the image is no resource of the page")
	}
}
