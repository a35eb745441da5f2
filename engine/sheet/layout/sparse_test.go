package layout

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"quire/engine/sheet/model"
)

// A sheet with its first and its last cell has two pages, and 40 million empty ones
// between them that are not printed.
func TestFarCells(t *testing.T) {
	t.Parallel()
	s := measured(base(
		model.Row{Index: 1, Height: -1, Style: -1, Cells: []model.Cell{number(1, 1)}},
		model.Row{Index: maxRow, Height: -1, Style: -1, Cells: []model.Cell{number(maxCol, 2)}}))
	plan, err := s.Pages()
	if err != nil {
		t.Fatal(err)
	}
	var held []bool
	for _, p := range plan.Pages {
		r := p.Panes[len(p.Panes)-1].Range
		held = append(held, r.Contains(1, 1) || r.Contains(maxRow, maxCol))
	}
	if !slices.Equal(held, []bool{true, true}) {
		t.Errorf("%d pages hold the two cells: %v", len(held), held)
	}
}

// A diagonal of far cells has more pages than are allowed, one merge over all of
// the sheet more than are looked at.
func TestTooManyFarPages(t *testing.T) {
	t.Parallel()
	var rows []model.Row
	for i := range MaxPages + 1 {
		rows = append(rows, model.Row{Index: 1 + 500*i, Height: -1, Style: -1, Cells: []model.Cell{number(1+8*i, 1)}})
	}
	merged := base(model.Row{Index: 1, Height: -1, Style: -1, Cells: []model.Cell{number(1, 1)}})
	merged.Merges = []model.Range{{FirstRow: 1, FirstCol: 1, LastRow: maxRow, LastCol: maxCol}}
	for name, m := range map[string]*model.Sheet{"a diagonal": base(rows...), "a merge": merged} {
		_, err := measured(m).Pages()
		if code, ok := err.(interface{ Code() string }); !ok || code.Code() != "SHEET_TOO_LARGE" {
			t.Errorf("%s: %v, want SHEET_TOO_LARGE", name, err)
		}
	}
}

// Looking at what is there finds the pages that looking at all of them finds.
func TestSparsePages(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 1))
		m := scattered(random)
		s := measured(m)
		a := model.Range{FirstRow: 1 + random.IntN(30), FirstCol: 1 + random.IntN(9), LastRow: 60 + random.IntN(200), LastCol: 12 + random.IntN(30)}
		rows, cols := s.spans(a, 100)
		found, ok := s.sparse(rows, cols)
		if !ok {
			t.Fatalf("seed %d: too many pages", seed)
		}
		hidden := func(c model.Range) bool { return !s.visible(c) }
		got, want := slices.DeleteFunc(found, hidden), slices.DeleteFunc(order(rows, cols, m.Page.OverThenDown), hidden)
		if !slices.Equal(got, want) {
			t.Errorf("seed %d: pages %v, want %v", seed, got, want)
		}
	}
}

// scattered is a sheet with something here and there.
func scattered(random *rand.Rand) *model.Sheet {
	m := base()
	lined := m.Styles[0]
	lined.Border.Top.Style = model.LineThin
	m.Styles = append(m.Styles, lined)
	m.Page.OverThenDown = random.IntN(2) == 0
	for row := 1; row < 250; row += 1 + random.IntN(60) {
		r := model.Row{Index: row, Height: -1, Style: -1, Hidden: random.IntN(8) == 0}
		for col := 1; col < 40; col += 1 + random.IntN(25) {
			c := model.Cell{Col: col, Style: random.IntN(2)}
			if random.IntN(2) == 0 {
				c.Kind, c.Text = model.Text, fmt.Sprintf("%0*d", 1+random.IntN(60), col)
			}
			r.Cells = append(r.Cells, c)
		}
		m.Rows = append(m.Rows, r)
	}
	if random.IntN(2) == 0 {
		row, col := 1+random.IntN(200), 1+random.IntN(30)
		m.Merges = []model.Range{{FirstRow: row, FirstCol: col, LastRow: row + random.IntN(40), LastCol: col + 1 + random.IntN(9)}}
	}
	if random.IntN(2) == 0 {
		row, col := 1+random.IntN(200), 1+random.IntN(30)
		m.Drawings = []model.Drawing{{Anchor: model.Anchor{From: model.Mark{Row: row, Col: col, X: 3, Y: 2}, To: model.Mark{Row: row + random.IntN(50), Col: col + random.IntN(9), X: 5, Y: 5}}}}
	}
	return m
}
