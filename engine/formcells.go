package engine

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"quire/engine/form"
	"quire/engine/sheet"
)

// codeCellBlank is the error of a field that needs a cell without a value, and
// the warning of a field that was left blank for the same reason.
const codeCellBlank = "CELL_BLANK"

// checkCells tells what the form's values from cells lack; "" for nothing.
func checkCells(o *FormOptions) string {
	for _, field := range slices.Sorted(maps.Keys(o.Values)) {
		c := o.Values[field].Cell
		if c == nil {
			continue
		}
		if o.Workbook == "" {
			return "the field «" + field + "» takes the cell " + c.Cells + ", but there is no workbook"
		}
		if _, err := sheet.ParseReference(c.Cells); err != nil {
			return "the field «" + field + "»: " + err.Error()
		}
	}
	return ""
}

// cellValues gives the values of the fields that are filled from the workbook.
// Fields that need a cell without a value are one error.
func cellValues(ctx context.Context, t task) (map[string]form.Value, []Warning, error) {
	o := t.page.Form
	var fields []string
	var queries []sheet.CellQuery
	for _, field := range slices.Sorted(maps.Keys(o.Values)) {
		if c := o.Values[field].Cell; c != nil {
			r, err := sheet.ParseReference(c.Cells)
			if err != nil {
				return nil, nil, err
			}
			fields, queries = append(fields, field), append(queries, sheet.CellQuery{Cells: r, Format: c.Format})
		}
	}
	if len(fields) == 0 {
		return nil, nil, nil
	}
	v, err := t.lib.open(ctx, o.Workbook, o.WorkbookName)
	if err != nil {
		return nil, nil, err
	}
	workbook := Page{Source: o.Workbook, SourceName: o.WorkbookName}
	w, err := t.lib.workbook(v, o.Workbook, workbook.name())
	if err != nil {
		return nil, nil, pageError(0, workbook, err)
	}
	texts, err := w.Cells(ctx, queries)
	if err != nil {
		return nil, nil, pageError(0, workbook, err)
	}
	return judgeCells(o, fields, queries, texts, workbook.name())
}

// judgeCells decides what becomes of cells without a value.
func judgeCells(o *FormOptions, fields []string, queries []sheet.CellQuery, texts []sheet.CellText, workbook string) (map[string]form.Value, []Warning, error) {
	values := map[string]form.Value{}
	var blank, lacking []string
	for i, field := range fields {
		c, text := o.Values[field].Cell, texts[i].Text
		if texts[i].Fault != "" || text == "" {
			why := "is blank"
			if texts[i].Fault != "" {
				why = "shows the error " + texts[i].Fault
			}
			note := fmt.Sprintf("«%s» (%s %s)", field, queries[i].Cells, why)
			text = c.Default
			if c.Required {
				lacking = append(lacking, note)
			} else if text == "" {
				blank = append(blank, note)
			}
		}
		values[field] = form.Text(text)
	}
	if len(lacking) > 0 {
		return nil, nil, &Error{Code: codeCellBlank, Source: o.Workbook, Message: fmt.Sprintf(
			"cells of the workbook «%s» are needed by fields of the form: %s; complete the workbook and send it again", workbook, strings.Join(lacking, ", "))}
	}
	if len(blank) > 0 {
		return values, []Warning{{Code: codeCellBlank, Message: fmt.Sprintf(
			"left blank because the workbook «%s» has no value for them: %s", workbook, strings.Join(blank, ", "))}}, nil
	}
	return values, nil, nil
}
