package sheet

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"github.com/xuri/excelize/v2"

	"quire/engine/sheet/model"
)

func TestOptionsChangeThePageSetup(t *testing.T) {
	t.Parallel()
	m := &model.Sheet{Page: model.PageSetup{Width: 600, Height: 800, Texts: model.HeaderFooter{Header: "&CTitle"}}}
	o := Options{Range: "$C$9:B2", FitWidth: 1, Orientation: "landscape", NoHeaderFooter: true}
	if err := o.apply(m); err != nil {
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
	if err := o.apply(m); err != nil || m.Page.Width != 400 || m.Page.Height != 300 {
		t.Errorf("other paper for a landscape sheet: %g × %g, error %v", m.Page.Width, m.Page.Height, err)
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
