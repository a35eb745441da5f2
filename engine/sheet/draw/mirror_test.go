package draw

import (
	"testing"

	"quire/engine/sheet/layout"
)

func TestMirrorKeepsPlacesInThePane(t *testing.T) {
	t.Parallel()
	m := mirror{on: true, sum: 2*100 + 60} // a pane from 100 to 160
	if b := m.box(layout.Box{X: 110, W: 20}); b.X != 130 || b.W != 20 {
		t.Errorf("box = %+v", b)
	}
	text := m.text(&layout.TextBox{
		Cell: layout.Box{X: 100, W: 60}, OriginX: 110, Lines: []layout.PlacedLine{{Line: layout.Line{Width: 10}, X: 101}},
	})
	if text.Cell.X != 100 || text.OriginX != 150 || text.Lines[0].X != 149 {
		t.Errorf("text = %+v", text)
	}
	turned := m.text(&layout.TextBox{Angle: 45, OriginX: 110, Lines: []layout.PlacedLine{{X: -5}}})
	if turned.OriginX != 150 || turned.Lines[0].X != -5 {
		t.Errorf("turned text = %+v", turned)
	}
	look := m.look(layout.Look{Borders: []layout.LineBox{{X1: 100, X2: 120}}, Grid: []layout.LineBox{{X1: 100, X2: 120}}})
	if b := look.Borders[0]; b.X1 != 160 || b.X2 != 140 || look.Grid[0].X2 != 140 {
		t.Errorf("look = %+v", look)
	}
	if b := m.bar(layout.BarBox{Box: layout.Box{X: 100, W: 10}, Axis: 100}); b.X != 150 || b.Axis != 160 || !b.Left {
		t.Errorf("bar = %+v", b)
	}
	if off := (mirror{sum: 260}); off.box(layout.Box{X: 110, W: 20}).X != 110 || off.bar(layout.BarBox{Axis: 5}).Axis != 5 {
		t.Error("a sheet that runs to the right is turned")
	}
}
