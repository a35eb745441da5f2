package plan

import (
	"fmt"
	"strings"

	"quire/engine"
)

// SpreadsheetPages gives the numbers of the pages that need the workbook,
// counted from 1 without the cover.
func (s Snapshot) SpreadsheetPages() []int {
	var numbers []int
	for i, page := range s.Pages {
		if page.NeedsSpreadsheet() {
			numbers = append(numbers, i+1)
		}
	}
	return numbers
}

// NeedsSpreadsheet tells whether the page cannot be made without the workbook: it
// shows a tab of it, or fills fields from its cells.
func (p Page) NeedsSpreadsheet() bool {
	return p.Kind == KindExcel || p.Kind == KindPDFForm && p.Config.Form.usesCells()
}

// checkSpreadsheet refuses a booklet that lacks the workbook that it needs.
func (s Snapshot) checkSpreadsheet() error {
	numbers := s.SpreadsheetPages()
	if len(numbers) == 0 || s.Spreadsheet != nil {
		return nil
	}
	return &Error{Page: numbers[0], Code: CodeSpreadsheetMissing, Message: s.spreadsheetMissing(numbers)}
}

func (s Snapshot) spreadsheetMissing(numbers []int) string {
	var labels []string
	for _, n := range numbers[:min(len(numbers), mostNamed)] {
		label := s.Label(n)
		if excel := s.Pages[n-1].Config.Excel; excel != nil {
			label += " (" + excel.chosen() + ")"
		} else {
			label += " (cells for its form)"
		}
		labels = append(labels, label)
	}
	if rest := len(numbers) - mostNamed; rest > 0 {
		labels = append(labels, fmt.Sprintf("%d more", rest))
	}
	return fmt.Sprintf("the book «%s» needs a spreadsheet for %s; send one along", s.Book.Name, strings.Join(labels, ", "))
}

// Sources lists each file that the booklet may be made from once, by its key,
// in the order of the pages.
func (s Snapshot) Sources() []File {
	var all []File
	seen := map[string]bool{}
	add := func(f *File) {
		if f != nil && !seen[f.Key] {
			seen[f.Key] = true
			all = append(all, *f)
		}
	}
	if s.Book.Cover {
		add(s.Attributes[s.Book.LogoAttribute].Image)
	}
	for _, page := range s.Pages {
		if page.NeedsSpreadsheet() {
			add(s.Spreadsheet)
		}
		add(page.File)
		for _, image := range page.Config.Images {
			add(image.File)
			if image.Attribute != nil {
				add(s.Attributes[*image.Attribute].Image)
			}
		}
		for i := range page.Conditions {
			add(&page.Conditions[i].File)
		}
	}
	return all
}

// MayShow lists the files one of which a page of the snapshot shows, whatever the
// attributes: none for a page that lacks what its kind needs.
func (s Snapshot) MayShow(page Page) (files []File) {
	file := page.File
	if page.Kind == KindExcel {
		if file = s.Spreadsheet; page.Config.Excel == nil {
			return nil
		}
	}
	if file != nil {
		files = append(files, *file)
	}
	for _, c := range page.Conditions {
		files = append(files, c.File)
	}
	return files
}

// Used lists those of the snapshot's sources that the plan is made from: files
// that were not chosen need not be fetched.
func (s Snapshot) Used(p engine.Plan) []File {
	named := map[string]bool{}
	for _, page := range p.Pages {
		for _, name := range page.Sources() {
			named[name] = true
		}
	}
	var used []File
	for _, f := range s.Sources() {
		if named[f.Key] {
			used = append(used, f)
		}
	}
	return used
}

// Load is the size in bytes of the files that the booklet is made from; of a
// booklet that cannot be made, 0.
func (s Snapshot) Load() (sum int64) {
	p, _, err := Resolve(s)
	if err != nil {
		return 0
	}
	for _, f := range s.Used(p) {
		sum += f.Size
	}
	return sum
}
