package sheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"quire/engine/pdf/pdftest"
	"quire/engine/sheet/model"
)

func TestOptionsChangeThePageSetup(t *testing.T) {
	t.Parallel()
	m := &model.Sheet{Page: model.PageSetup{Width: 600, Height: 800, Texts: model.HeaderFooter{Header: "&CTitle"}}}
	areas, err := (&Options{Range: "$C$9:B2"}).areas(nil, "")
	if err != nil {
		t.Fatal(err)
	}
	o := Options{FitWidth: 1, Orientation: "landscape", NoHeaderFooter: true}
	if err := o.apply(&m.Page, areas); err != nil {
		t.Fatal(err)
	}
	p := m.Page
	if p.Width != 800 || p.Height != 600 || !p.Fit || p.FitWidth != 1 || p.FitHeight != 0 || p.Texts.Header != "" {
		t.Errorf("page = %+v", p)
	}
	if want := (model.Range{FirstRow: 2, FirstCol: 2, LastRow: 9, LastCol: 3}); len(p.Areas) != 1 || p.Areas[0] != want {
		t.Errorf("areas = %+v, want %+v", p.Areas, want)
	}
	o = Options{PaperWidth: 300, PaperHeight: 400}
	if err := o.apply(&m.Page, nil); err != nil || m.Page.Width != 400 || m.Page.Height != 300 {
		t.Errorf("other paper for a landscape sheet: %g × %g, error %v", m.Page.Width, m.Page.Height, err)
	}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	tabs := []Tab{{Name: "Medical A", Visible: true}, {Name: "Medical B"}, {Name: "Dental", Visible: true}, {Name: "medical Ä*", Visible: true}}
	for _, tt := range []struct {
		o    Options
		want []string
	}{
		{Options{Tab: "dental"}, []string{"Dental"}},
		{Options{Tab: "Medical B"}, []string{"Medical B"}},
		{Options{Index: 2}, []string{"Medical B"}},
		{Options{Pattern: "MEDICAL*"}, []string{"Medical A", "medical Ä*"}},
		{Options{Pattern: "?????l"}, []string{"Dental"}},
		{Options{AllTabs: true}, []string{"Medical A", "Dental", "medical Ä*"}},
		{Options{Pattern: "Vision*"}, nil},
		{Options{Pattern: "[a-"}, nil},
		{Options{Tab: "Vision"}, nil},
		{Options{Index: 5}, nil},
		{Options{Index: -1}, nil},
		{Options{}, nil},
	} {
		got, err := tt.o.Choose(tabs)
		if !slices.Equal(got, tt.want) || (err == nil) != (tt.want != nil) {
			t.Errorf("%+v chooses %q, error %v, want %q", tt.o, got, err, tt.want)
		}
		if err != nil && !strings.HasSuffix(err.Error(), "it has: 1 «Medical A», 2 «Medical B» (hidden), 3 «Dental», 4 «medical Ä*»") {
			t.Errorf("the error does not list the tabs: %v", err)
		}
	}
}

func TestParseRange(t *testing.T) {
	t.Parallel()
	for text, ok := range map[string]bool{
		"B2:H40": true, "$B$2": true, " A1 ": true, "Rates_2026": true, "Übersicht": true, `\a.b`: true,
		"A1:XFE3": false, "A0": false, "Sheet!A1": false, "a b": false, "": false, "1a": false, strings.Repeat("a", 256): false,
	} {
		if err := ParseRange(text); (err == nil) != ok {
			t.Errorf("%q: error %v, want a good one: %t", text, err, ok)
		}
	}
}

