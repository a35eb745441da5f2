package layout

import (
	"testing"

	"quire/engine/sheet/model"
)

// Which line wins was found by printing such cells with LibreOffice 7.4.
func TestTheHeavierLineIsDrawnWhereCellsMeet(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ first, second, want model.LineStyle }{
		{model.LineThin, model.LineMedium, model.LineMedium}, {model.LineMedium, model.LineThin, model.LineMedium},
		{model.LineThin, model.LineDashed, model.LineDashed}, {model.LineDashed, model.LineThin, model.LineThin},
		{model.LineHair, model.LineDotted, model.LineDotted}, {model.LineDotted, model.LineHair, model.LineDotted},
		{model.LineMedium, model.LineDouble, model.LineDouble}, {model.LineDouble, model.LineMedium, model.LineDouble},
		{model.LineThick, model.LineDouble, model.LineThick}, {model.LineMediumDashed, model.LineMedium, model.LineMedium},
		{model.LineNone, model.LineHair, model.LineHair}, {model.LineHair, model.LineNone, model.LineHair},
	} {
		if got := stronger(model.Line{Style: tt.first}, model.Line{Style: tt.second}); got.Style != tt.want {
			t.Errorf("of styles %d and %d, %d is drawn, want %d", tt.first, tt.second, got.Style, tt.want)
		}
	}
}

func TestLinesReachAroundCorners(t *testing.T) {
	t.Parallel()
	m := base()
	boxed := style(m, func(st *model.Style) {
		thin := model.Line{Style: model.LineThin}
		st.Border = model.Border{Left: thin, Right: thin, Top: model.Line{Style: model.LineThick}}
	})
	m.Rows = []model.Row{row(2, model.Cell{Col: 2, Style: boxed})}
	s := measured(m)
	b := s.Look(model.Range{FirstRow: 1, FirstCol: 1, LastRow: 3, LastCol: 3}, 1).Borders
	if len(b) != 3 {
		t.Fatalf("borders = %+v", b)
	}
	left, right, top, bottom := s.cols.at(2), s.cols.at(3), s.rows.at(2), s.rows.at(3)
	if l := b[0]; !near(l.X1, left-.375) || !near(l.X2, right+.375) || l.Width() != 2.5 {
		t.Errorf("the line above = %+v, want half a thin line longer at both ends", l)
	}
	if l := b[1]; !near(l.Y1, top-1.25) || !near(l.Y2, bottom) {
		t.Errorf("the line to the left = %+v, want half a thick line longer above and nothing below", l)
	}
}

// Grid lines leave out the inside of merged cells.
func TestGridLinesAroundMergedCells(t *testing.T) {
	t.Parallel()
	m := base(row(1), row(2), row(3))
	m.Merges = []model.Range{{FirstRow: 1, FirstCol: 1, LastRow: 2, LastCol: 2}}
	m.Page.GridLines = true
	s := measured(m)
	a := model.Range{FirstRow: 1, FirstCol: 1, LastRow: 3, LastCol: 3}
	x, y := s.cols.at(2), s.rows.at(2)
	for _, l := range s.Look(a, 1).Grid {
		if l.X1 == l.X2 && near(l.X1, x) && l.Y1 < s.rows.at(3)-.1 {
			t.Errorf("an upright line at %v begins at %v, within the merge", l.X1, l.Y1)
		}
		if l.Y1 == l.Y2 && near(l.Y1, y) && l.X1 < s.cols.at(3)-.1 {
			t.Errorf("a level line at %v begins at %v, within the merge", l.Y1, l.X1)
		}
	}
	if n := len(s.Look(a, 1).Grid); n != 8 {
		t.Errorf("%d lines, want 4 of each kind", n)
	}
	m.Page.GridLines = false
	if n := len(measured(m).Look(a, 1).Grid); n != 0 {
		t.Errorf("%d grid lines on a sheet without", n)
	}
}

// Grid lines leave out where text flows over the neighbours of its cell, as far as it does.
func TestGridLinesAroundFlowingText(t *testing.T) {
	t.Parallel()
	long := "text that runs over two of its neighbours"
	m := base(row(1, text(2, long)), row(2, text(2, long), text(3, "x")), row(3, text(2, "short")))
	m.Page.GridLines = true
	s := measured(m)
	a := model.Range{FirstRow: 1, FirstCol: 1, LastRow: 3, LastCol: 9}
	var end float64 // of the first text
	s.Texts(a, 1, func(t *TextBox) {
		if end == 0 {
			end = t.Bounds().X + t.Bounds().W
		}
	})
	if end < s.cols.at(4) {
		t.Fatalf("the text ends at %v, in its neighbour", end)
	}
	// covered tells how much of the height of a row an upright line at a column has.
	covered := func(col, row int) (length float64) {
		for _, l := range s.Look(a, 1).Grid {
			if l.X1 == l.X2 && near(l.X1, s.cols.at(col)) {
				length += max(0, min(l.Y2, s.rows.at(row+1))-max(l.Y1, s.rows.at(row)))
			}
		}
		return length
	}
	for col := 1; col <= 9; col++ {
		for row := 1; row <= 3; row++ {
			crossed := row == 1 && col > 2 && s.cols.at(col) < end
			want := s.rows.of(row)
			if crossed {
				want = 0
			}
			if got := covered(col, row); !near(got, want) {
				t.Errorf("the line before column %d has %v points in row %d, want %v", col, got, row, want)
			}
		}
	}
}
