// Package tabular reads tables that offices keep in files: CSV in the encodings
// and with the delimiters that their programs write, and worksheets. What it
// reads is foreign: every cell is bounded, and a file that cannot be read says
// why and where.
package tabular

import (
	"fmt"
	"strings"
)

// Bounds of a table.
const (
	// MaxRows is how many rows are read.
	MaxRows = 100_000
	// MaxColumns is how many cells a row may have.
	MaxColumns = 1000
	// maxRecord bounds the bytes of one row of a CSV.
	maxRecord = 1 << 20
)

// Row is a row of the table.
type Row struct {
	// Number counts rows from 1, as spreadsheet programs do: empty rows count,
	// and a line break in a cell makes no row.
	Number int
	// Cells are the texts of the cells; later ones are empty.
	Cells []string
}

// Empty tells whether there is nothing in the row.
func (r Row) Empty() bool {
	for _, c := range r.Cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// Cell gives the text of a column, from 0; empty when the row is shorter.
func (r Row) Cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column]
}

// Table is an open table, read from its first row to its last. It is not safe
// for use by several goroutines.
type Table struct {
	// Rows is how many rows there are, empty ones counted; the last is not empty.
	Rows int
	// Tab is the worksheet's name; empty for a CSV.
	Tab string
	// Encoding and Delimiter are those of a CSV; empty for a worksheet.
	Encoding  Encoding
	Delimiter string

	next func() (Row, error)
}

// New makes a table of the rows that next gives until it says io.EOF; last is
// the number of the last one. Too many are an [*Unreadable].
func New(tab string, last int, next func() (Row, error)) (*Table, error) {
	if last > MaxRows {
		return nil, tooMany()
	}
	return &Table{Rows: last, Tab: tab, next: next}, nil
}

func tooMany() *Unreadable {
	return unreadable(nil, "the table has more than %d rows: split it into several files", MaxRows)
}

// Next gives the next row that is not empty, and io.EOF after the last one. A
// row that cannot be read is a [*BadRow], after which the next one may be read;
// any other error ends the table.
func (t *Table) Next() (Row, error) {
	for {
		row, err := t.next()
		if err != nil {
			return row, err
		}
		if len(row.Cells) > MaxColumns {
			return row, &BadRow{row.Number, fmt.Sprintf("the row has %d cells, at most %d are read", len(row.Cells), MaxColumns)}
		}
		if !row.Empty() {
			return row, nil
		}
	}
}

// BadRow is a row that cannot be read.
type BadRow struct {
	Number  int
	Message string
}

// Error names the row.
func (e *BadRow) Error() string { return fmt.Sprintf("row %d: %s", e.Number, e.Message) }

// Unreadable is a file that is no table; its message is for the person who sent
// it.
type Unreadable struct {
	Message string
	// Cause is for the operator.
	Cause error
}

// Error gives the message.
func (e *Unreadable) Error() string { return e.Message }

// Unwrap gives the cause.
func (e *Unreadable) Unwrap() error { return e.Cause }

func unreadable(cause error, format string, args ...any) *Unreadable {
	return &Unreadable{Message: fmt.Sprintf(format, args...), Cause: cause}
}

// ColumnName is the name of a column, from 0, as spreadsheet programs show it:
// A, B, … Z, AA.
func ColumnName(column int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}
