package read

import (
	"strings"

	"quire/engine/sheet/model"
)

// look reads fill and line of a shape, with those that hold when the file says
// nothing.
func (p palette) look(n *node, otherwise model.Look) model.Look {
	out := otherwise
	for _, k := range n.kids {
		switch k.name {
		case "noFill":
			out.Fill = model.Fill{}
		case "solidFill":
			out.Fill = model.Fill{Colour: p.drawing(k)}
		case "gradFill":
			out.Fill = p.gradient(k)
		case "pattFill":
			out.Fill = model.Fill{Colour: p.drawing(k.kid("fgClr"))}
		case "ln":
			out.Line = p.stroke(k, otherwise.Line)
		}
	}
	return out
}

// gradient reads a gradient's stops and direction (ECMA-376 part 1, 20.1.8.33).
func (p palette) gradient(n *node) model.Fill {
	f := model.Fill{Angle: n.kid("lin").num("ang", 0) / 60000}
	for _, k := range n.kid("gsLst").kids {
		if colour := p.drawing(k); colour.Set && len(f.Stops) < 20 {
			f.Stops = append(f.Stops, model.Stop{At: max(0, min(1, k.num("pos", 0)/100000)), Colour: colour.RGB})
		}
	}
	if len(f.Stops) > 0 {
		f.Colour = model.RGB(f.Stops[0].Colour)
	}
	return f
}

// dashes are patterns of lines by the line's width (ECMA-376 part 1,
// 20.1.10.48).
var dashes = map[string][]float64{
	"dash": {4, 3}, "lgDash": {8, 3}, "sysDash": {3, 1}, "dot": {1, 3}, "sysDot": {1, 1}, "dashDot": {4, 3, 1, 3}, "lgDashDot": {8, 3, 1, 3},
	"sysDashDot": {3, 1, 1, 1}, "lgDashDotDot": {8, 3, 1, 3, 1, 3}, "sysDashDotDot": {3, 1, 1, 1, 1, 1},
}

// stroke reads a line (ECMA-376 part 1, 20.1.2.2.24).
func (p palette) stroke(n *node, otherwise model.Stroke) model.Stroke {
	s := otherwise
	if s.Width == 0 {
		s.Width = .75
	}
	s.Width = max(0, min(100, n.num("w", s.Width*emu)/emu))
	for _, k := range n.kids {
		switch k.name {
		case "noFill":
			s.Colour = model.Colour{}
		case "solidFill":
			s.Colour = p.drawing(k)
		case "gradFill":
			s.Colour = p.gradient(k).Colour
		case "prstDash":
			s.Dash = nil
			for _, d := range dashes[strings.TrimSpace(k.attr("val"))] {
				s.Dash = append(s.Dash, d*max(.5, s.Width))
			}
		}
	}
	return s
}
