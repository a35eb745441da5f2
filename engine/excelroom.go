package engine

import (
	"context"

	"quire/engine/pdf"
	"quire/engine/sheet"
)

// excelRoom prints a tab of a workbook.
type excelRoom struct{}

func (excelRoom) check(page Page) string {
	if page.Excel == nil || page.Excel.Tab == "" {
		return "a worksheet needs the name of its tab"
	}
	return needsSource(page)
}

func (excelRoom) render(ctx context.Context, t task) (*pdf.Document, []Warning, error) {
	v, err := t.lib.open(ctx, t.page.Source, t.page.name())
	if err != nil {
		return nil, nil, err
	}
	doc, found, err := sheet.Render(ctx, v.src, v.src.Size(), t.page.name(), sheet.Options{
		Tab:  t.page.Excel.Tab,
		Date: t.date,
	})
	if err != nil {
		return nil, nil, err
	}
	var warnings []Warning
	for _, w := range found {
		warnings = append(warnings, Warning{Code: w.Code, Message: t.page.said(w.Message)})
	}
	return doc, warnings, nil
}
