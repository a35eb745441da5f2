package layout

import (
	"testing"

	"quire/engine/sheet/model"
)

func TestHeadingsTakeACentimetre(t *testing.T) {
	t.Parallel()
	m := many(3, 2)
	m.Page.Headings = true
	s := measured(m)
	p, err := s.Pages()
	if err != nil {
		t.Fatal(err)
	}
	pane := p.Pages[0].Panes[0]
	if !near(pane.X, 1000*hundredth) || !near(pane.Y, 451*hundredth) {
		t.Errorf("cells begin at %v, %v, want 10 mm and 4.5 mm", pane.X, pane.Y)
	}
	h := s.Headings(pane, pane.SheetX, pane.SheetY)
	if len(h) != 5 || h[0].Text.Lines[0].Pieces[0].Text != "1" || h[4].Text.Lines[0].Pieces[0].Text != "B" {
		t.Fatalf("headings = %+v", h)
	}
	if l := h[0].Text.Lines[0]; !near(l.X+l.Width/2, h[0].X+h[0].W/2) || l.Pieces[0].Font != headingFont {
		t.Errorf("the first heading is not in the middle of its box: %+v", h[0])
	}
	if got := s.Headings(Pane{Range: model.Range{FirstRow: 1, FirstCol: 1, LastRow: 1, LastCol: 1}, X: 99, Y: 99}, 0, 0); got != nil {
		t.Errorf("a pane inside of the page has headings: %+v", got)
	}
}
