package imports

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// trim takes off what nobody sees around a text.
func trim(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' })
}

func trimAll(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = trim(c)
	}
	return out
}

// fold brings names to the form in which they are compared: composed, in lower
// case, with one blank between words.
func fold(s string) string {
	return strings.ToLower(norm.NFC.String(strings.Join(strings.Fields(trim(s)), " ")))
}

// unreadable tells whether a text holds what no one has written: characters that
// could not be decoded, or controls.
func unreadable(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return r == unicode.ReplacementChar || unicode.IsControl(r) && r != '\n' && r != '\t'
	})
}

// cellErrors are what spreadsheet programs show for a value that cannot be
// computed (ECMA-376 part 1, 18.17.3).
var cellErrors = []string{"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"}

func isCellError(s string) bool { return slices.Contains(cellErrors, s) }

// maxListed bounds how many headings a message names.
const maxListed = 20

func listed(headers []string) string {
	var names []string
	for _, h := range headers {
		if h != "" && len(names) < maxListed {
			names = append(names, "«"+h+"»")
		}
	}
	if len(names) == 0 {
		return "none; is it another row that has the headings?"
	}
	return strings.Join(names, ", ")
}

func fieldOf(list string, i int, field string) string { return fmt.Sprintf("%s.%d.%s", list, i, field) }
