package layout

import (
	"strings"
	"testing"

	"quire/engine/sheet/model"
)

// block adds empty cells of a style to a sheet whose A1 has content.
func block(m *model.Sheet, a model.Range, style int) {
	for r := a.FirstRow; r <= a.LastRow; r++ {
		for len(m.Rows) < r {
			m.Rows = append(m.Rows, row(len(m.Rows)+1))
		}
		for c := a.FirstCol; c <= a.LastCol; c++ {
			m.Rows[r-1].Cells = append(m.Rows[r-1].Cells, model.Cell{Col: c, Style: style})
		}
	}
}

// What counts was found by printing such sheets with LibreOffice 7.4.
func TestUsedAreaOfMarkedCells(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		block     model.Range
		rows, col int
	}{
		"a few":                       {model.Range{FirstRow: 2, FirstCol: 3, LastRow: 5, LastCol: 4}, 5, 4},
		"only in the first row":       {model.Range{FirstRow: 1, FirstCol: 3, LastRow: 1, LastCol: 26}, 1, 1},
		"only in the second row":      {model.Range{FirstRow: 2, FirstCol: 3, LastRow: 2, LastCol: 26}, 2, 26},
		"29 equal columns":            {model.Range{FirstRow: 1, FirstCol: 2, LastRow: 3, LastCol: 30}, 3, 30},
		"30 equal columns":            {model.Range{FirstRow: 1, FirstCol: 2, LastRow: 3, LastCol: 31}, 3, 1},
		"83 equal rows":               {model.Range{FirstRow: 2, FirstCol: 1, LastRow: 84, LastCol: 1}, 84, 1},
		"84 equal rows":               {model.Range{FirstRow: 2, FirstCol: 1, LastRow: 85, LastCol: 1}, 1, 1},
		"far below the content":       {model.Range{FirstRow: 120, FirstCol: 1, LastRow: 121, LastCol: 2}, 1, 1},
		"not so far below":            {model.Range{FirstRow: 80, FirstCol: 1, LastRow: 81, LastCol: 2}, 81, 2},
		"far beside, in the same row": {model.Range{FirstRow: 2, FirstCol: 60, LastRow: 2, LastCol: 60}, 2, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := base(row(1, text(1, "x")))
			block(m, tt.block, style(m, func(st *model.Style) { st.Fill.Colour = model.RGB(0xFF0000) }))
			if got := measured(m).used(); got.LastRow != tt.rows || got.LastCol != tt.col {
				t.Errorf("used to row %d and column %d, want %d and %d", got.LastRow, got.LastCol, tt.rows, tt.col)
			}
		})
	}
}

func TestUsedAreaOfOverflow(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		align model.Align
		col   int
	}{
		"to the right":    {model.Align{}, 15},
		"to the left":     {model.Align{Horizontal: model.Right}, 3},
		"to both sides":   {model.Align{Horizontal: model.Centre}, 9},
		"shrunk":          {model.Align{Shrink: true}, 15},
		"wrapped":         {model.Align{Wrap: true}, 3},
		"turned":          {model.Align{Rotation: 90}, 3},
		"with an indent":  {model.Align{Horizontal: model.Left, Indent: 10}, 17},
		"justified lines": {model.Align{Horizontal: model.Justify}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := base(row(1, text(3, strings.Repeat("m", 85))))
			m.Rows[0].Cells[0].Style = style(m, func(st *model.Style) { st.Align = tt.align })
			if got := measured(m).used().LastCol; got != tt.col {
				t.Errorf("used to column %d, want %d", got, tt.col)
			}
		})
	}
}

func TestUsedAreaOfMergesAndDrawings(t *testing.T) {
	t.Parallel()
	m := base(row(1, text(1, "x")), row(2, text(1, "y")))
	m.Merges = []model.Range{{FirstRow: 2, FirstCol: 1, LastRow: 4, LastCol: 3}, {FirstRow: 9, FirstCol: 9, LastRow: 10, LastCol: 10}}
	if got := measured(m).used(); got.LastRow != 4 || got.LastCol != 3 {
		t.Errorf("merged cells: used %+v", got)
	}
	m.Drawings = []model.Drawing{{Anchor: model.Anchor{From: model.Mark{Row: 3, Col: 2}, To: model.Mark{Row: 8, Col: 6, X: 5}}}}
	if got := measured(m).used(); got.LastRow != 7 || got.LastCol != 6 {
		t.Errorf("drawing is cut: %+v", got)
	}
}

func TestPrintAreaOfManyRowsIsCut(t *testing.T) {
	t.Parallel()
	for last, want := range map[int]int{maxRow: 20, 5000: 20, 20 + 23*42: 20 + 23*42} {
		m := many(20, 2)
		m.Page.Areas = []model.Range{{FirstRow: 1, FirstCol: 1, LastRow: last, LastCol: 2}}
		if got := measured(m).areas()[0].LastRow; got != want {
			t.Errorf("an area of %d rows ends at %d, want %d", last, got, want)
		}
	}
}

func TestPagesWithFillsOnlyAreLeftOut(t *testing.T) {
	t.Parallel()
	m := base(row(1, text(1, "x")))
	filled := style(m, func(st *model.Style) { st.Fill.Colour = model.RGB(0xFF0000) })
	block(m, model.Range{FirstRow: 2, FirstCol: 1, LastRow: 30, LastCol: 1}, filled)
	if got, _ := ranges(t, m); got != "[1-13,1-1]" {
		t.Errorf("pages with fills: %s", got)
	}
	m.Styles[filled].Border.Left.Style = model.LineThin
	if got, _ := ranges(t, m); got != "[1-13,1-1] [14-26,1-1] [27-30,1-1]" {
		t.Errorf("pages with lines: %s", got)
	}
}
