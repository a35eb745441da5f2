package plan

import (
	"fmt"
	"strings"
	"time"

	"quire/engine/sheet"
	"quire/engine/sheet/numfmt"
)

// maxFormat is the longest number format code, which Excel's own limit is.
const maxFormat = 255

// days of the dates that people write as text, counted as spreadsheets do.
var epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// dateLayouts are how a date may be written to be shown in another way.
var dateLayouts = []string{time.DateOnly, "2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04"}

// formatted shows a text in a number format code (ECMA-376 part 1, 18.8.31):
// dates in ISO 8601 and numbers as people write them by the code's sections for
// numbers, all else by its section for text.
func formatted(text, code string) string {
	if code == "" {
		return text
	}
	format := numfmt.Parse(code)
	value, ok := 0.0, false
	if format.IsDate() {
		value, ok = serial(text)
	}
	if !ok {
		if n, isNumber := number(text); isNumber {
			value, _ = n.Float64()
			ok = true
		}
	}
	if !ok {
		return strings.TrimSpace(format.Text(text).Text)
	}
	r := format.Number(value, numfmt.Options{})
	if r.Invalid {
		return text
	}
	return strings.TrimSpace(r.Text)
}

// serial counts the days of a date in ISO 8601.
func serial(text string) (days float64, ok bool) {
	for _, layout := range dateLayouts {
		t, err := time.Parse(layout, strings.TrimSpace(text))
		if err == nil {
			wall := time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
			return wall.Sub(epoch).Hours() / 24, true
		}
	}
	return 0, false
}

// Fault is a value that cannot be used: the key of the options that holds it,
// and why. The key is empty when no single one is at fault.
type Fault struct{ Key, Why string }

// Faults are all that is wrong with what a mapping takes its value from, and
// with its format.
func (m FieldMapping) Faults() []Fault {
	var all []Fault
	given := 0
	for _, is := range []bool{m.Attribute != nil, m.Property != nil, m.Literal != nil, m.Cell != nil} {
		if is {
			given++
		}
	}
	if given != 1 {
		all = append(all, Fault{"", "exactly one of attribute, property, literal and cell is needed"})
	}
	if m.Cell != nil {
		if _, err := sheet.ParseReference(*m.Cell); err != nil {
			all = append(all, Fault{"cell", err.Error()})
		}
	}
	if n := len([]rune(m.Format)); n > maxFormat {
		all = append(all, Fault{"format", fmt.Sprintf("a number format has at most %d characters; this one has %d", maxFormat, n)})
	}
	return all
}
