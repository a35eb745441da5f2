package read

import (
	"strings"

	"quire/engine/sheet/model"
)

// cellAddress reads "AB12", with or without dollar signs; zeros stand for a
// part that is missing.
func cellAddress(s string) (row, col int, ok bool) {
	i := 0
	if i < len(s) && s[i] == '$' {
		i++
	}
	for ; i < len(s) && s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z'; i++ {
		col = col*26 + int(s[i]|0x20-'a') + 1
		if col > lastCol {
			return 0, 0, false
		}
	}
	if i < len(s) && s[i] == '$' {
		i++
	}
	for ; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
		row = row*10 + int(s[i]-'0')
		if row > lastRow {
			return 0, 0, false
		}
	}
	return row, col, i == len(s) && row+col > 0
}

// rangeAddress reads "A1", "A1:B2", "A:C" or "1:3", with a sheet's name before
// it or without.
func rangeAddress(s string) (model.Range, bool) {
	if i := strings.LastIndexByte(s, '!'); i >= 0 {
		s = s[i+1:]
	}
	a, b, two := strings.Cut(strings.TrimSpace(s), ":")
	if !two {
		b = a
	}
	r1, c1, ok1 := cellAddress(a)
	r2, c2, ok2 := cellAddress(b)
	if !ok1 || !ok2 || (r1 == 0) != (r2 == 0) || (c1 == 0) != (c2 == 0) || !two && (r1 == 0 || c1 == 0) {
		return model.Range{}, false
	}
	if r1 == 0 {
		r1, r2 = 1, lastRow
	}
	if c1 == 0 {
		c1, c2 = 1, lastCol
	}
	return model.Range{FirstRow: min(r1, r2), FirstCol: min(c1, c2), LastRow: max(r1, r2), LastCol: max(c1, c2)}, true
}

// ranges reads a list of ranges; what is none is left out.
func ranges(list string, separator rune) []model.Range {
	var out []model.Range
	quoted := false
	for _, f := range strings.FieldsFunc(list, func(r rune) bool {
		if r == '\'' {
			quoted = !quoted
		}
		return r == separator && !quoted
	}) {
		if r, ok := rangeAddress(f); ok {
			out = append(out, r)
		}
	}
	return out
}
