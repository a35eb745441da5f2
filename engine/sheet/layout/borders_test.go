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
	b := s.Look(model.Range{FirstRow: 1, FirstCol: 1, LastRow: 3, LastCol: 3}).Borders
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
