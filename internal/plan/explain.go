package plan

import (
	"errors"
	"fmt"
)

// KindCover is the kind of the page that is drawn before the book's own.
const KindCover = "COVER"

// Explanation tells what a booklet would be made of, and why.
type Explanation struct {
	Title string
	// Pages in order, the cover first if there is one.
	Pages []Explained
	// Problems concern the whole booklet.
	Problems []Note
}

// Explained is one page of a booklet that would be made.
type Explained struct {
	// Number from 1, the cover not counted, which has 0.
	Number int
	Page   Page
	// File is what the page would be made from; nil when none can be told.
	File *File
	// Reason says why it is this file.
	Reason string
	// Comparisons are the conditions of a choosable page, in order.
	Comparisons []Comparison
	// Problems keep the booklet from being made, Notes do not.
	Problems, Notes []Note
}

// Comparison is a condition with what it was compared with.
type Comparison struct {
	Condition
	// Actual describes the attribute: is "Ana", is an image, has no value.
	Actual string
	Holds  bool
	// Chosen is true of the first that holds.
	Chosen bool
}

// Explain looks at every page by the rules of [Resolve], and goes on where that
// gives up.
func Explain(s Snapshot) Explanation {
	e := Explanation{Title: s.Title()}
	var whole *Error
	if errors.As(s.Check(), &whole) && whole.Code != CodeSpreadsheetMissing { // which its pages say
		e.Problems = append(e.Problems, Note{whole.Page, whole.Code, whole.Message})
	}
	if s.Book.Cover {
		e.Pages = append(e.Pages, s.explainCover())
	}
	for i := range s.Pages {
		e.Pages = append(e.Pages, s.explainPage(i+1))
	}
	return e
}

func (s Snapshot) explainCover() Explained {
	r := &resolver{Snapshot: s}
	x := Explained{Page: Page{Kind: KindCover}, Reason: "the book begins with a cover"}
	if r.cover().Cover.Logo != "" {
		x.File = s.Attributes[s.Book.LogoAttribute].Image
		x.Reason += fmt.Sprintf("; its logo is the attribute «%s»", s.Book.LogoAttribute)
	}
	x.Notes = r.notes
	return x
}

func (s Snapshot) explainPage(number int) Explained {
	x := Explained{Number: number, Page: s.Pages[number-1]}
	x.Comparisons = s.compare(x.Page)
	if x.Page.NeedsSpreadsheet() && s.Spreadsheet == nil {
		x.Reason = "it needs the workbook that comes with the order"
		x.Problems = []Note{{number, CodeSpreadsheetMissing, s.spreadsheetMissing([]int{number})}}
		return x
	}
	r := &resolver{Snapshot: s}
	resolved := r.page(number)
	x.Notes = r.notes
	for _, e := range r.errs {
		x.Problems = append(x.Problems, Note{e.Page, e.Code, e.Message})
	}
	for _, f := range s.Sources() {
		if f.Key == resolved.Source {
			x.File = &f
		}
	}
	x.Reason = s.reason(x)
	return x
}

// compare tries all conditions of a page, the ones after the first that holds
// too.
func (s Snapshot) compare(page Page) []Comparison {
	var all []Comparison
	chosen := false
	for _, c := range page.Conditions {
		holds := c.Holds(s.Attributes)
		all = append(all, Comparison{Condition: c, Actual: described(s.Attributes[c.Attribute]), Holds: holds, Chosen: holds && !chosen})
		chosen = chosen || holds
	}
	return all
}

func (s Snapshot) reason(x Explained) string {
	switch x.Page.Kind {
	case KindExcel:
		return fmt.Sprintf("it shows the %s of «%s»", x.Page.Config.Excel.chosen(), s.Spreadsheet.Name)
	case KindChoosable:
		for i, c := range x.Comparisons {
			if c.Chosen {
				return fmt.Sprintf("condition %d of %d is the first that holds: %s %s", i+1, len(x.Comparisons), c.Attribute, c.Actual)
			}
		}
		if x.File != nil {
			return "no condition holds, so that it is the fallback"
		}
		return "no condition holds, and there is no fallback"
	}
	return "it has a file of its own"
}
