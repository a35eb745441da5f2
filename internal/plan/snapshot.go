// Package plan turns a book, a customer and a period into the engine's plan.
//
// A [Snapshot] is all that a booklet is made from, frozen when it was ordered;
// [Resolve] takes every choice and every value from it. Both are plain data and
// know no database: the same rules serve the worker and the command line.
package plan

import "time"

// Snapshot is everything that a booklet is made from.
type Snapshot struct {
	Organisation string `json:"organisation"`
	Book         Book   `json:"book"`
	// Pages of the book, in order.
	Pages    []Page   `json:"pages"`
	Customer Customer `json:"customer"`
	Period   Period   `json:"period"`
	// Date is the day on which the booklet was ordered.
	Date time.Time `json:"date"`
	// Attributes as of the period, by key.
	Attributes map[string]Attribute `json:"attributes"`
	// Spreadsheet is the workbook for the excel pages; nil without one.
	Spreadsheet *File `json:"spreadsheet,omitempty"`
}

// Book is the recipe of a booklet, without its pages.
type Book struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name"`
	// Cover says whether a cover is drawn before the first page.
	Cover bool `json:"cover"`
	// LogoAttribute is the key of the attribute whose image the cover shows.
	LogoAttribute string `json:"logoAttribute,omitempty"`
	// Paper is the size of drawn pages: "A4" or "LETTER".
	Paper string `json:"paper,omitempty"`
}

// Customer is whom the booklet is for.
type Customer struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name"`
}

// Period is a quarter of a year.
type Period struct {
	Year    int `json:"year"`
	Quarter int `json:"quarter"`
}

// Attribute is the value of one attribute: a text or an image.
type Attribute struct {
	Text  string `json:"text,omitempty"`
	Image *File  `json:"image,omitempty"`
}

// File is a source of the booklet, as it was when the booklet was ordered.
type File struct {
	ID   string `json:"id,omitempty"`
	Name string `json:"name"`
	// Key finds the content in storage, or beside a manifest.
	Key    string `json:"key"`
	SHA256 string `json:"sha256,omitempty"`
	Size   int64  `json:"size,omitempty"`
}

// The kinds of page that a book may have.
const (
	KindStatic    = "STATIC"
	KindPDFForm   = "PDF_FORM"
	KindChoosable = "CHOOSABLE"
	KindExcel     = "EXCEL"
)

// Page is one page of the book.
type Page struct {
	ID    string `json:"id,omitempty"`
	Kind  string `json:"kind"`
	Title string `json:"title,omitempty"`
	// File is the PDF of a static page or a form, or the fallback of a
	// choosable page.
	File       *File       `json:"file,omitempty"`
	Conditions []Condition `json:"conditions,omitempty"`
	Config     Config      `json:"config"`
}

// Condition is a rule of a choosable page; the first that holds wins.
type Condition struct {
	Attribute string   `json:"attribute"`
	Operator  Operator `json:"operator"`
	Values    []string `json:"values,omitempty"`
	File      File     `json:"file"`
}
