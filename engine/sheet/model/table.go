package model

// Table is a range of cells with a style of its own (ECMA-376 part 1, 18.5.1.2),
// which shows where the cells' styles leave something open.
type Table struct {
	Range Range
	// Name and StyleName are what people call them.
	Name, StyleName string
	// Headers and Totals are how many of the first and last rows are such.
	Headers, Totals int
	// Style has the looks of its parts, by their order in drawing.
	Style [TableParts]*TableLook
	// Stripes are how many rows or columns the first and second stripe have.
	RowStripes, ColStripes [2]int
	// FirstColumn and LastColumn are set apart, rows and columns striped.
	FirstColumn, LastColumn, StripedRows, StripedColumns bool
}

// TableLook is how a part of a table looks: what it changes, with the edges of the
// part in Border, and the lines within it.
type TableLook struct {
	Overlay
	// Vertical lines stand between columns, Horizontal ones between rows.
	Vertical, Horizontal Line
}

// The parts of a table, the later over the earlier (ECMA-376 part 1, 18.18.93).
const (
	WholeTable = iota
	FirstColumnStripe
	SecondColumnStripe
	FirstRowStripe
	SecondRowStripe
	LastTableColumn
	FirstTableColumn
	HeaderRow
	TotalRow
	FirstHeaderCell
	LastHeaderCell
	FirstTotalCell
	LastTotalCell
	// TableParts is how many there are.
	TableParts
)
