package layout

import (
	"testing"

	"quire/engine/sheet/model"
	"quire/engine/sheet/numfmt"
)

// The steps are those of LibreOffice 7.4: three spaces of the Normal font.
func TestIndents(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		align     model.Align
		left, end float64
	}{
		{model.Align{Horizontal: model.Left, Indent: 1}, 1 + 8.4, 0},
		{model.Align{Horizontal: model.Left, Indent: 3}, 1 + 25.2, 0},
		{model.Align{Horizontal: model.Right, Indent: 2}, 0, 1 + 16.8},
		{model.Align{Indent: 2}, 1, 0},
		{model.Align{Horizontal: model.Distributed, Indent: 2}, 1, 0},
	} {
		m := base(row(1, text(1, "x")))
		m.Rows[0].Cells[0].Style = style(m, func(st *model.Style) { st.Align = tt.align })
		s := measured(m)
		l := shown(t, s, 1, 1).Lines[0]
		if tt.end > 0 {
			if got := s.cols.at(2) - l.X - l.Width; !near(got, tt.end) {
				t.Errorf("%+v: text keeps %v from the right, want %v", tt.align, got, tt.end)
			}
		} else if !near(l.X, tt.left) {
			t.Errorf("%+v: text begins at %v, want %v", tt.align, l.X, tt.left)
		}
	}
}

func TestLinesFillTheHeight(t *testing.T) {
	t.Parallel()
	m := base(row(1, text(1, "one\ntwo\nthree")))
	m.Rows[0].Height, m.Rows[0].Custom = 100, true
	m.Styles[0].Align.Vertical = model.VDistributed
	b := shown(t, measured(m), 1, 1)
	if len(b.Lines) != 3 {
		t.Fatalf("%d lines", len(b.Lines))
	}
	first, last := b.Lines[0], b.Lines[2]
	if !near(first.Y-first.Ascent, b.Cell.Y+padding) || !near(last.Y+last.Descent, b.Cell.Y+b.Cell.H-padding) || !near(b.Lines[1].Y-first.Y, last.Y-b.Lines[1].Y) {
		t.Errorf("lines at %v, %v and %v in %v", first.Y, b.Lines[1].Y, last.Y, b.Cell)
	}
}

func TestNumbersAsTextStandAtTheLeft(t *testing.T) {
	t.Parallel()
	m := base(row(1, number(1, 12)))
	m.Styles[0].FormatCode, m.Styles[0].Format = "@", numfmt.Parse("@")
	s := measured(m)
	b := shown(t, s, 1, 1)
	if string1(b) != "12" || !near(b.Lines[0].X, b.Cell.X+padding) {
		t.Errorf("%q at %v", string1(b), b.Lines[0].X)
	}
}
