package sheet

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"quire/engine/pdf/pdftest"
)

// TestFormsWithControls prints what a spreadsheet library writes of its own.
func TestFormsWithControls(t *testing.T) {
	t.Parallel()
	data := book(t, func(f *excelize.File) []error {
		add := func(cell string, kind excelize.FormControlType, text string) error {
			return f.AddFormControl("Sheet1", excelize.FormControl{Cell: cell, Type: kind, Text: text, Checked: true, Width: 140, Height: 24, MaxVal: 9, CurrentVal: 3})
		}
		return []error{f.SetCellStr("Sheet1", "A1", "Application"), add("B2", excelize.FormControlCheckBox, "Flood"), add("B4", excelize.FormControlOptionButton, "Yearly"),
			add("B6", excelize.FormControlButton, "Send"), add("B8", excelize.FormControlLabel, "Signature"), add("B10", excelize.FormControlGroupBox, "Cover"),
			add("B14", excelize.FormControlSpinButton, ""), add("B16", excelize.FormControlScrollBar, "")}
	})
	doc, warnings := mustRender(t, data)
	if len(warnings) != 0 {
		t.Errorf("warnings %v", warnings)
	}
	text := strings.Join(slices.Concat(pdftest.Texts(t, doc)...), "|")
	for _, want := range []string{"Application", "Flood", "Yearly", "Send", "Signature", "Cover"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not on the page: %q", want, text)
		}
	}
}

// TestChartSheets prints tabs that are one chart: it fills a page that lies.
func TestChartSheets(t *testing.T) {
	t.Parallel()
	data := book(t, func(f *excelize.File) []error {
		return []error{f.SetSheetRow("Sheet1", "A1", &[]any{"North", 3}), f.SetSheetRow("Sheet1", "A2", &[]any{"South", 5}),
			f.AddChartSheet("Sales", &excelize.Chart{Type: excelize.Col, Title: excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: "Premiums"}}}, Series: []excelize.ChartSeries{{Categories: "Sheet1!$A$1:$A$2", Values: "Sheet1!$B$1:$B$2"}}})}
	})
	w, err := Open(bytes.NewReader(data), int64(len(data)), "book.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if tabs := w.Tabs(); len(tabs) != 2 || tabs[1].Name != "Sales" {
		t.Fatalf("the tabs are %v", tabs)
	}
	doc, warnings, err := w.Render(context.Background(), Options{Tab: "sales", Fonts: fonts})
	if err != nil || len(warnings) != 0 {
		t.Fatal(err, warnings)
	}
	if box := doc.VisibleBox(doc.Pages()[0]); len(doc.Pages()) != 1 || box[2]-box[0] <= box[3]-box[1] {
		t.Errorf("%d pages of %v, want one that lies", len(doc.Pages()), box)
	}
	text := strings.Join(slices.Concat(pdftest.Texts(t, doc)...), "|")
	for _, want := range []string{"Premiums", "North", "South"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not on the page: %q", want, text)
		}
	}
	about, err := Describe(context.Background(), bytes.NewReader(data), int64(len(data)), "book.xlsx")
	if err != nil || len(about) != 2 || about[1].PrintedPages != 1 || about[1].Rows != 0 {
		t.Errorf("described as %+v, %v", about, err)
	}
}
