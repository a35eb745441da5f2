package pdf_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/pdf"
)

func TestRanges(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                              "[]",
		" ":                             "[]",
		"1-3,5,8-":                      "[0 1 2 4 7 8 9]",
		"-2, 10":                        "[0 1 9]",
		"3,1 - 2":                       "[2 0 1]",
		"2,2":                           "[1 1]",
		"11":                            "it has 10 pages, and the page 11 is asked for",
		"9-12":                          "it has 10 pages, and the page 12 is asked for",
		"12-":                           "it has 10 pages, and the page 12 is asked for",
		"0":                             "no range",
		"3-1":                           "no range",
		"-":                             "no range",
		"1,,2":                          "no range",
		"1-2-3":                         "no range",
		"+1":                            "no range",
		"x":                             "no range",
		"99999999":                      "no range",
		strings.Repeat("1,", 600) + "1": "too many",
	} {
		r, err := pdf.ParseRanges(text)
		var indices []int
		if err == nil {
			indices, err = r.Indices(10)
		}
		got := fmt.Sprint(indices)
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, want) {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func FuzzParseRanges(f *testing.F) {
	for _, s := range []string{"1-3,5,8-", "-2", "0", "1,,2"} {
		f.Add(s, 10)
	}
	f.Fuzz(func(t *testing.T, s string, n int) {
		r, err := pdf.ParseRanges(s)
		if err != nil || n < 1 || n > 1000 {
			return
		}
		indices, err := r.Indices(n)
		for _, i := range indices {
			if err == nil && (i < 0 || i >= n) {
				t.Fatalf("%q of %d pages gives the index %d", s, n, i)
			}
		}
	})
}

// outlineTitles are the titles of an outline, depth first.
func outlineTitles(d *pdf.Document, o types.Object) []string {
	var out []string
	for item := d.Dict(o); item != nil; item = d.Dict(item["Next"]) {
		title, _ := d.Text(item["Title"])
		out = append(append(out, title), outlineTitles(d, item["First"])...)
	}
	return out
}

func TestSelect(t *testing.T) {
	t.Parallel()
	src := reread(t, linked("a"))
	src.Select([]int{1, 1})
	d := reread(t, joined(t, pdf.Info{}, src))
	if len(d.Pages()) != 2 {
		t.Fatalf("%d pages", len(d.Pages()))
	}
	if got := lead(d, named(d, "second")); got != 0 {
		t.Errorf("«second» leads to page %d", got)
	}
	// The inner entry led to the page that was left out.
	if got := outlineTitles(d, d.Dict(d.Catalog()["Outlines"])["First"]); !slices.Equal(got, []string{"a"}) {
		t.Errorf("outline %q", got)
	}
	labels := d.Array(d.Dict(d.Catalog()["PageLabels"])["Nums"])
	if len(labels) != 4 {
		t.Fatalf("labels %v", labels)
	}
	if start, _ := d.Integer(d.Dict(labels[3])["St"]); start != 7 {
		t.Errorf("labels %v", labels)
	}

	first := reread(t, linked("a"))
	first.Select([]int{0})
	d = reread(t, joined(t, pdf.Info{}, first))
	for i, annot := range d.Array(d.Pages()[0].Dict["Annots"]) {
		if got := target(d, d.Dict(annot)); got != -1 {
			t.Errorf("link %d leads to page %d, which was left out", i, got)
		}
	}
	if labels := d.Array(d.Dict(d.Catalog()["PageLabels"])["Nums"]); len(labels) != 2 {
		t.Errorf("labels %v", labels)
	}
}

func TestRotate(t *testing.T) {
	t.Parallel()
	src := reread(t, linked("a")) // 90 and 0 degrees
	src.Rotate(-90)
	if a, b := src.Rotation(src.Pages()[0]), src.Rotation(src.Pages()[1]); a != 0 || b != 270 {
		t.Errorf("rotations %d and %d", a, b)
	}
}

func TestFitPaper(t *testing.T) {
	t.Parallel()
	src := reread(t, linked("a")) // visible are 280 by 380 points from 10, 10
	if err := src.FitPaper(560, 840); err != nil {
		t.Fatal(err)
	}
	d := reread(t, joined(t, pdf.Info{}, src))
	page := d.Pages()[0]
	if box := d.VisibleBox(page); box != [4]float64{0, 0, 560, 840} || d.Rotation(page) != 90 {
		t.Errorf("box %v, rotation %d", box, d.Rotation(page))
	}
	content, err := d.StreamContent(page.Dict["Contents"])
	if want := "q 2 0 0 2 -20 20 cm /Page Do Q\n"; err != nil || string(content) != want {
		t.Errorf("content %q, want %q (%v)", content, want, err)
	}
	form := d.Stream(d.Dict(d.Dict(page.Dict["Resources"])["XObject"])["Page"])
	if box, _ := d.Rect(form.Dict["BBox"]); box != [4]float64{10, 10, 290, 390} {
		t.Errorf("the content is clipped to %v", box)
	}
	if d.Dict(d.Dict(form.Dict["Resources"])["Properties"])["L"] == nil {
		t.Error("the content lost its resources")
	}
	annots := d.Array(page.Dict["Annots"])
	if box, _ := d.Rect(d.Dict(annots[3])["Rect"]); box != [4]float64{-2, 38, 18, 58} {
		t.Errorf("a link lies at %v", box)
	}
	dest := d.Array(named(d, "second"))
	if x, _ := d.Number(dest[2]); x != -20 {
		t.Errorf("the destination is %v", dest)
	}
	if y, _ := d.Number(dest[3]); y != 220 {
		t.Errorf("the destination is %v", dest)
	}
	again := reread(t, joined(t, pdf.Info{}, src))
	if err := again.FitPaper(840, 560); err != nil {
		t.Fatal(err)
	}
	content, _ = again.StreamContent(again.Pages()[0].Dict["Contents"])
	if !strings.HasPrefix(string(content), "q 2 0 0 2") {
		t.Errorf("a page of the right size was scaled: %q", content)
	}
}

// asked is a form with a text field at the top and one below a parent.
func asked(value string) []byte {
	return file(
		`<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 5 0 R]/DA(/Helv 0 Tf 1 g)/DR<</Font<</Helv 7 0 R>>>>/CO[4 0 R]>>>>`,
		`<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 300 400]>>`,
		`<</Type/Page/Parent 2 0 R/Resources<<>>/Annots[4 0 R 6 0 R]>>`,
		`<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(`+value+`)/Rect[0 0 100 20]/P 3 0 R>>`,
		`<</T(client)/Kids[6 0 R]>>`,
		`<</Type/Annot/Subtype/Widget/FT/Tx/T(city)/V(`+value+`)/Parent 5 0 R/Rect[0 50 100 70]/P 3 0 R/DA(/Helv 9 Tf)>>`,
		`<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>`,
	)
}

// fieldNames lists the full names of fields with their values.
func fieldNames(d *pdf.Document, fields types.Array, above string) []string {
	var out []string
	for _, o := range fields {
		f := d.Dict(o)
		name, _ := d.Text(f["T"])
		if kids := d.Array(f["Kids"]); kids != nil {
			for _, kid := range kids {
				if d.Dict(d.Dict(kid)["Parent"]) == nil {
					out = append(out, "a kid without a parent")
				}
			}
			out = append(out, fieldNames(d, kids, above+name+".")...)
			continue
		}
		value, _ := d.Text(f["V"])
		out = append(out, above+name+"="+value)
	}
	return out
}

func TestKeptFormsDoNotCollide(t *testing.T) {
	t.Parallel()
	write := func() []byte {
		var b bytes.Buffer
		w := pdf.NewWriter(&b, pdf.Info{})
		for _, value := range []string{"one", "two", "three"} {
			if err := w.Append(t.Context(), reread(t, asked(value)), pdf.AppendOptions{KeepForm: true}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Append(t.Context(), reread(t, asked("flat")), pdf.AppendOptions{}); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	data := write()
	d := reread(t, data)
	form := d.Dict(d.Catalog()["AcroForm"])
	want := []string{"name=one", "client.city=one", "copy2.name=two", "copy2.client.city=two", "copy3.name=three", "copy3.client.city=three"}
	if got := fieldNames(d, d.Array(form["Fields"]), ""); !slices.Equal(got, want) {
		t.Errorf("fields %q, want %q", got, want)
	}
	if n := len(d.Array(form["CO"])); n != 3 {
		t.Errorf("%d fields in the order of calculation", n)
	}
	if d.Dict(d.Dict(d.Dict(form["DR"])["Font"])["Helv"]) == nil {
		t.Error("the form's font is missing")
	}
	for i, page := range d.Pages() {
		widget := d.Dict(d.Array(page.Dict["Annots"])[0])
		if d.Dict(widget["P"]) == nil {
			t.Errorf("the widget of page %d does not know its page", i+1)
		}
		if da, _ := d.Text(widget["DA"]); i < 3 && da != "/Helv 0 Tf 1 g" {
			t.Errorf("the look of fields on page %d is %q", i+1, da)
		}
	}
	if !bytes.Equal(data, write()) {
		t.Error("two runs differ")
	}
}
