package tabular

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"strings"
)

// sampleLength is how much of a text is looked at for its delimiter, in bytes.
const sampleLength = 64 << 10

// sampleRows is how many rows of it.
const sampleRows = 200

// guessDelimiter gives the delimiter that makes the most regular table of the
// beginning of a text: the most rows with as many cells as the first one has,
// and of those with equally many the one with the most cells. Without any there
// is one column, and it does not matter.
func guessDelimiter(text *bufio.Reader) string {
	sample, err := text.Peek(sampleLength)
	if err == nil { // there is more: leave out the row that is cut
		if i := strings.LastIndexByte(string(sample), '\n'); i > 0 {
			sample = sample[:i+1]
		}
	}
	best, regular, cells := Delimiters[0], 0, 0
	for _, d := range Delimiters {
		n, width := regularity(string(sample), d)
		if width > 1 && (n > regular || n == regular && width > cells) {
			best, regular, cells = d, n, width
		}
	}
	return best
}

// regularity counts the rows that are as wide as the first one, and its cells.
func regularity(sample, delimiter string) (rows, width int) {
	r := csv.NewReader(strings.NewReader(sample))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = []rune(delimiter)[0], -1, true
	for range sampleRows {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			continue
		}
		if width == 0 {
			width = len(cells)
		}
		if len(cells) == width {
			rows++
		}
	}
	return rows, width
}
