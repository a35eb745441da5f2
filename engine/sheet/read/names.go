package read

import (
	"fmt"
	"strings"

	"quire/engine/sheet/model"
)

// Named gives the cells of a tab that a defined name means: the tab's own name
// before the workbook's; letter case does not matter (ECMA-376 part 1, 18.2.5).
// The error has the code RANGE_INVALID and says what names there are.
func (w *Workbook) Named(tab, name string) ([]model.Range, error) {
	index, err := w.index(tab)
	if err != nil {
		return nil, err
	}
	meaning, found := "", false
	var known []string
	for _, n := range w.root.kid("definedNames").kids {
		scope, title := n.int("localSheetId", -1), n.attr("name")
		if scope != -1 && scope != index || strings.HasPrefix(title, "_xlnm.") {
			continue
		}
		if strings.EqualFold(title, name) && (!found || scope == index) {
			meaning, found = n.text, true
		}
		if !n.bool("hidden", false) {
			known = append(known, "«"+title+"»")
		}
	}
	if !found {
		return nil, rangeInvalid("the workbook has no name «%s» for tab «%s»; it has: %s", name, tab, listed(known))
	}
	areas := ranges(meaning, ',')
	if len(areas) == 0 {
		return nil, rangeInvalid("the name «%s» of the workbook is no range of cells (%.60s)", name, meaning)
	}
	if other := sheetOf(meaning); !strings.EqualFold(other, tab) {
		return nil, rangeInvalid("the name «%s» means cells of tab «%s», not of «%s»", name, other, tab)
	}
	return areas, nil
}

// sheetOf is the worksheet that the first reference of a list names (ECMA-376
// part 1, 18.17.2.3).
func sheetOf(meaning string) string {
	if !strings.HasPrefix(meaning, "'") {
		tab, _, _ := strings.Cut(meaning, "!")
		return tab
	}
	var b strings.Builder
	for i := 1; i < len(meaning); i++ {
		if meaning[i] == '\'' {
			if i+1 == len(meaning) || meaning[i+1] != '\'' {
				break
			}
			i++
		}
		b.WriteByte(meaning[i])
	}
	return b.String()
}

// mostNames bounds the names that an error lists.
const mostNames = 30

func listed(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	rest := len(names) - mostNames
	text := strings.Join(names[:min(len(names), mostNames)], ", ")
	if rest > 0 {
		text += fmt.Sprintf(", %d more", rest)
	}
	return text
}

func rangeInvalid(format string, args ...any) error {
	return model.NewProblem("RANGE_INVALID", fmt.Sprintf(format, args...), nil)
}
