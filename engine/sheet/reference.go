package sheet

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"quire/engine/sheet/model"
)

// Limits of references. Rows and columns are the format's own (ECMA-376 part 1,
// 18.3); larger ranges than maxRangeCells are no text for a field.
const (
	lastRow       = 1_048_576
	lastCol       = 16_384
	maxRangeCells = 2_000
	maxTabName    = 31
)

// Reference is a cell or a range of cells of a worksheet.
type Reference struct {
	// Tab is the worksheet's name; letter case does not matter.
	Tab  string
	area model.Range
}

// cellsPattern is the part after the tab's name: a cell, or two with a colon.
var cellsPattern = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?$`)
})

// ParseReference reads a reference as formulas write it (ECMA-376 part 1,
// 18.17.2.3): Sheet!B4, Sheet!$B$4:B9, 'My sheet'!B4, where a quote within the
// quotes is doubled. The error says what is wrong and what would be right.
func ParseReference(text string) (Reference, error) {
	at := strings.LastIndexByte(text, '!')
	if at < 0 {
		return Reference{}, fmt.Errorf("«%s» does not say on which worksheet the cell is; write it as Sheet!B4", text)
	}
	tab, ok := unquoted(strings.TrimSpace(text[:at]))
	if !ok || tab == "" || len([]rune(tab)) > maxTabName {
		return Reference{}, fmt.Errorf("«%s» does not begin with the name of a worksheet; write it as Sheet!B4 or 'My sheet'!B4", text)
	}
	m := cellsPattern().FindStringSubmatch(strings.TrimSpace(text[at+1:]))
	if m == nil {
		return Reference{}, fmt.Errorf("«%s» does not name a cell; write it as Sheet!B4 or Sheet!B4:B9", text)
	}
	r := Reference{Tab: tab}
	r.area.FirstCol, r.area.FirstRow = column(m[1]), row(m[2])
	r.area.LastCol, r.area.LastRow = r.area.FirstCol, r.area.FirstRow
	if m[3] != "" {
		col, line := column(m[3]), row(m[4])
		r.area.FirstCol, r.area.LastCol = min(r.area.FirstCol, col), max(r.area.FirstCol, col)
		r.area.FirstRow, r.area.LastRow = min(r.area.FirstRow, line), max(r.area.FirstRow, line)
	}
	if r.area.FirstRow < 1 || r.area.LastRow > lastRow || r.area.LastCol > lastCol {
		return Reference{}, fmt.Errorf("«%s» lies outside of any worksheet: the last cell is XFD%d", text, lastRow)
	}
	if n := (r.area.LastRow - r.area.FirstRow + 1) * (r.area.LastCol - r.area.FirstCol + 1); n > maxRangeCells {
		return Reference{}, fmt.Errorf("«%s» has %d cells; at most %d are read for one field", text, n, maxRangeCells)
	}
	return r, nil
}

// String is the reference in its plainest form.
func (r Reference) String() string {
	tab := r.Tab
	if !plainTab().MatchString(tab) {
		tab = "'" + strings.ReplaceAll(tab, "'", "''") + "'"
	}
	if r.area.FirstRow == r.area.LastRow && r.area.FirstCol == r.area.LastCol {
		return tab + "!" + model.CellName(r.area.FirstRow, r.area.FirstCol)
	}
	return tab + "!" + r.area.Name()
}

var plainTab = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[\pL_][\pL\pN_]*$`)
})

// unquoted takes the quotes off a worksheet's name; false when they do not
// match.
func unquoted(s string) (string, bool) {
	if !strings.HasPrefix(s, "'") {
		return s, !strings.ContainsAny(s, `[]:*?/\`)
	}
	if len(s) < 3 || !strings.HasSuffix(s, "'") {
		return "", false
	}
	inner := s[1 : len(s)-1]
	if strings.Contains(strings.ReplaceAll(inner, "''", ""), "'") {
		return "", false
	}
	return strings.ReplaceAll(inner, "''", "'"), true
}

func column(letters string) int {
	n := 0
	for _, c := range strings.ToUpper(letters) {
		n = n*26 + int(c-'A') + 1
	}
	return n
}

func row(digits string) int {
	n, _ := strconv.Atoi(digits) // the pattern lets nothing else through
	return n
}
