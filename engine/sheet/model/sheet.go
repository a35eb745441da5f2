// Package model is a worksheet as plain data: what the file says, with styles
// resolved and nothing measured. Lengths are in points unless said otherwise;
// rows and columns count from 1.
package model

// Sheet is one worksheet and what it needs from its workbook.
type Sheet struct {
	Name string
	// FileName is the workbook's name, for "&F" in headers.
	FileName string
	// Rows in order, only those that the file mentions.
	Rows []Row
	// Cols in order, without overlaps.
	Cols   []Col
	Format Format
	// Styles by the number that cells and rows carry; the first is the default.
	Styles []Style
	// Normal is the font by which columns and rows are measured; without a
	// family it is that of the first style.
	Normal Font
	// Merges in order of their first cell; none overlap.
	Merges   []Range
	Page     PageSetup
	Drawings []Drawing
	Links    []Link
	Tables   []Table
	// Notes of cells in order, when the page setup prints them at the end.
	Notes      []Note
	Rules      []Rule
	Sparklines []Sparkline
	// Date1904 counts days from 1904 (ECMA-376 part 1, 18.2.28).
	Date1904 bool
	// WholePixels cuts row heights to pixels of 1/96 inch, as is done for
	// workbooks that Excel has written.
	WholePixels bool
	// RightToLeft says that the first column is at the right.
	RightToLeft bool
	// HideZeros leaves cells with the value 0 empty.
	HideZeros bool
	// Others are the tabs that conditional formats refer to, with their cells only, by
	// name in lower case.
	Others map[string]*Sheet
	// ChartSheet says that it is a tab without cells, whose chart takes a page
	// (ECMA-376 part 1, 18.3.1.12).
	ChartSheet bool
}

// Format has the sizes of rows and columns that are not described.
type Format struct {
	// RowHeight of rows without one; 0 when the file does not say.
	RowHeight float64
	// ColWidth in digits; 0 when the file does not say.
	ColWidth float64
	// BaseColWidth in digits, without padding.
	BaseColWidth float64
	// ZeroHeight hides the rows that are not described.
	ZeroHeight bool
}

// Row is a described row.
type Row struct {
	Index int
	// Height in points; negative when the file does not say.
	Height float64
	// Custom heights were set by hand.
	Custom bool
	Hidden bool
	// Style of cells that are not described; -1 for none.
	Style int
	// Cells in order of their column.
	Cells []Cell
}

// Col is a run of columns with the same width and style.
type Col struct {
	First, Last int
	// Width in digits; negative when the file does not say.
	Width  float64
	Hidden bool
	Style  int
}

// Kind is what a cell holds.
type Kind uint8

// The kinds of value.
const (
	Empty Kind = iota
	Number
	Text
	Bool
	Error
)

// Cell is a cell that the file mentions.
type Cell struct {
	Col   int
	Style int
	Kind  Kind
	// Number is the value of numbers, and 0 or 1 for booleans.
	Number float64
	// Text is the value of texts and errors.
	Text string
	// Runs are the pieces of a text with fonts of their own; nil for plain text.
	Runs []Run
}

// Run is a piece of rich text; Font is nil where the cell's own applies.
type Run struct {
	Text string
	Font *Font
}

// Range is a rectangle of cells, borders included.
type Range struct{ FirstRow, FirstCol, LastRow, LastCol int }

// Contains tells whether a cell lies in the range.
func (r Range) Contains(row, col int) bool {
	return row >= r.FirstRow && row <= r.LastRow && col >= r.FirstCol && col <= r.LastCol
}

// Overlaps tells whether two ranges share a cell.
func (r Range) Overlaps(o Range) bool {
	return r.FirstRow <= o.LastRow && o.FirstRow <= r.LastRow && r.FirstCol <= o.LastCol && o.FirstCol <= r.LastCol
}

// Link is a hyperlink over cells.
type Link struct {
	Range Range
	// URL is an address outside of the workbook.
	URL string
}

// Note is what somebody has noted at a cell.
type Note struct {
	Row, Col int
	Text     string
}
