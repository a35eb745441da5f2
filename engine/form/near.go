package form

import (
	"slices"
	"strings"
)

// maxNear is how many names a message proposes.
const maxNear = 3

// near gives the names most like the one asked for, best first.
func near(asked string, names []string) []string {
	type scored struct {
		name  string
		score int
	}
	var all []scored
	for _, n := range names {
		if len(n) > 200 || len(asked) > 200 {
			continue
		}
		a, b := strings.ToLower(asked), strings.ToLower(n)
		d := distance([]rune(a), []rune(b))
		if strings.Contains(b, a) || strings.Contains(a, b) || last(a) == last(b) {
			d = min(d, 2)
		}
		if d <= max(2, len(asked)/3) {
			all = append(all, scored{n, d})
		}
	}
	slices.SortStableFunc(all, func(a, b scored) int { return a.score - b.score })
	var out []string
	for _, s := range all[:min(len(all), maxNear)] {
		out = append(out, s.name)
	}
	return out
}

// last is the partial name after the last full stop.
func last(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// distance is the number of letters to add, drop or change.
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, y := range b {
			cost := diagonal
			if x != y {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}

// quoted lists names for a message, a few of them.
func quoted(names []string) string {
	const shown = 12
	more := ""
	if len(names) > shown {
		names, more = names[:shown], ", …"
	}
	return "«" + strings.Join(names, "», «") + "»" + more
}
