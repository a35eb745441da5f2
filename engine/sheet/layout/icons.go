package layout

import "quire/engine/sheet/model"

// IconBox is an icon of a conditional format on the sheet.
type IconBox struct {
	Box
	Icon model.Icon
}

// Icons are the icons in a range. An icon is as large as the cell's font and
// stands in the bottom left corner, as LibreOffice has it.
func (s *Sheet) Icons(a model.Range) []IconBox {
	var out []IconBox
	drawn := map[[2]int]bool{} // a cell shows one icon, of the rule that comes first
	for i := range s.rules.list {
		p := &s.rules.list[i]
		if p.Type != "iconSet" {
			continue
		}
		s.eachNumber(p, a, func(row, col int, v float64) {
			if drawn[[2]int{row, col}] {
				return
			}
			drawn[[2]int{row, col}] = true
			icon, ok := p.icon(v)
			cell := s.box(model.Range{FirstRow: row, FirstCol: col, LastRow: row, LastCol: col})
			if !ok || icon.Set == "" || cell.W == 0 || cell.H == 0 {
				return
			}
			size := s.fontSize(row, col)
			out = append(out, IconBox{Box{X: cell.X + cellInset, Y: cell.Y + cell.H - cellInset - size, W: size, H: size}, icon})
		})
	}
	return out
}

// fontSize is the size of a cell's font.
func (s *Sheet) fontSize(row, col int) float64 {
	if c := cellIn(s.row(row), col); c != nil && c.Style >= 0 && c.Style < len(s.Styles) {
		return s.Styles[c.Style].Font.Size
	}
	return s.normal().Size
}

// icon is that of the highest threshold which a value reaches.
func (p *rule) icon(v float64) (model.Icon, bool) {
	out, ok := model.Icon{}, false
	for i, pt := range p.Points {
		if i >= len(p.Icons) {
			break
		}
		t, known := p.threshold(pt)
		if i == 0 || known && (v > t || v == t && !pt.Beyond) {
			out, ok = p.Icons[i], true
		}
	}
	return out, ok
}
