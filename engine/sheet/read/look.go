package read

import (
	"cmp"
	"math"
	"slices"
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
			_, out.Fill.Clear = p.translucent(k)
		case "gradFill":
			out.Fill = p.gradient(k)
		case "pattFill":
			out.Fill = p.pattern(k)
		case "ln":
			out.Line = p.stroke(k, otherwise.Line)
		}
	}
	return out
}

// gradient reads a gradient's stops and direction (ECMA-376 part 1, 20.1.8.33).
// Like LibreOffice it keeps of several stops those that are furthest apart,
// unless the gradient is the same from both ends.
func (p palette) gradient(n *node) model.Fill {
	f := model.Fill{Angle: n.kid("lin").num("ang", 0) / 60000}
	if n.has("path") {
		f.Angle = 90
	}
	for _, k := range n.kid("gsLst").kids {
		colour, clear := p.translucent(k)
		if colour.Set && len(f.Stops) < 20 {
			f.Stops = append(f.Stops, model.Stop{At: max(0, min(1, k.num("pos", 0)/100000)), Colour: colour.RGB})
			f.Clear += clear
		}
	}
	if len(f.Stops) == 0 {
		return f
	}
	f.Clear /= float64(len(f.Stops))
	slices.SortStableFunc(f.Stops, func(a, b model.Stop) int { return cmp.Compare(a.At, b.At) })
	f.Colour = model.RGB(f.Stops[0].Colour)
	if !symmetric(f.Stops) {
		widest := 1
		for i := 2; i < len(f.Stops); i++ {
			if f.Stops[i].At-f.Stops[i-1].At > f.Stops[widest].At-f.Stops[widest-1].At+1e-9 {
				widest = i
			}
		}
		if len(f.Stops) > 2 {
			f.Stops = []model.Stop{f.Stops[widest-1], {At: 1, Colour: f.Stops[widest].Colour}}
		}
	}
	return f
}

// symmetric tells whether stops are the same from both ends.
func symmetric(stops []model.Stop) bool {
	for i, a := range stops {
		b := stops[len(stops)-1-i]
		if a.Colour != b.Colour || math.Abs(a.At+b.At-1) > .01 {
			return false
		}
	}
	return len(stops) > 2
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
			_, s.Clear = p.translucent(k)
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
