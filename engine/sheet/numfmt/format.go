// Package numfmt shows values the way spreadsheet number formats ask for
// (ECMA-376 part 1, 18.8.30 and 18.8.31).
//
// A format code has up to four sections; a section is a list of tokens. Parsing
// never fails: what cannot be understood stands for itself, as spreadsheet
// programs do it.
package numfmt

import "math"

// Format is a parsed number format code. It is immutable and safe for use by
// several goroutines.
type Format struct {
	// number sections, at most three, and the section for text.
	sections []section
	text     *section
}

// Options say how a workbook counts days.
type Options struct {
	// Date1904 counts days from 1904-01-01 (ECMA-376 part 1, 18.2.28).
	Date1904 bool
}

// Result is a value as it is shown.
type Result struct {
	// Text is what is shown. Padding such as "_)" has become a space.
	Text string
	// Fill is repeated at byte FillAt of Text until the cell's width is used;
	// zero for none. What follows stands at the right edge.
	Fill   rune
	FillAt int
	// Colour is the section's colour as 0xRRGGBB when HasColour is set.
	Colour    uint32
	HasColour bool
	// General says that the value may be shown with fewer digits when the cell
	// is narrow; see [General].
	General bool
	// Invalid says that the value cannot be shown in this format, such as a
	// negative date: spreadsheets then fill the cell with "#".
	Invalid bool
}

// maxCode bounds the bytes of a code, of which spreadsheet programs write 255
// characters at most; longer ones are General. maxShown bounds what a text is
// repeated to.
const (
	maxCode  = 1024
	maxShown = 32_767
)

// Parse reads a number format code.
func Parse(code string) *Format {
	if len(code) > maxCode {
		code = "General"
	}
	parts := splitSections(code)
	f := &Format{}
	for i, p := range parts {
		s := parseSection(p)
		switch {
		case i == 3:
			f.text = &s
		case i == len(parts)-1 && s.kind == kindText:
			f.text = &s
		case i < 3:
			f.sections = append(f.sections, s)
		}
	}
	setConditions(f.sections)
	return f
}

// IsDate tells whether numbers are shown as dates or times.
func (f *Format) IsDate() bool {
	return len(f.sections) > 0 && f.sections[0].kind == kindDate
}

// Text shows a text value.
func (f *Format) Text(s string) Result {
	if f.text == nil {
		return Result{Text: s}
	}
	b := newBuilder(f.text, make([]byte, 0, mostValues))
	for _, t := range f.text.tokens {
		if t.kind == tokText {
			if len(b.out) == 0 || len(b.out)+len(s) <= maxShown {
				b.write(s)
			}
		} else {
			b.plain(t)
		}
	}
	return b.result()
}

// Number shows a numeric value.
func (f *Format) Number(v float64, o Options) Result {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return Result{Text: "#NUM!", Invalid: true}
	}
	if len(f.sections) == 0 {
		if f.text == nil {
			return Result{}
		}
		return f.text.numberAsText(v)
	}
	s := f.choose(v)
	if s == nil {
		return Result{Invalid: true}
	}
	if s.kind == kindDate {
		return s.date(v, o)
	}
	if v < 0 && s.negativeOnly {
		v = -v
	}
	switch s.kind {
	case kindGeneral:
		return s.general(v)
	case kindFraction:
		return s.fraction(v)
	case kindText:
		return s.numberAsText(v)
	default:
		return s.number(v)
	}
}

// choose picks the section whose condition holds.
func (f *Format) choose(v float64) *section {
	for i := range f.sections {
		if f.sections[i].cond.holds(v) {
			return &f.sections[i]
		}
	}
	return nil
}

// numberAsText shows a number where the format expects text.
func (s *section) numberAsText(v float64) Result {
	b := newBuilder(s, make([]byte, 0, mostValues))
	for _, t := range s.tokens {
		if t.kind == tokText {
			b.write(General(v, GeneralWidth))
		} else {
			b.plain(t)
		}
	}
	return b.result()
}

// general shows "General" among the literals of its section.
func (s *section) general(v float64) Result {
	b := newBuilder(s, make([]byte, 0, mostValues))
	alone := true
	for _, t := range s.tokens {
		if t.kind == tokGeneral {
			b.write(General(v, GeneralWidth))
		} else {
			alone = false
			b.plain(t)
		}
	}
	r := b.result()
	r.General = alone
	return r
}
