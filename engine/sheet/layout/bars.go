package layout

import (
	"math"

	"quire/engine/sheet/formula"
	"quire/engine/sheet/model"
)

// cellInset is the space that LibreOffice leaves around bars and icons: two dots
// of a printer.
const cellInset = .24

// BarBox is a data bar on the sheet.
type BarBox struct {
	Box
	Colour uint32
	// Solid bars do not get lighter towards their end; Left ones grow to the left.
	Solid, Left bool
	// Axis is where the line at zero stands, from the sheet's left edge, when
	// AxisColour is set; AxisTop and AxisHeight are its extent.
	Axis                float64
	AxisColour          model.Colour
	AxisTop, AxisHeight float64
}

// Bars are the data bars in a range.
func (s *Sheet) Bars(a model.Range) []BarBox {
	var out []BarBox
	drawn := map[[2]int]bool{} // a cell shows one bar, of the rule that comes first
	for i := range s.rules.list {
		p := &s.rules.list[i]
		if p.Type != "dataBar" || p.Bar == nil || len(p.Points) < 2 || len(p.Colours) < 1 {
			continue
		}
		lo, ok1 := p.threshold(p.Points[0])
		hi, ok2 := p.threshold(p.Points[1])
		if !ok1 || !ok2 {
			continue
		}
		if p.Points[0].Type == "autoMin" {
			lo = math.Min(lo, 0)
		}
		if p.Points[1].Type == "autoMax" {
			hi = math.Max(hi, 0)
		}
		s.eachNumber(p, a, func(row, col int, v float64) {
			if drawn[[2]int{row, col}] {
				return
			}
			drawn[[2]int{row, col}] = true
			cell := s.box(model.Range{FirstRow: row, FirstCol: col, LastRow: row, LastCol: col})
			if b, ok := barIn(p, cell, v, lo, hi); ok {
				out = append(out, b)
			}
		})
	}
	return out
}

// eachNumber calls f for the numbers of a rule's cells in a range.
func (s *Sheet) eachNumber(p *rule, a model.Range, f func(row, col int, v float64)) {
	for _, r := range p.Ranges {
		if !r.Overlaps(a) {
			continue
		}
		s.rules.cells.Each(max(r.FirstRow, a.FirstRow), max(r.FirstCol, a.FirstCol), min(r.LastRow, a.LastRow), min(r.LastCol, a.LastCol),
			func(row, col int, v formula.Value) {
				if v.Kind == formula.Number {
					f(row, col, v.Number)
				}
			})
	}
}

// barIn is the bar of a value in its cell. The lengths are LibreOffice's: bars of
// the older form grow from the shortest to the longest, those of the newer one
// from the place of zero.
func barIn(p *rule, cell Box, v, lo, hi float64) (BarBox, bool) {
	b := BarBox{Box: Box{X: cell.X + cellInset, Y: cell.Y + cellInset, W: cell.W - 2*cellInset, H: cell.H - 2*cellInset}, Colour: p.Colours[0], Solid: p.Bar.Solid}
	if b.W <= 0 || b.H <= 0 {
		return b, false
	}
	if v < 0 && p.Bar.Negative.Set {
		b.Colour = p.Bar.Negative.RGB
	}
	zero, length := barLength(p.Bar, v, lo, hi)
	whole := b.W
	if zero > 0 && zero < 1 && p.Bar.AxisColour.Set {
		b.Axis, b.AxisColour, b.AxisTop, b.AxisHeight = b.X+zero*whole, p.Bar.AxisColour, cell.Y, cell.H
	}
	b.X += zero * whole
	if b.W = whole * length; b.W < 0 {
		b.X, b.W, b.Left = b.X+b.W, -b.W, true
	}
	return b, b.W > 0 || b.AxisColour.Set
}

// barLength is where a bar begins and how far it reaches, as shares of the cell.
func barLength(bar *model.DataBar, v, lo, hi float64) (zero, length float64) {
	least, most := float64(bar.Min)/100, float64(bar.Max)/100
	share := func(v, lo, hi float64) float64 {
		if hi == lo {
			return 1
		}
		return max(0, min(1, (v-lo)/(hi-lo)))
	}
	if bar.Axis == "" {
		return 0, least + (most-least)*share(v, lo, hi)
	}
	switch {
	case lo >= 0:
	case bar.Axis == "middle":
		zero = .5
	case hi <= 0:
		zero = 1
	default:
		zero = lo / (lo - hi)
	}
	switch {
	case v < 0 && lo < 0:
		length = -most * share(-v, -min(hi, 0), -lo)
		if bar.Axis == "middle" {
			return zero, length / 2
		}
		return zero, length * zero
	case v > 0 && hi > 0:
		length = least + (most-least)*share(v, max(lo, 0), hi)
		if zero == .5 && bar.Axis == "middle" {
			return zero, length / 2
		}
		return zero, length * (1 - zero)
	}
	return zero, least
}

// hides tells whether a data bar or icon stands in place of a cell's value.
func (r *rules) hides(row, col int) bool {
	for i := range r.list {
		if p := &r.list[i]; p.HideValue && (p.Type == "dataBar" || p.Type == "iconSet") && p.covers(row, col) {
			return true
		}
	}
	return false
}
