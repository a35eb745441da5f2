package engine_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"github.com/xuri/excelize/v2"

	"quire/engine"
	"quire/engine/pdf"
)

// formFile is a PDF with a text field "client.name" that shows "before".
func formFile(t *testing.T) []byte {
	t.Helper()
	d := pdf.New()
	page := d.AddPage([4]float64{0, 0, 300, 200}, nil, nil)
	face := d.AddObject(types.Dict{"Type": types.Name("Font"), "Subtype": types.Name("Type1"), "BaseFont": types.Name("Helvetica")})
	look := d.AddStream(types.Dict{
		"Subtype": types.Name("Form"), "BBox": types.NewIntegerArray(0, 0, 200, 20),
		"Resources": types.Dict{"Font": types.Dict{"Helv": face}},
	}, []byte("/Tx BMC BT /Helv 12 Tf 2 5 Td (before) Tj ET EMC"))
	parent := types.Dict{"T": pdf.TextString("client")}
	parentRef := d.AddObject(parent)
	field := d.AddObject(types.Dict{
		"Type": types.Name("Annot"), "Subtype": types.Name("Widget"), "FT": types.Name("Tx"),
		"T": pdf.TextString("name"), "V": pdf.TextString("before"), "Parent": parentRef, "F": types.Integer(4),
		"Rect": types.NewIntegerArray(20, 100, 220, 120), "DA": pdf.TextString("/Helv 12 Tf 0 g"),
		"AP": types.Dict{"N": look},
	})
	parent["Kids"] = types.Array{field}
	page.Dict["Annots"] = types.Array{field}
	d.Catalog()["AcroForm"] = types.Dict{
		"Fields": types.Array{parentRef}, "DR": types.Dict{"Font": types.Dict{"Helv": face}},
	}
	var b bytes.Buffer
	if err := writeWithForm(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// workbook has a visible tab "Rates".
func workbook(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	for _, err := range []error{
		f.SetSheetName("Sheet1", "Rates"),
		f.SetCellValue("Rates", "A1", "Premium"),
		f.SetCellValue("Rates", "B1", 12.5),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func filled(value string) engine.Page {
	return engine.Page{Kind: engine.KindPDFForm, Source: "form", SourceName: "Form.pdf",
		Form: &engine.FormOptions{Values: map[string]engine.FieldValue{"client.name": {Text: &value}}}}
}

func tab(name string) engine.Page {
	return engine.Page{Kind: engine.KindExcel, Source: "book", SourceName: "Q3.xlsx", Excel: &engine.ExcelOptions{Tab: name}}
}

func allSources(t *testing.T) engine.MemorySources {
	t.Helper()
	return engine.MemorySources{"form": formFile(t), "book": workbook(t), "a": sheets(t, 1, "a")}
}

func TestAllKinds(t *testing.T) {
	t.Parallel()
	sources := &counting{Sources: allSources(t)}
	plan := engine.Plan{
		Title: "All", Date: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		Pages: []engine.Page{coverPage(), static("a"), filled("Ona"), filled("Oni"), tab("rates"),
			{Kind: engine.KindStatic, Source: "form"}},
	}
	var first string
	for range 3 {
		var b bytes.Buffer
		got, err := engine.Compose(t.Context(), plan, sources, &b, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got.Sheets != 6 || len(got.Warnings) != 0 {
			t.Errorf("%d sheets, warnings %v", got.Sheets, got.Warnings)
		}
		if first != "" && got.SHA256 != first {
			t.Fatal("two runs differ")
		}
		first = got.SHA256
		checkFlat(t, b.Bytes())
	}
	if o, c := sources.opened.Load(), sources.closed.Load(); o != 9 || c != 9 {
		t.Errorf("opened %d and closed %d sources in three runs, want 9", o, c)
	}
}

// checkFlat checks that the booklet has no form and that what the fields showed
// is drawn on pages 3, 4 and 6: Ona, Oni (in hexadecimal) and before.
func checkFlat(t *testing.T, data []byte) {
	t.Helper()
	d, err := pdf.ReadBytes(t.Context(), data, "book.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if d.Catalog()["AcroForm"] != nil {
		t.Error("the form is still there")
	}
	for i, want := range map[int]string{2: "<4f6e61>", 3: "<4f6e69>", 5: "(before)"} {
		page := d.Pages()[i].Dict
		if len(d.Array(page["Annots"])) != 0 {
			t.Errorf("page %d has annotations", i+1)
		}
		shown := ""
		for _, x := range d.Dict(d.Dict(page["Resources"])["XObject"]) {
			content, err := d.StreamContent(x)
			if err != nil {
				t.Error(err)
			}
			shown += string(content)
		}
		if !strings.Contains(shown, want) {
			t.Errorf("page %d shows %q, want %s", i+1, shown, want)
		}
	}
}

func TestErrorsOfRooms(t *testing.T) {
	t.Parallel()
	other := "x"
	unknown := filled("x")
	unknown.Form = &engine.FormOptions{Values: map[string]engine.FieldValue{"client.nme": {Text: &other}}}
	broken := tab("Rates")
	broken.Source = "a"
	for name, c := range map[string]struct {
		page engine.Page
		code string
		want []string
	}{
		"tab":      {tab("DBL"), "TAB_MISSING", []string{"page 1: the workbook «Q3.xlsx» has no tab «DBL»", "«Rates»"}},
		"field":    {unknown, "FIELD_UNKNOWN", []string{"page 1: «Form.pdf»: ", "client.nme"}},
		"workbook": {broken, "WORKBOOK_UNREADABLE", []string{"page 1: ", "«Q3.xlsx»"}},
		"no form":  {engine.Page{Kind: engine.KindPDFForm, Source: "form"}, "PLAN_INVALID", []string{"page 1: a form needs"}},
		"no tab":   {engine.Page{Kind: engine.KindExcel, Source: "book"}, "PLAN_INVALID", []string{"page 1: a worksheet needs"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := engine.Compose(t.Context(), engine.Plan{Pages: []engine.Page{c.page}}, allSources(t), &bytes.Buffer{}, nil)
			var e *engine.Error
			if !errors.As(err, &e) || e.Code != c.code || engine.Retryable(err) {
				t.Fatalf("error %v", err)
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q lacks %q", err, want)
				}
			}
		})
	}
}
