package sheet

import (
	"fmt"
	"path"
	"strings"

	"quire/engine/sheet/model"
)

// Choose gives the names of the tabs to print, in the workbook's order: the one
// with the name or number, all visible ones whose names match the pattern, or
// all visible ones. The error has the code TAB_MISSING and lists the tabs that
// there are.
func (o *Options) Choose(tabs []Tab) ([]string, error) {
	switch {
	case o.Tab != "":
		// Names are unique without regard to case (ECMA-376 part 1, 18.2.19).
		for _, t := range tabs {
			if strings.EqualFold(t.Name, o.Tab) {
				return []string{t.Name}, nil
			}
		}
		return nil, tabMissing(fmt.Sprintf("no tab «%s»", o.Tab), tabs)
	case o.Index != 0:
		if o.Index < 1 || o.Index > len(tabs) {
			return nil, tabMissing(fmt.Sprintf("no tab number %d", o.Index), tabs)
		}
		return []string{tabs[o.Index-1].Name}, nil
	case o.Pattern != "" || o.AllTabs:
		return o.chooseVisible(tabs)
	}
	return nil, tabMissing("no tab without a name", tabs)
}

func (o *Options) chooseVisible(tabs []Tab) ([]string, error) {
	var names []string
	for _, t := range tabs {
		if t.Visible && (o.AllTabs || matches(o.Pattern, t.Name)) {
			names = append(names, t.Name)
		}
	}
	switch {
	case len(names) > 0:
		return names, nil
	case o.AllTabs:
		return nil, tabMissing("no visible tab", tabs)
	}
	return nil, tabMissing(fmt.Sprintf("no visible tab that matches «%s»", o.Pattern), tabs)
}

// matches compares without regard to letter case; * stands for any characters
// and ? for one, as in a spreadsheet's own searches. Names of tabs contain none
// of the other signs that path.Match knows.
func matches(pattern, name string) bool {
	ok, err := path.Match(strings.ToLower(pattern), strings.ToLower(name))
	return err == nil && ok
}

// mostListed bounds the tabs that an error lists.
const mostListed = 30

func tabMissing(what string, tabs []Tab) error {
	var names []string
	for i, t := range tabs[:min(len(tabs), mostListed)] {
		hidden := ""
		if !t.Visible {
			hidden = " (hidden)"
		}
		names = append(names, fmt.Sprintf("%d «%s»%s", i+1, t.Name, hidden))
	}
	if rest := len(tabs) - mostListed; rest > 0 {
		names = append(names, fmt.Sprintf("%d more", rest))
	}
	return model.NewProblem("TAB_MISSING", fmt.Sprintf("the workbook has %s; it has: %s", what, strings.Join(names, ", ")), nil)
}
