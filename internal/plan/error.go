package plan

import (
	"fmt"
	"strings"
)

// Codes of what can be wrong with a booklet before it is made. They are stable.
const (
	// CodeBookEmpty: the book has no pages.
	CodeBookEmpty = "BOOK_EMPTY"
	// CodeSpreadsheetMissing: an excel page has no workbook to print from.
	CodeSpreadsheetMissing = "SPREADSHEET_MISSING"
	// CodeNoCondition: no condition of a choosable page holds and it has no
	// fallback.
	CodeNoCondition = "NO_CONDITION_HOLDS"
	// CodeAttributeMissing: a form needs an attribute that has no value.
	CodeAttributeMissing = "ATTRIBUTE_MISSING"
	// CodePageInvalid: a page lacks what its kind needs.
	CodePageInvalid = "PAGE_INVALID"
)

// Error says why a booklet cannot be planned. Trying again does not help.
type Error struct {
	// Page of the book, from 1, the cover not counted; 0 when it concerns the
	// whole. Of several pages it is the first.
	Page int
	// Code is one of the constants above.
	Code string
	// Message names the page, what failed, why and what to do.
	Message string
}

// Error is the message.
func (e *Error) Error() string { return e.Message }

// Codes of notes. They are stable.
const (
	// NoteAttributeMissing: a field was left blank or got its default.
	NoteAttributeMissing = "ATTRIBUTE_MISSING"
	// NoteLogoUnusable: the attribute for the logo holds a text.
	NoteLogoUnusable = "LOGO_UNUSABLE"
)

// Note is something that a person should know about a plan that was made all
// the same.
type Note struct {
	// Page of the book, from 1, the cover not counted; 0 when it concerns the
	// whole.
	Page    int
	Code    string
	Message string
}

// Label is how messages name the page with this number, counted from 1 without
// the cover: page 4 «Proposal».
func (s Snapshot) Label(number int) string {
	if number >= 1 && number <= len(s.Pages) && s.Pages[number-1].Title != "" {
		return fmt.Sprintf("page %d «%s»", number, s.Pages[number-1].Title)
	}
	return fmt.Sprintf("page %d", number)
}

// mostNamed bounds how many pages one message speaks of.
const mostNamed = 5

// joined makes one error of those of several pages: the first says the code.
func joined(errs []*Error) error {
	if len(errs) == 0 {
		return nil
	}
	first := *errs[0]
	var texts []string
	for _, e := range errs[:min(len(errs), mostNamed)] {
		texts = append(texts, e.Message)
	}
	if rest := len(errs) - mostNamed; rest > 0 {
		texts = append(texts, fmt.Sprintf("and %d more pages cannot be made", rest))
	}
	first.Message = strings.Join(texts, "; ")
	return &first
}
