package engine_test

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine"
	"quire/engine/form"
	"quire/engine/pdf"
)

// compose makes a booklet of pages over all sources and reads it.
func compose(t *testing.T, pages ...engine.Page) (*pdf.Document, engine.Result) {
	t.Helper()
	sources := allSources(t)
	sources["three"], sources["logo"] = sheets(t, 3, "s"), logo(t)
	var b bytes.Buffer
	got, err := engine.Compose(t.Context(), engine.Plan{Pages: pages}, sources, &b, nil)
	if err != nil {
		t.Fatal(err)
	}
	d, err := pdf.ReadBytes(t.Context(), b.Bytes(), "book.pdf")
	if err != nil {
		t.Fatal(err)
	}
	return d, got
}

// logo is a PNG of 40 by 20 pixels.
func logo(t *testing.T) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 40, 20))
	img.Set(1, 1, color.NRGBA{R: 200, A: 255})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// shown is all content of a page with that of the forms that it draws.
func shown(t *testing.T, d *pdf.Document, page int) string {
	t.Helper()
	out := ""
	dict := d.Pages()[page].Dict
	parts := d.Array(dict["Contents"])
	if parts == nil {
		parts = append(parts, dict["Contents"])
	}
	for _, part := range parts {
		content, err := d.StreamContent(part)
		if err != nil {
			t.Fatal(err)
		}
		out += string(content) + "\n"
	}
	for _, x := range d.Dict(d.Dict(dict["Resources"])["XObject"]) {
		if subtype, _ := d.NameOf(d.Dict(x)["Subtype"]); subtype != "Form" {
			continue
		}
		content, err := d.StreamContent(x)
		if err != nil {
			t.Fatal(err)
		}
		out += string(content) + "\n"
	}
	return out
}

func fromCell(c engine.CellValue) engine.Page {
	return engine.Page{Kind: engine.KindPDFForm, Source: "form", SourceName: "Form.pdf", Form: &engine.FormOptions{
		Workbook: "book", WorkbookName: "Q3.xlsx", Values: map[string]engine.FieldValue{"client.name": {Cell: &c}}}}
}

func TestFieldsFromCells(t *testing.T) {
	t.Parallel()
	for cells, c := range map[string]struct {
		value         engine.CellValue
		want, warning string
	}{
		"Rates!B1":    {engine.CellValue{}, "<31322e35>", ""},
		"Rates!$B$1":  {engine.CellValue{Format: "0.00"}, "<31322e3530>", ""},
		"'rates'!A1":  {engine.CellValue{}, "<5072656d69756d>", ""},
		"Rates!Z9":    {engine.CellValue{Default: "none"}, "<6e6f6e65>", ""},
		"Rates!Z8:Z9": {engine.CellValue{}, "", "CELL_BLANK"},
	} {
		c.value.Cells = cells
		d, got := compose(t, fromCell(c.value))
		text := shown(t, d, 0)
		if c.want != "" && !strings.Contains(text, c.want) || strings.Contains(text, "before") {
			t.Errorf("%s shows %q, want %s", cells, text, c.want)
		}
		if c.warning != "" && (len(got.Warnings) != 1 || got.Warnings[0].Code != c.warning || !strings.Contains(got.Warnings[0].Message, "«client.name» (Rates!Z8:Z9 is blank)")) {
			t.Errorf("%s: warnings %v", cells, got.Warnings)
		}
	}
}

