package plan

import (
	"fmt"

	"quire/engine"
)

// Resolve takes every choice and every value from the snapshot. It is a pure
// function: equal snapshots give equal plans. The error is an [*Error] that
// names every page that cannot be made. A booklet without the workbook that it
// needs is refused before anything else is looked at.
func Resolve(s Snapshot) (engine.Plan, []Note, error) {
	if err := s.Check(); err != nil {
		return engine.Plan{}, nil, err
	}
	r := &resolver{Snapshot: s}
	result := engine.Plan{Title: s.Title(), Author: s.Organisation, Date: s.Date}
	if s.Book.Cover {
		result.Pages = append(result.Pages, r.cover())
	}
	for i := range s.Pages {
		result.Pages = append(result.Pages, r.page(i+1))
	}
	if err := joined(r.errs); err != nil {
		return engine.Plan{}, nil, err
	}
	return result, r.notes, nil
}

// Check refuses, with an [*Error], a booklet that can never be made, whatever
// the attributes are: one of a book without pages, or one that lacks the
// workbook that it needs.
func (s Snapshot) Check() error {
	if len(s.Pages) == 0 {
		return &Error{Code: CodeBookEmpty, Message: fmt.Sprintf("the book «%s» has no pages; add one and order the booklet again", s.Book.Name)}
	}
	return s.checkSpreadsheet()
}

// Title is the booklet's title: book, customer and period.
func (s Snapshot) Title() string {
	return s.Book.Name + " – " + s.Customer.Name + " – " + s.Period.String()
}

// resolver collects what is found on the way.
type resolver struct {
	Snapshot
	notes []Note
	errs  []*Error
}

func (r *resolver) fail(number int, code, format string, args ...any) {
	r.errs = append(r.errs, &Error{Page: number, Code: code, Message: r.Label(number) + ": " + fmt.Sprintf(format, args...)})
}

// page resolves the page with this number, counted from 1.
func (r *resolver) page(number int) engine.Page {
	page := r.Pages[number-1]
	result := engine.Page{Title: page.Title, Images: r.images(number, page.Config.Images)}
	if page.Kind != KindExcel {
		result.PDF = r.pdfOptions(page.Config.Source)
	}
	file := page.File
	switch page.Kind {
	case KindStatic:
		result.Kind = engine.KindStatic
	case KindPDFForm:
		result.Kind = engine.KindPDFForm
		result.Form = r.form(number, page.Config.Form)
	case KindChoosable:
		result.Kind = engine.KindStatic
		chosen, err := r.choose(number)
		if err != nil {
			r.errs = append(r.errs, err)
			return result
		}
		file = chosen
	case KindExcel:
		result.Kind = engine.KindExcel
		file = r.Spreadsheet
		if page.Config.Excel == nil || *page.Config.Excel == (ExcelConfig{Print: page.Config.Excel.Print}) {
			r.fail(number, CodePageInvalid, "it does not say which tab of the workbook it shows; give it one")
			return result
		}
		result.Excel = page.Config.Excel.options()
	default:
		r.fail(number, CodePageInvalid, "pages of the kind %q cannot be made", page.Kind)
		return result
	}
	if file == nil {
		r.fail(number, CodePageInvalid, "it has no file; give it one")
		return result
	}
	result.Source, result.SourceName = file.Key, file.Name
	return result
}

func (r *resolver) cover() engine.Page {
	options := &engine.CoverOptions{
		Organisation: r.Organisation, Book: r.Book.Name, Customer: r.Customer.Name,
		Period: r.Period.String(), Date: r.Date, Paper: r.Book.Paper,
	}
	page := engine.Page{Kind: engine.KindCover, Cover: options}
	logo, given := r.Attributes[r.Book.LogoAttribute]
	switch {
	case given && logo.Image != nil:
		options.Logo = logo.Image.Key
	case given && logo.present():
		r.notes = append(r.notes, Note{Code: NoteLogoUnusable, Message: fmt.Sprintf(
			"the cover has no logo: the attribute «%s» of «%s» is a text; give it an image", r.Book.LogoAttribute, r.Customer.Name)})
	}
	return page
}
