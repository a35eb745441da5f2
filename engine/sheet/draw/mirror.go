package draw

import "quire/engine/sheet/layout"

// mirror turns the places on a sheet that runs from right to left. Its layout is
// made as if it ran to the right, columns in the order in which they are read;
// on paper the first one is at the right. Texts and pictures themselves stay as
// they are.
type mirror struct {
	on bool
	// sum of a place and its mirrored place: those of a pane lie in the pane.
	sum float64
}

func (d *drawer) mirror(pane layout.Pane) mirror {
	return mirror{d.sheet.RightToLeft, 2*pane.SheetX + pane.W}
}

func (m mirror) box(b layout.Box) layout.Box {
	if m.on {
		b.X = m.sum - b.X - b.W
	}
	return b
}

// bar turns a data bar, which grows from the side where its cell begins.
func (m mirror) bar(b layout.BarBox) layout.BarBox {
	if m.on {
		b.Box, b.Axis, b.Left = m.box(b.Box), m.sum-b.Axis, !b.Left
	}
	return b
}

// text turns a text where it is.
func (m mirror) text(t *layout.TextBox) *layout.TextBox {
	if !m.on {
		return t
	}
	t.Cell, t.Clip, t.OriginX = m.box(t.Cell), m.box(t.Clip), m.sum-t.OriginX
	if t.Angle == 0 { // those of turned text stand around the origin
		for i := range t.Lines {
			t.Lines[i].X = m.sum - t.Lines[i].X - t.Lines[i].Width
		}
	}
	return t
}

func (m mirror) look(l layout.Look) layout.Look {
	if !m.on {
		return l
	}
	for i := range l.Fills {
		l.Fills[i].Box = m.box(l.Fills[i].Box)
	}
	for i := range l.Borders {
		b := &l.Borders[i]
		b.X1, b.X2 = m.sum-b.X1, m.sum-b.X2
	}
	for i := range l.Grid {
		g := &l.Grid[i]
		g.X1, g.X2 = m.sum-g.X1, m.sum-g.X2
	}
	return l
}
