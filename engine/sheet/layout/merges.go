package layout

import "quire/engine/sheet/model"

// mergeTree finds the merge that covers a cell. The merges are ordered by their
// first row; reach[i] is the last row that any merge of the subtree around i
// reaches.
type mergeTree struct {
	merges []model.Range
	reach  []int
}

func newMergeTree(merges []model.Range) *mergeTree {
	t := &mergeTree{merges: merges, reach: make([]int, len(merges))}
	t.build(0, len(merges))
	return t
}

func (t *mergeTree) build(lo, hi int) int {
	if lo >= hi {
		return 0
	}
	mid := (lo + hi) / 2
	t.reach[mid] = max(t.merges[mid].LastRow, t.build(lo, mid), t.build(mid+1, hi))
	return t.reach[mid]
}

// at gives the merge that covers the cell.
func (t *mergeTree) at(row, col int) (model.Range, bool) {
	var found model.Range
	ok := false
	t.visit(model.Range{FirstRow: row, FirstCol: col, LastRow: row, LastCol: col}, func(m model.Range) { found, ok = m, true })
	return found, ok
}

// visit calls f for each merge that overlaps the range, in order.
func (t *mergeTree) visit(r model.Range, f func(model.Range)) { t.walk(0, len(t.merges), r, f) }

func (t *mergeTree) walk(lo, hi int, r model.Range, f func(model.Range)) {
	for lo < hi {
		mid := (lo + hi) / 2
		if t.reach[mid] < r.FirstRow {
			return
		}
		t.walk(lo, mid, r, f)
		if t.merges[mid].FirstRow > r.LastRow {
			return
		}
		if t.merges[mid].Overlaps(r) {
			f(t.merges[mid])
		}
		lo = mid + 1
	}
}
