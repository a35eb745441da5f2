package layout

import "quire/engine/sheet/model"

// rules are the conditional formats of a sheet.
type rules struct{}

func newRules(*Sheet) *rules { return &rules{} }

// apply gives the style of a cell as its conditional formats change it.
func (r *rules) apply(st *model.Style, row, col int) *model.Style { return st }

func (r *rules) bars(*Sheet, model.Range) []BarBox { return nil }
