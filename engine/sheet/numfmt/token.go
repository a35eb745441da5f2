package numfmt

import (
	"strings"
	"unicode/utf8"
)

// tokenKind is what a token of a section stands for.
type tokenKind uint8

const (
	tokLiteral  tokenKind = iota // text that stands for itself
	tokPad                       // "_x": as much room as x takes
	tokFill                      // "*x": x repeated over the free width
	tokDigit                     // 0, # or ?
	tokPoint                     // the decimal point
	tokComma                     // thousands separator or scaling
	tokPercent                   // %
	tokExponent                  // E+ or E-
	tokSlash                     // fraction bar, or a date separator
	tokText                      // @
	tokGeneral                   // General
	tokDate                      // a run of one date letter: yyyy, mm, d ...
	tokElapsed                   // [h], [mm], [ss]
	tokAMPM                      // AM/PM or A/P
	tokSubsec                    // .000 after seconds
)

// token is a piece of a section; text keeps its spelling.
type token struct {
	kind tokenKind
	text string
}

// sectionKind is how a section shows numbers.
type sectionKind uint8

const (
	kindNumber sectionKind = iota
	kindGeneral
	kindFraction
	kindDate
	kindText
)

// section is one of the parts between semicolons.
type section struct {
	tokens       []token
	kind         sectionKind
	cond         condition
	negativeOnly bool
	colour       uint32
	hasColour    bool
	locale       *locale
	plan         numberPlan
}

// splitSections cuts a code at the semicolons that stand outside of quotes,
// brackets and escapes. A fifth part and those after it do not exist.
func splitSections(code string) []string {
	var out []string
	start := 0
	for i := 0; i < len(code); i++ {
		switch code[i] {
		case '"', '[':
			i = skipQuoted(code, i)
		case '\\', '_', '*':
			i++
		case ';':
			out = append(out, code[start:i])
			start = i + 1
		}
	}
	out = append(out, code[min(start, len(code)):])
	return out[:min(len(out), 4)]
}

// skipQuoted returns the index of the end of the quotes or brackets that begin
// at i, or i when they have no end.
func skipQuoted(s string, i int) int {
	end := byte('"')
	if s[i] == '[' {
		end = ']'
	}
	if j := strings.IndexByte(s[i+1:], end); j >= 0 {
		return i + 1 + j
	}
	return i
}

// next cuts the rune at the beginning of s.
func next(s string) (string, string) {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n], s[n:]
}
