// Package engine makes booklets: a plan and its sources in, one PDF out.
//
// It knows neither database nor GraphQL. A [Plan] is plain data: once it is
// resolved, the same plan over the same sources gives the same bytes on any
// machine.
package engine

import (
	"context"
	"io"
	"time"
)

// Kind names the room of the engine that makes a page.
type Kind string

// The kinds of page that the engine can make. A choosable page of a book is
// resolved before planning and reaches the engine as the page that was chosen.
const (
	KindCover   Kind = "cover"
	KindStatic  Kind = "static"
	KindPDFForm Kind = "pdf_form"
	KindExcel   Kind = "excel"
)

// Plan is a booklet to be made: every choice is taken, every value is known.
type Plan struct {
	// Title becomes the document's title (ISO 32000-1, 14.3.3).
	Title string `json:"title"`
	// Author becomes the document's author.
	Author string `json:"author,omitempty"`
	// Date is written as the creation and modification date, so that equal
	// plans give equal bytes. The zero time leaves the dates out.
	Date time.Time `json:"date,omitzero"`
	// Pages are the pages of the book, in order.
	Pages []Page `json:"pages"`
}

// Page is one page of a book: one or more sheets of paper in the booklet.
// Exactly the options of its kind are set.
type Page struct {
	Kind Kind `json:"kind"`
	// Title is the page's entry in the booklet's outline; empty for none.
	Title string `json:"title,omitempty"`
	// Source names the file that the page is made from, as [Sources] knows it.
	Source string `json:"source,omitempty"`
	// SourceName is the file's name as people know it, for messages.
	SourceName string `json:"sourceName,omitempty"`

	Cover *CoverOptions `json:"cover,omitempty"`
	Form  *FormOptions  `json:"form,omitempty"`
	Excel *ExcelOptions `json:"excel,omitempty"`
	// PDF says how the source of a static or form page is taken; nil for whole
	// and as it is.
	PDF *PDFOptions `json:"pdf,omitempty"`
	// Images are drawn over the page's sheets.
	Images []Image `json:"images,omitempty"`
}

// PDFOptions say how a PDF becomes part of the booklet.
type PDFOptions struct {
	// Pages are ranges such as "1-3,5,8-"; empty for all pages.
	Pages string `json:"pages,omitempty"`
	// Rotate turns all pages clockwise by 0, 90, 180 or 270 degrees.
	Rotate int `json:"rotate,omitempty"`
	// Paper, "A4" or "LETTER", is the size to which pages are scaled with their
	// aspect kept; empty for the size that they have.
	Paper string `json:"paper,omitempty"`
	// KeepForm leaves fields interactive instead of making them page content.
	KeepForm bool `json:"keepForm,omitempty"`
	// AsPrinted flattens fields as they would be printed, and not as viewers
	// show them on screen.
	AsPrinted bool `json:"asPrinted,omitempty"`
}

// Image is a PNG or JPEG on a page: in the rectangles of a form's field, or at
// a place of one of its sheets. It is as large as it fits, in the middle.
type Image struct {
	// Source names the file, as [Sources] knows it.
	Source string `json:"source"`
	// SourceName is the file's name as people know it, for messages.
	SourceName string `json:"sourceName,omitempty"`
	// Field is the full name of the form's field; empty for a place.
	Field string `json:"field,omitempty"`
	// Sheet is the page's sheet, from 1.
	Sheet int `json:"sheet,omitempty"`
	// X and Y are the left upper corner of the place, Width and Height its size:
	// in points from the left upper corner of the sheet as it is shown.
	X      float64 `json:"x,omitempty"`
	Y      float64 `json:"y,omitempty"`
	Width  float64 `json:"width,omitempty"`
	Height float64 `json:"height,omitempty"`
}

// CoverOptions are the texts and the logo of a generated cover page.
type CoverOptions struct {
	Organisation string    `json:"organisation,omitempty"`
	Book         string    `json:"book"`
	Customer     string    `json:"customer"`
	Period       string    `json:"period,omitempty"`
	Date         time.Time `json:"date,omitzero"`
	// Logo names a PNG or JPEG among the sources; empty for none.
	Logo string `json:"logo,omitempty"`
	// Paper is "A4" or "LETTER"; empty means A4.
	Paper string `json:"paper,omitempty"`
}