func TestRenderByName(t *testing.T) {
	t.Parallel()
	data := book(t, func(f *excelize.File) []error {
		_, err := f.NewSheet("My 'own' sheet")
		return []error{
			err, f.SetCellValue("Sheet1", "A1", "first"), f.SetCellValue("Sheet1", "A400", "far below"), f.SetCellValue("My 'own' sheet", "A300", "here"),
			f.SetDefinedName(&excelize.DefinedName{Name: "Rates", RefersTo: "Sheet1!$A$1:$B$3"}),
			f.SetDefinedName(&excelize.DefinedName{Name: "Rates", RefersTo: "'My ''own'' sheet'!$A$300", Scope: "My 'own' sheet"}),
			f.SetDefinedName(&excelize.DefinedName{Name: "Both", RefersTo: "Sheet1!$A$1:$B$3,Sheet1!$A$400"}),
			f.SetDefinedName(&excelize.DefinedName{Name: "Number", RefersTo: "1+1"}),
		}
	})
	w, err := Open(bytes.NewReader(data), int64(len(data)), "book.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for _, tt := range []struct {
		o     Options
		pages int
		fault string
	}{
		{Options{Tab: "Sheet1", Range: "rates"}, 1, ""},
		{Options{Tab: "Sheet1", Range: "Both"}, 2, ""},
		{Options{Tab: "My 'own' sheet", Range: "Rates"}, 1, ""},
		{Options{AllTabs: true, Range: "Rates"}, 2, ""},
		{Options{Tab: "My 'own' sheet", Range: "Both"}, 0, "means cells of tab «Sheet1»"},
		{Options{Tab: "Sheet1", Range: "Number"}, 0, "is no range of cells"},
		{Options{Tab: "Sheet1", Range: "Premiums"}, 0, "it has: «Rates», «Both», «Number»"},
	} {
		tt.o.Fonts = fonts
		doc, _, err := w.Render(context.Background(), tt.o)
		if tt.fault != "" {
			var p *model.Problem
			if !errors.As(err, &p) || p.Code() != "RANGE_INVALID" || !strings.Contains(err.Error(), tt.fault) {
				t.Errorf("%+v: error %v, want one with %q", tt.o, err, tt.fault)
			}
			continue
		}
		if err != nil || len(doc.Pages()) != tt.pages {
			t.Errorf("%+v: error %v, want %d pages", tt.o, err, tt.pages)
		}
	}
}

func TestTabsAreNumberedOn(t *testing.T) {
	t.Parallel()
	data := book(t, func(f *excelize.File) []error {
		_, err := f.NewSheet("Second")
		footer := &excelize.HeaderFooterOptions{OddFooter: "&CPage &P of &N"}
		return []error{
			err, f.SetCellValue("Sheet1", "A1", 1), f.SetCellValue("Sheet1", "A100", 1), f.SetCellValue("Second", "A1", 1),
			f.SetHeaderFooter("Sheet1", footer), f.SetHeaderFooter("Second", footer),
		}
	})
	doc, _, err := Render(context.Background(), bytes.NewReader(data), int64(len(data)), "book.xlsx", Options{AllTabs: true, Fonts: fonts})
	if err != nil {
		t.Fatal(err)
	}
	for i, page := range pdftest.Texts(t, doc) {
		if want := fmt.Sprintf("Page %d of 3", i+1); !slices.Contains(page, want) {
			t.Errorf("page %d says %q, want %q", i+1, page, want)
		}
	}
}

func TestRenderByIndexAndRange(t *testing.T) {
	t.Parallel()
	data := book(t, func(f *excelize.File) []error {
		_, err := f.NewSheet("Second")
		return []error{err, f.SetCellValue("Second", "A1", "here"), f.SetCellValue("Second", "A400", "and far below")}
	})
	render := func(o Options) (int, error) {
		doc, _, err := Render(context.Background(), bytes.NewReader(data), int64(len(data)), "book.xlsx", o)
		if err != nil {
			return 0, err
		}
		return len(doc.Pages()), nil
	}
	if n, err := render(Options{Index: 2, Range: "A1:B3"}); err != nil || n != 1 {
		t.Errorf("%d pages, error %v, want 1", n, err)
	}
	for want, o := range map[string]Options{
		"TAB_MISSING": {Index: 3}, "RANGE_INVALID": {Index: 2, Range: "all"}, "PAGE_SETUP_INVALID": {Index: 2, Orientation: "diagonal"},
	} {
		_, err := render(o)
		var p *model.Problem
		if !errors.As(err, &p) || p.Code() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}
