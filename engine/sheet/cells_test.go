package sheet_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/xuri/excelize/v2"

	"quire/engine/sheet"
)

func TestParseReference(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Sheet1!B4":            "Sheet1!B4",
		"Sheet1!$b$4":          "Sheet1!B4",
		"Rates!B9:A4":          "Rates!A4:B9",
		"'DBL PROPOSAL'!C2":    "'DBL PROPOSAL'!C2",
		"'It''s'!A1":           "'It''s'!A1",
		"Größe!XFD1048576":     "Größe!XFD1048576",
		"'Sheet1'!A1:A1":       "Sheet1!A1",
		"DBL PROPOSAL!C2":      "'DBL PROPOSAL'!C2",
		"'with ! mark'!A1":     "'with ! mark'!A1",
		" Sheet1 ! A1 ":        "Sheet1!A1",
		"B4":                   "",
		"!B4":                  "",
		"''!B4":                "",
		"'It's'!A1":            "",
		"'Open!A1":             "",
		"Sheet1!B0":            "",
		"Sheet1!B1048577":      "",
		"Sheet1!XFE1":          "",
		"Sheet1!B":             "",
		"Sheet1!4":             "",
		"Sheet1!B4:":           "",
		"Sheet1!A1:Z1000":      "",
		"[Book.xlsx]Sheet1!A1": "",
	} {
		r, err := sheet.ParseReference(text)
		if (err == nil) != (want != "") || err == nil && r.String() != want {
			t.Errorf("%q: %q, %v; want %q", text, r, err, want)
		}
	}
}

func figures(t *testing.T) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	money := `"$"#,##0.00_);("$"#,##0.00)`
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &money})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		f.SetSheetName("Sheet1", "My figures"),
		f.SetCellValue("My figures", "B4", 12500.5), f.SetCellStyle("My figures", "B4", "B4", style),
		f.SetCellValue("My figures", "B5", -3), f.SetCellStyle("My figures", "B5", "B5", style),
		f.SetCellValue("My figures", "B7", "last"),
		f.SetCellValue("My figures", "C7", true),
		f.SetCellValue("My figures", "D1", 46037),
		f.SetCellFormula("My figures", "E1", "SQRT(-1)"),
		f.SetCellFormula("My figures", "E2", "B4*2"),
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

func TestCells(t *testing.T) {
	t.Parallel()
	data := figures(t)
	for _, c := range []struct{ cells, format, want, fault string }{
		{"'my figures'!B4", "", "$12,500.50", ""},
		{"'My figures'!B4", "0.0", "12500.5", ""},
		{"'My figures'!B5", "", "($3.00)", ""},
		{"'My figures'!B3:B9", "", "$12,500.50\n($3.00)\n\nlast", ""},
		{"'My figures'!B7:C7", "", "last TRUE", ""},
		{"'My figures'!D1", "d mmmm yyyy", "15 January 2026", ""},
		{"'My figures'!D1", "", "46037", ""},
		{"'My figures'!Z99", "", "", ""},
		{"'My figures'!E1", "", "", "an error"},
		{"'My figures'!E2", "#,##0", "25,001", ""},
		{"'My figures'!B7", `@" of all"`, "last of all", ""},
		{"'My figures'!B5", "yyyy", "-3", ""},
	} {
		r, err := sheet.ParseReference(c.cells)
		if err != nil {
			t.Fatal(err)
		}
		got, err := sheet.Cells(t.Context(), bytes.NewReader(data), int64(len(data)), "f.xlsx", []sheet.CellQuery{{Cells: r, Format: c.format}})
		if err != nil {
			t.Fatal(err)
		}
		if got[0].Text != c.want || (got[0].Fault != "") != (c.fault != "") {
			t.Errorf("%s in %q: %q %q, want %q %q", c.cells, c.format, got[0].Text, got[0].Fault, c.want, c.fault)
		}
	}
	r, _ := sheet.ParseReference("Other!A1")
	_, err := sheet.Cells(t.Context(), bytes.NewReader(data), int64(len(data)), "f.xlsx", []sheet.CellQuery{{Cells: r}})
	var coded interface{ Code() string }
	if !errors.As(err, &coded) || coded.Code() != "TAB_MISSING" {
		t.Errorf("error %v", err)
	}
}

func FuzzParseReference(f *testing.F) {
	for _, s := range []string{"Sheet1!B4", "'It''s'!A1:B2", "B4", "'!A1", "!"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := sheet.ParseReference(s)
		if err != nil {
			return
		}
		again, err := sheet.ParseReference(r.String())
		if err != nil || again.String() != r.String() {
			t.Errorf("%q became %q, then %q (%v)", s, r, again, err)
		}
	})
}
