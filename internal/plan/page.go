package plan

import "quire/engine"

// ResolvePage resolves the page with this number alone, counted from 1 without
// the cover, as if the book had no other: what the others lack does not matter.
// Errors and notes speak of the page by its number in the book; the engine knows
// it as page 1.
func ResolvePage(s Snapshot, number int) (engine.Plan, []Note, error) {
	if s.Pages[number-1].NeedsSpreadsheet() && s.Spreadsheet == nil {
		return engine.Plan{}, nil, &Error{Page: number, Code: CodeSpreadsheetMissing, Message: s.spreadsheetMissing([]int{number})}
	}
	r := &resolver{Snapshot: s}
	page := r.page(number)
	if err := joined(r.errs); err != nil {
		return engine.Plan{}, nil, err
	}
	return engine.Plan{Title: s.Title(), Author: s.Organisation, Date: s.Date, Pages: []engine.Page{page}}, r.notes, nil
}
