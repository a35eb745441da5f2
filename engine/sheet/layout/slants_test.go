package layout

import (
	"math"
	"testing"

	"quire/engine/sheet/model"
)

// Where sides, fills and texts of turned cells with lines stand was found by printing such
// cells with LibreOffice 7.4; Excel slants them too.
func TestTurnedCellsWithLinesAreSlanted(t *testing.T) {
	t.Parallel()
	thin := model.Line{Style: model.LineThin}
	header := func(rotation int, align model.Horizontal, framed bool) (*Sheet, Look, TextBox) {
		m := base()
		n := style(m, func(st *model.Style) {
			st.Align.Rotation, st.Align.Horizontal = rotation, align
			st.Fill.Colour = model.RGB(0xDDEEFF)
			if framed {
				st.Border = model.Border{Left: thin, Right: thin, Top: thin, Bottom: thin}
			}
		})
		a, b := text(2, "Flood"), text(3, "Fire")
		a.Style, b.Style = n, n
		m.Rows = []model.Row{{Index: 2, Height: 80, Custom: true, Style: -1, Cells: []model.Cell{a, b}}}
		s := measured(m)
		return s, s.Look(model.Range{FirstRow: 1, FirstCol: 1, LastRow: 3, LastCol: 6}, 1), shown(t, s, 2, 2)
	}
	for rotation, share := range map[int]float64{45: 1, -45: -1, 60: 1 / math.Sqrt(3)} {
		s, look, _ := header(rotation, model.General, true)
		h := s.rows.of(2)
		lean := h * share
		if len(look.Fills) != 2 || !near(look.Fills[0].Lean, lean) || !near(look.Fills[0].X, s.cols.at(2)) || !near(look.Fills[1].W, s.cols.of(3)) {
			t.Errorf("%d degrees: the fills are %+v, want two that lean by %v", rotation, look.Fills, lean)
		}
		sides, tops := 0, 0
		for _, l := range look.Borders {
			switch {
			case !near(l.X1, l.X2) && !near(l.Y1, l.Y2):
				sides++
				if !near(l.X2-l.X1, lean) || !near(l.Y1-l.Y2, h) {
					t.Errorf("%d degrees: a side is %+v, want one that leans by %v", rotation, l, lean)
				}
			case near(l.X1, l.X2):
				t.Errorf("%d degrees: a side is upright: %+v", rotation, l)
			case near(l.Y1, s.rows.at(2)):
				tops++
				if near(l.X1, s.cols.at(2)) {
					t.Errorf("%d degrees: the line above stands where it would over an upright cell: %+v", rotation, l)
				}
			}
		}
		if sides != 3 || tops != 2 {
			t.Errorf("%d degrees: %d sides and %d lines above, want 3 and 2", rotation, sides, tops)
		}
	}
	for _, align := range []model.Horizontal{model.General, model.Centre, model.Right} {
		_, _, plain := header(45, align, false)
		_, _, framed := header(45, align, true)
		if d := framed.OriginX - plain.OriginX; d <= 0 || d > plain.Cell.Y+plain.Cell.H-plain.OriginY+20 {
			t.Errorf("aligned %v, the text moves by %v", align, d)
		}
	}
	for rotation, framed := range map[int]bool{90: true, -90: true, 0: true, 45: false} {
		if _, look, _ := header(rotation, model.General, framed); len(look.Fills) != 1 || look.Fills[0].Lean != 0 {
			t.Errorf("%d degrees, lines %v: the fills are %+v, want one that is upright", rotation, framed, look.Fills)
		}
	}
}
