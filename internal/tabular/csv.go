package tabular

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"strings"
)

// CSV says how a CSV is to be read; what is left out is told from the file.
type CSV struct {
	Encoding Encoding
	// Delimiter between the cells of a row: one character.
	Delimiter string
}

// Delimiters are those that are looked for.
var Delimiters = []string{",", ";", "\t", "|"}

// OpenCSV opens a CSV (RFC 4180, and what spreadsheet programs make of it). Its
// errors are of reading r, or an [*Unreadable].
func OpenCSV(r io.ReaderAt, size int64, o CSV) (*Table, error) {
	t := &Table{Encoding: o.Encoding, Delimiter: o.Delimiter}
	var err error
	if t.Encoding == "" {
		if t.Encoding, err = detect(r, size); err != nil {
			return nil, err
		}
	}
	if decoders[t.Encoding] == nil {
		return nil, unreadable(nil, "the encoding %q is not known", t.Encoding)
	}
	text := func() *bufio.Reader {
		return bufio.NewReaderSize(decode(io.NewSectionReader(r, 0, size), t.Encoding), sampleLength)
	}
	skip := 0 // lines before the table
	if named := announced(text()); named != "" {
		skip = 1
		if t.Delimiter == "" {
			t.Delimiter = named
		}
	}
	if t.Delimiter == "" {
		t.Delimiter = guessDelimiter(text())
	}
	if !usable(t.Delimiter) {
		return nil, unreadable(nil, "the delimiter must be one character, such as a comma, a semicolon or a tab")
	}
	open := func(lazy bool) (*records, error) { return newRecords(text(), t.Delimiter, skip, lazy) }
	lazy, rows, err := lookThrough(open)
	if err != nil {
		return nil, err
	}
	records, err := open(lazy)
	if err != nil {
		return nil, err
	}
	t.Rows, t.next = rows, records.next
	return t, nil
}

// usable tells whether encoding/csv takes the delimiter.
func usable(delimiter string) bool {
	runes := []rune(delimiter)
	return len(runes) == 1 && !strings.ContainsAny(delimiter, "\"\r\n\x00\uFFFD\uFEFF")
}

// announced reads the line sep=; with which Excel says what it will split by.
func announced(text *bufio.Reader) string {
	line, err := text.ReadString('\n')
	if err != nil {
		return ""
	}
	line = strings.Trim(strings.TrimSuffix(line, "\n"), `"`)
	if name, found, ok := strings.Cut(line, "="); ok && strings.EqualFold(name, "sep") && usable(found) {
		return found
	}
	return ""
}

// lookThrough reads all rows once. It counts them, and tells whether quotation
// marks stand in cells that do not begin with one: these are read as they are,
// but only if no row breaks the rules otherwise, for else one that is missing
// would turn half of the table into a cell.
func lookThrough(open func(lazy bool) (*records, error)) (lazy bool, rows int, err error) {
	r, err := open(false)
	if err != nil {
		return false, 0, err
	}
	lazy = true
	for {
		row, err := r.next()
		var bad *BadRow
		switch {
		case errors.Is(err, io.EOF):
			return lazy, rows, nil
		case errors.As(err, &bad):
			if !errors.Is(r.broken, csv.ErrBareQuote) {
				lazy = false
			}
		case err != nil:
			return false, 0, err
		}
		if row.Number > MaxRows {
			return false, 0, tooMany()
		}
		if bad != nil || !row.Empty() {
			rows = row.Number
		}
	}
}

// records reads the rows of a text.
type records struct {
	csv   *csv.Reader
	guard *guard
	// row and line are those of the next row, as far as no empty lines are
	// between.
	row, line int
	broken    error
}

func newRecords(text *bufio.Reader, delimiter string, skip int, lazy bool) (*records, error) {
	for range skip {
		if _, err := text.ReadString('\n'); err != nil {
			return nil, err
		}
	}
	g := &guard{r: text}
	r := csv.NewReader(g)
	r.Comma, r.LazyQuotes, r.FieldsPerRecord = []rune(delimiter)[0], lazy, -1
	return &records{csv: r, guard: g, row: 1 + skip, line: 1}, nil
}

func (r *records) next() (Row, error) {
	r.guard.left = maxRecord
	cells, err := r.csv.Read()
	r.broken = err
	var wrong *csv.ParseError
	switch {
	case errors.As(err, &wrong):
		number := r.row + wrong.StartLine - r.line
		r.row, r.line = number+1, wrong.Line+1
		return Row{Number: number}, &BadRow{number, explainQuotes(wrong)}
	case errors.Is(err, errLongRecord):
		return Row{}, unreadable(err, "row %d or one of the next is longer than %d bytes: a quotation mark may be missing at the end of a cell", r.row, maxRecord)
	case err != nil:
		return Row{}, err
	}
	start, _ := r.csv.FieldPos(0)
	number := r.row + start - r.line
	breaks := 0
	for _, c := range cells {
		breaks += strings.Count(c, "\n")
	}
	r.row, r.line = number+1, start+breaks+1
	return Row{Number: number, Cells: cells}, nil
}

func explainQuotes(e *csv.ParseError) string {
	if errors.Is(e.Err, csv.ErrBareQuote) {
		return "a quotation mark stands in a cell that does not begin with one: put the cell in quotation marks and write each of its own twice"
	}
	return "a quotation mark is missing, or stands alone in a cell: write those within a cell twice"
}

// errLongRecord ends the reading of a row that does not end.
var errLongRecord = errors.New("a row is too long")

// guard lets only so much be read for one row, besides what is read ahead.
type guard struct {
	r    io.Reader
	left int
}

// Read is io.Reader's.
func (g *guard) Read(p []byte) (int, error) {
	if g.left <= 0 {
		return 0, errLongRecord
	}
	n, err := g.r.Read(p)
	g.left -= n
	return n, err
}
