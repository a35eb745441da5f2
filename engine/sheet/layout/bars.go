package layout

import "quire/engine/sheet/model"

// BarBox is a data bar on the sheet.
type BarBox struct {
	Box
	Colour uint32
	// Fade makes the bar lighter to the right.
	Fade bool
}

// Bars are the data bars in a range.
func (s *Sheet) Bars(a model.Range) []BarBox { return s.rules.bars(s, a) }
