package layout

import (
	"testing"

	"quire/engine/sheet/model"
)

// withTable is a sheet with a table in B2:D7: a header, four rows of which one is hidden,
// and a row of totals.
func withTable() *model.Sheet {
	m := base(row(2, text(2, "head")), row(3), row(4), row(5), row(6), row(7, text(2, "sum")))
	m.Rows[2].Hidden = true
	look := func(fill uint32) *model.TableLook {
		return &model.TableLook{Overlay: model.Overlay{Fill: model.Fill{Colour: model.RGB(fill)}}}
	}
	t := model.Table{
		Range: model.Range{FirstRow: 2, FirstCol: 2, LastRow: 7, LastCol: 4}, Headers: 1, Totals: 1,
		RowStripes: [2]int{1, 1}, ColStripes: [2]int{1, 1}, StripedRows: true, LastColumn: true,
	}
	thin := model.Line{Style: model.LineThin}
	t.Style[model.WholeTable] = &model.TableLook{Overlay: model.Overlay{Colour: model.RGB(0x111111), Border: &model.Border{Left: thin}}, Horizontal: thin}
	t.Style[model.FirstRowStripe], t.Style[model.SecondRowStripe] = look(0xAA0000), look(0xBB0000)
	t.Style[model.HeaderRow], t.Style[model.TotalRow] = look(0xCC0000), look(0xDD0000)
	t.Style[model.LastTableColumn] = look(0xEE0000)
	m.Tables = []model.Table{t}
	return m
}

// A table's parts lie over each other in the order of ECMA-376 part 1, 18.18.93, and
// stripes count the rows that show.
func TestPartsOfTables(t *testing.T) {
	t.Parallel()
	s := measured(withTable())
	for _, tt := range []struct {
		row, col int
		want     uint32
	}{{2, 2, 0xCC0000}, {3, 2, 0xAA0000}, {5, 3, 0xBB0000}, {6, 2, 0xAA0000}, {7, 2, 0xDD0000}, {3, 4, 0xEE0000}, {2, 4, 0xCC0000}, {8, 2, 0}, {3, 1, 0}} {
		if got := s.style(s.row(tt.row), tt.row, tt.col).Fill.Colour.RGB; got != tt.want {
			t.Errorf("row %d, column %d: %06X, want %06X", tt.row, tt.col, got, tt.want)
		}
	}
	first, inner := s.style(s.row(3), 3, 2), s.style(s.row(3), 3, 3)
	if first.Border.Left.Style != model.LineThin || inner.Border.Left.Style != model.LineNone {
		t.Errorf("left lines %+v and %+v, want one at the edge of the table only", first.Border, inner.Border)
	}
	if inner.Border.Top.Style != model.LineThin || s.style(s.row(2), 2, 3).Border.Top.Style != model.LineNone {
		t.Error("level lines stand elsewhere than between rows")
	}
	if inner.Font.Colour != model.RGB(0x111111) {
		t.Errorf("text is %+v, want the table's colour", inner.Font.Colour)
	}
}

// What a cell says of itself holds against its table.
func TestCellsOverTables(t *testing.T) {
	t.Parallel()
	m := withTable()
	own := style(m, func(st *model.Style) {
		st.Fill, st.Font.Colour = model.Fill{Colour: model.RGB(0x00FF00)}, model.RGB(0x0000FF)
		st.Border.Left = model.Line{Style: model.LineThick}
	})
	m.Rows[0].Cells[0].Style = own
	s := measured(m)
	st := s.style(s.row(2), 2, 2)
	if st.Fill.Colour != model.RGB(0x00FF00) || st.Font.Colour != model.RGB(0x0000FF) || st.Border.Left.Style != model.LineThick {
		t.Errorf("the cell became %+v", st)
	}
}