// shortForm is the form with room for two characters only.
func shortForm(t *testing.T) []byte {
	t.Helper()
	d, err := pdf.ReadBytes(t.Context(), formFile(t), "form.pdf")
	if err != nil {
		t.Fatal(err)
	}
	top := d.Dict(d.Array(d.Dict(d.Catalog()["AcroForm"])["Fields"])[0])
	d.Dict(d.Array(top["Kids"])[0])["MaxLen"] = types.Integer(2)
	var b bytes.Buffer
	w := pdf.NewWriter(&b, pdf.Info{})
	if err := errors.Join(w.Append(t.Context(), d, pdf.AppendOptions{KeepForm: true}), w.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAttributesThatDoNotFitAreLeftOut(t *testing.T) {
	t.Parallel()
	page := filled("x")
	page.Form = &engine.FormOptions{ByName: map[string]string{"client.name": "Ona"}}
	sources := engine.MemorySources{"form": shortForm(t)}
	got, err := engine.Compose(t.Context(), engine.Plan{Pages: []engine.Page{page}}, sources, &bytes.Buffer{}, nil)
	if err != nil || len(got.Warnings) != 1 || got.Warnings[0].Code != "FIELD_NOT_FILLED" {
		t.Errorf("%v, warnings %v", err, got.Warnings)
	}
	page = filled("Ona")
	page.Form.ByName = map[string]string{"client.name": "O"}
	if _, err := engine.Compose(t.Context(), engine.Plan{Pages: []engine.Page{page}}, sources, &bytes.Buffer{}, nil); err == nil {
		t.Error("a mapped value that does not fit is no error")
	}
}

func TestPagesAreChosenTurnedAndScaled(t *testing.T) {
	t.Parallel()
	page := static("three")
	page.PDF = &engine.PDFOptions{Pages: "3,1-2", Rotate: 90, Paper: "A4"}
	whole := static("three")
	d, _ := compose(t, page, page, whole)
	if len(d.Pages()) != 9 {
		t.Fatalf("%d pages", len(d.Pages()))
	}
	for i, want := range []string{"s 2", "s 0", "s 1", "s 2", "s 0", "s 1", "s 0", "s 1", "s 2"} {
		if !strings.Contains(shown(t, d, i), "% "+want) {
			t.Errorf("page %d shows %q, want %s", i+1, shown(t, d, i), want)
		}
		box, turn := d.VisibleBox(d.Pages()[i]), d.Rotation(d.Pages()[i])
		if i < 6 && (box != [4]float64{0, 0, 595.28, 841.89} || turn != 90) || i >= 6 && (box[2] != 200 || turn != 0) {
			t.Errorf("page %d: box %v, turned %d", i+1, box, turn)
		}
	}
}

func TestFormsStayInteractive(t *testing.T) {
	t.Parallel()
	first, second := filled("Ona"), filled("Oni")
	first.PDF = &engine.PDFOptions{KeepForm: true, Paper: "LETTER"}
	second.PDF = &engine.PDFOptions{KeepForm: true}
	again := engine.Page{Kind: engine.KindStatic, Source: "form", PDF: &engine.PDFOptions{KeepForm: true}}
	d, got := compose(t, first, second, again, filled("flat"))
	if _, other := compose(t, first, second, again, filled("flat")); other.SHA256 != got.SHA256 {
		t.Error("two runs differ")
	}
	fields, err := form.Fields(d)
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]string{}
	for _, f := range fields {
		values[f.Name] = *f.Value.Text
	}
	if len(values) != 3 || values["client.name"] != "Ona" || values["copy2.client.name"] != "Oni" || values["copy3.client.name"] != "before" {
		t.Errorf("fields %v", values)
	}
	// 300 by 200 points on a sheet of 792 by 612.
	if box := fields[0].Widgets[0].Rect; box[0] != 20*2.64 || box[2] != 220*2.64 {
		t.Errorf("the scaled page's field lies at %v", box)
	}
}

func TestImages(t *testing.T) {
	t.Parallel()
	at := engine.Image{Source: "logo", SourceName: "acme.png", Sheet: 1, X: 10, Y: 20, Width: 80, Height: 80}
	field := engine.Image{Source: "logo", Field: "client.name"}
	turned := static("three")
	turned.PDF = &engine.PDFOptions{Rotate: 90, Pages: "1"}
	pages := []engine.Page{static("three"), turned, {Kind: engine.KindPDFForm, Source: "form", Form: &engine.FormOptions{}}, tab("Rates"), coverPage()}
	pages[2].Images = []engine.Image{field}
	for _, i := range []int{0, 1, 3, 4} {
		pages[i].Images = []engine.Image{at}
	}
	d, _ := compose(t, pages...)
	for i, want := range map[int]string{
		0: "80 0 0 40 10 220 cm", // 200 by 300 points; 20 of the 40 left stay above
		3: "0 80 -40 0 80 10 cm", // the same as it is shown turned
		4: "36 0 0 18 82 1 cm",   // within the field's border
	} {
		if text := shown(t, d, i); !strings.Contains(text, want) {
			t.Errorf("page %d draws %q, want %s", i+1, text, want)
		}
	}
	for _, i := range []int{0, 5, 6} {
		pictures := 0
		for _, x := range d.Dict(d.Dict(d.Pages()[i].Dict["Resources"])["XObject"]) {
			if w, _ := d.Integer(d.Dict(x)["Width"]); w == 40 {
				pictures++
			}
		}
		if pictures != 1 {
			t.Errorf("page %d has %d pictures", i+1, pictures)
		}
	}
}

func TestErrorsOfOptions(t *testing.T) {
	t.Parallel()
	with := func(page engine.Page, change func(*engine.Page)) engine.Page {
		change(&page)
		return page
	}
	cell := func(c engine.CellValue) engine.Page { return fromCell(c) }
	for name, c := range map[string]struct {
		page       engine.Page
		code, want string
	}{
		"range":    {with(static("a"), func(p *engine.Page) { p.PDF = &engine.PDFOptions{Pages: "1-2"} }), "PAGE_RANGE", "it has 1 page, and the page 2"},
		"ranges":   {with(static("a"), func(p *engine.Page) { p.PDF = &engine.PDFOptions{Pages: "x"} }), "PLAN_INVALID", "«x» is no range"},
		"rotation": {with(static("a"), func(p *engine.Page) { p.PDF = &engine.PDFOptions{Rotate: 45} }), "PLAN_INVALID", "not by 45"},
		"paper":    {with(static("a"), func(p *engine.Page) { p.PDF = &engine.PDFOptions{Paper: "A9"} }), "PLAN_INVALID", "A9"},
		"no image": {with(static("a"), func(p *engine.Page) {
			p.Images = []engine.Image{{Source: "a", SourceName: "x.png", Sheet: 1, Width: 1, Height: 1}}
		}), "IMAGE_UNUSABLE", "the image «x.png» cannot be used"},
		"no sheet": {with(static("a"), func(p *engine.Page) { p.Images = []engine.Image{{Source: "a", Sheet: 2, Width: 1, Height: 1}} }), "IMAGE_MISPLACED", "only 1"},
		"no place": {with(static("a"), func(p *engine.Page) { p.Images = []engine.Image{{Source: "a"}} }), "PLAN_INVALID", "neither a field nor a sheet"},
		"field of a tab": {with(tab("Rates"), func(p *engine.Page) { p.Images = []engine.Image{{Source: "a", Field: "f"}} }),
			"PLAN_INVALID", "have no fields"},
		"missing image": {with(static("a"), func(p *engine.Page) {
			p.Images = []engine.Image{{Source: "gone", SourceName: "x.png", Sheet: 1, Width: 1, Height: 1}}
		}), "SOURCE_MISSING", "«x.png» does not exist"},
		"unknown field": {with(filled("x"), func(p *engine.Page) { p.Images = []engine.Image{{Source: "logo", Field: "nme"}} }), "FIELD_UNKNOWN", "nme"},
		"cell":          {cell(engine.CellValue{Cells: "Rates!Z9", Required: true}), "CELL_BLANK", "«client.name» (Rates!Z9 is blank)"},
		"reference":     {cell(engine.CellValue{Cells: "B4"}), "PLAN_INVALID", "write it as Sheet!B4"},
		"tab":           {cell(engine.CellValue{Cells: "Other!B4"}), "TAB_MISSING", "the workbook «Q3.xlsx» has no tab «Other»"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sources := allSources(t)
			sources["logo"] = logo(t)
			_, err := engine.Compose(t.Context(), engine.Plan{Pages: []engine.Page{c.page}}, sources, &bytes.Buffer{}, nil)
			var e *engine.Error
			if !errors.As(err, &e) || e.Code != c.code || !strings.Contains(e.Message, c.want) {
				t.Errorf("error %v, want %s: %s", err, c.code, c.want)
			}
		})
	}
}
