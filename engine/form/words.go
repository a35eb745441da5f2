package form

import (
	"slices"
	"strings"
)

// words are what people write for a box that is ticked or not.
var words = map[bool][]string{
	true:  {"yes", "y", "true", "t", "on", "x", "1", "checked"},
	false: {"no", "n", "false", "f", "off", "0", "unchecked"},
}

// spoken reads a text as yes or no; ok is false when it is neither.
func spoken(text string) (on, ok bool) {
	word := strings.ToLower(strings.TrimSpace(text))
	for on, list := range words {
		if slices.Contains(list, word) {
			return on, true
		}
	}
	return false, false
}

// lines are the texts of a list, one a line, without blank ones.
func lines(text string) []string {
	var out []string
	for line := range strings.SplitSeq(lineEnds.Replace(text), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