// FormOptions say how an AcroForm is filled.
type FormOptions struct {
	// Values by full field name (ISO 32000-1, 12.7.3.2). A field without a
	// value stays as it is.
	Values map[string]FieldValue `json:"values"`
	// ByName holds texts for fields of these full names, if the form has such
	// and Values does not name them; a name that no field has is no error.
	ByName map[string]string `json:"byName,omitempty"`
	// Workbook is the source of the values that are cells; empty without any.
	Workbook string `json:"workbook,omitempty"`
	// WorkbookName is its name as people know it, for messages.
	WorkbookName string `json:"workbookName,omitempty"`
}

// FieldValue is the value of one form field; exactly one member is set.
type FieldValue struct {
	// Text fills text fields and combo boxes, and picks a radio button or a
	// check box by its export value; a check box with one state also takes "yes",
	// "no" and the like, a list box one option a line.
	Text *string `json:"text,omitempty"`
	// On switches a check box.
	On *bool `json:"on,omitempty"`
	// Selected replaces the selection of a list box by these export values.
	Selected []string `json:"selected,omitempty"`
	// Cell takes the text of a cell or range of the workbook.
	Cell *CellValue `json:"cell,omitempty"`
}

// CellValue is the text of a cell, or of a range with its rows as lines.
type CellValue struct {
	// Cells is a reference such as Sheet!B4, Sheet!B4:B9 or 'My sheet'!B4.
	Cells string `json:"cells"`
	// Format is the number format code that the value is shown in (ECMA-376
	// part 1, 18.8.31); empty for the cell's own.
	Format string `json:"format,omitempty"`
	// Default is written when the cells are blank or show an error.
	Default string `json:"default,omitempty"`
	// Required fails then instead.
	Required bool `json:"required,omitempty"`
}

// ExcelOptions say which part of a workbook is printed and how. Exactly one of
// Tab, Index, Pattern and AllTabs is set.
type ExcelOptions struct {
	// Tab is the name of the worksheet; letter case does not matter
	// (ECMA-376 part 1, 18.2.19: names are unique without regard to case).
	Tab string `json:"tab,omitempty"`
	// Index is the number of the worksheet, from 1.
	Index int `json:"index,omitempty"`
	// Pattern matches the names of visible worksheets, of which all are printed:
	// * stands for any characters, ? for one.
	Pattern string `json:"pattern,omitempty"`
	// AllTabs prints all visible worksheets.
	AllTabs bool `json:"allTabs,omitempty"`
	PrintOptions
}

// PrintOptions override the page setup of worksheets.
type PrintOptions struct {
	// Range is printed instead of the print area: cells such as "B2:H40", or a
	// defined name of the workbook.
	Range string `json:"range,omitempty"`
	// FitWidth and FitHeight shrink a worksheet to so many pages; 0 for any
	// number. With both 0 its own scale holds.
	FitWidth  int `json:"fitWidth,omitempty"`
	FitHeight int `json:"fitHeight,omitempty"`
	// Orientation is "PORTRAIT" or "LANDSCAPE"; empty for the worksheet's own.
	Orientation string `json:"orientation,omitempty"`
	// Paper is "A4" or "LETTER"; empty for the worksheet's own.
	Paper string `json:"paper,omitempty"`
	// NoHeaderFooter leaves out the texts above and below.
	NoHeaderFooter bool `json:"noHeaderFooter,omitempty"`
	// TableStyles draws the colours and lines that tables give their cells.
	TableStyles bool `json:"tableStyles,omitempty"`
}

// Sources opens the files of a plan by the names that the plan uses.
// It is safe for use by several goroutines.
type Sources interface {
	Open(ctx context.Context, name string) (Source, error)
}

// Source is one open file of a plan.
type Source interface {
	io.ReaderAt
	io.Closer
	// Size is the file's length in bytes.
	Size() int64
}

// Progress is told after each finished page of the book. It must not block.
type Progress func(Step)

// Step is a moment in the making of a booklet.
type Step struct {
	// Stage is what is being done: "render" or "write".
	Stage string
	// Done of Total book pages are finished.
	Done, Total int
}

// Warning is something that a person should know about a booklet that was
// made all the same.
type Warning struct {
	// Page is the book page's number, from 1, covers not counted; 0 when it
	// concerns the cover or the whole.
	Page int `json:"page"`
	// Code is stable and in CAPITALS, such as SIGNATURE_REMOVED.
	Code string `json:"code"`
	// Message says what was found, where, and what it means.
	Message string `json:"message"`
}

// Result tells what was made.
type Result struct {
	// Sheets is the number of pages of the PDF.
	Sheets int
	// Bytes is the length of the PDF.
	Bytes int64
	// SHA256 of the PDF, in lower-case hexadecimal.
	SHA256 string
	// Warnings, by page and in the order in which they were found.
	Warnings []Warning
}
