package engine

import (
	"context"
	"fmt"
	"strings"

	"quire/engine/pdf"
	"quire/engine/sheet"
)

// mostFit is the most pages that a worksheet is fitted to, one way; the file
// format itself has no higher number (ECMA-376 part 1, 18.3.1.63).
const mostFit = 32767

// excelRoom prints tabs of a workbook.
type excelRoom struct{}

func (excelRoom) check(page Page) string {
	if page.Excel == nil {
		return "a worksheet needs the name of its tab"
	}
	if lack := page.Excel.lack(); lack != "" {
		return lack
	}
	return needsSource(page)
}

// lack tells what is wrong with the options; "" for nothing.
func (o *ExcelOptions) lack() string {
	choices := 0
	for _, set := range []bool{o.Tab != "", o.Index != 0, o.Pattern != "", o.AllTabs} {
		if set {
			choices++
		}
	}
	if choices != 1 || o.Index < 0 {
		return "a worksheet needs exactly one of the name of its tab, its number from 1, a pattern for names, and all tabs"
	}
	if o.Range != "" {
		if err := sheet.ParseRange(o.Range); err != nil {
			return err.Error()
		}
	}
	if o.FitWidth < 0 || o.FitWidth > mostFit || o.FitHeight < 0 || o.FitHeight > mostFit {
		return fmt.Sprintf("a worksheet is fitted to 1 to %d pages, 0 for any number", mostFit)
	}
	if o.Orientation != "" && o.Orientation != "PORTRAIT" && o.Orientation != "LANDSCAPE" {
		return fmt.Sprintf("the orientation %q is unknown; it is PORTRAIT or LANDSCAPE", o.Orientation)
	}
	if _, known := papers[o.Paper]; !known && o.Paper != "" {
		return fmt.Sprintf("the paper %q is unknown; it is A4 or LETTER", o.Paper)
	}
	return ""
}

// Choose gives the names of the tabs of a workbook that are printed. The error
// has the code TAB_MISSING and lists the tabs that there are.
func (o *ExcelOptions) Choose(tabs []sheet.Tab) ([]string, error) {
	choice := o.sheet()
	return choice.Choose(tabs)
}

// sheet are the options as the room's own package takes them.
func (o *ExcelOptions) sheet() sheet.Options {
	size := papers[o.Paper]
	return sheet.Options{
		Tab: o.Tab, Index: o.Index, Pattern: o.Pattern, AllTabs: o.AllTabs,
		Range: o.Range, FitWidth: o.FitWidth, FitHeight: o.FitHeight, Orientation: strings.ToLower(o.Orientation),
		PaperWidth: size[0], PaperHeight: size[1], NoHeaderFooter: o.NoHeaderFooter, TableStyles: o.TableStyles,
	}
}

func (excelRoom) render(ctx context.Context, t task) (*pdf.Document, []Warning, error) {
	return t.lib.shared(ctx, t.page, func(v *volume) (*pdf.Document, []Warning, error) { return printSheet(ctx, t, v) })
}

func printSheet(ctx context.Context, t task, v *volume) (*pdf.Document, []Warning, error) {
	o := t.page.Excel.sheet()
	o.Date = t.date
	w, err := t.lib.workbook(v, t.page.Source, t.page.name())
	if err != nil {
		return nil, nil, err
	}
	doc, found, err := w.Render(ctx, o)
	if err != nil {
		return nil, nil, err
	}
	var warnings []Warning
	for _, w := range found {
		warnings = append(warnings, Warning{Code: w.Code, Message: t.page.said(w.Message)})
	}
	return doc, warnings, nil
}
