package layout

import (
	"slices"

	"quire/engine/font"
	"quire/engine/sheet/model"
)

// mirrored gives a sheet that runs from right to left with the left and right
// of its styles changed for each other: the layout is made in the direction of
// reading, and turned around when it is drawn.
func mirrored(m *model.Sheet) *model.Sheet {
	if !m.RightToLeft {
		return m
	}
	turned := *m
	turned.Styles = slices.Clone(m.Styles)
	for i := range turned.Styles {
		st := &turned.Styles[i]
		st.Align.Horizontal = opposite(st.Align.Horizontal)
		st.Border.Left, st.Border.Right = st.Border.Right, st.Border.Left
		st.Border.DiagonalUp, st.Border.DiagonalDown = st.Border.DiagonalDown, st.Border.DiagonalUp
	}
	return &turned
}

func opposite(h model.Horizontal) model.Horizontal {
	switch h {
	case model.Left:
		return model.Right
	case model.Right:
		return model.Left
	}
	return h
}

// textSide is the side at which a text stands that does not say where: that
// from which it is read.
func textSide(text string, reading model.Reading) model.Horizontal {
	if reading == model.ReadRightToLeft || reading == model.ReadByContent && font.DirectionOf(text) == font.RightToLeft {
		return model.Right
	}
	return model.Left
}
