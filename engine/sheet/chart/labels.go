package chart

import (
	"strings"

	"quire/engine/sheet/model"
	"quire/engine/sheet/numfmt"
)

// labelOf is the description of a point's label; nil for none.
func labelOf(s *model.ChartSeries, i int) *model.ChartLabels {
	if l, ok := s.PointLabels[i]; ok {
		return l
	}
	return s.Labels
}

// labelText is what a label says (ECMA-376 part 1, 21.2.2.47).
func (k *composer) labelText(s *model.ChartSeries, l *model.ChartLabels, i int, share float64) string {
	if l.Text != "" {
		return l.Text
	}
	var parts []string
	if l.Series {
		parts = append(parts, s.Name)
	}
	if l.Category {
		parts = append(parts, category(s, i))
	}
	if l.Value && i < len(s.Values) {
		code := l.FormatCode
		if code == "" || l.Percent {
			// The label's format is that of the share.
			code = s.FormatCode
		}
		parts = append(parts, k.show(formatOf(code, "General"), s.Values[i]))
	}
	if l.Percent {
		code := l.FormatCode
		if !strings.Contains(code, "%") {
			code = ""
		}
		parts = append(parts, k.show(formatOf(code, "0%"), share))
	}
	return strings.Join(parts, l.Separator)
}

func formatOf(code, otherwise string) *numfmt.Format {
	if code == "" {
		code = otherwise
	}
	return numfmt.Parse(code)
}

// valueLabels writes the labels of bars, lines and areas.
func (k *composer) valueLabels() {
	for i := range k.Groups {
		g := &k.Groups[i]
		x, y := k.pair(g)
		if x == nil || y == nil {
			continue
		}
		rows := stacked(g)
		for j := range g.Series {
			s := &g.Series[j]
			var dots []dot
			if g.Kind != model.ChartBar {
				dots = k.dots(g, x, y, s, rows[j])
			}
			for n := range s.Values {
				l := labelOf(s, n)
				if l == nil || n >= len(rows[j]) || !rows[j][n].ok {
					continue
				}
				b := k.block(k.labelText(s, l, n, 0), l.Font)
				if g.Kind == model.ChartBar {
					k.barLabel(g, x, y, j, n, rows[j][n], l, b)
				} else if dots[n].ok {
					d := dots[n]
					if g.Kind == model.ChartArea && l.Position == "" {
						k.label(b, d.x, k.middle(g, x, y, placeOf(s, n), rows[j][n]), l)
						continue
					}
					k.dotLabel(d, l, b)
				}
			}
		}
	}
}

// moved is the middle of a label that would stand around this point but for what the
// file says.
func (k *composer) moved(b block, cx, cy float64, l *model.ChartLabels) (x, y float64) {
	if l.Place != nil {
		w, h := b.extent(l.Angle)
		return l.Place.X*k.w + w/2, l.Place.Y*k.h + h/2
	}
	return cx + l.DX*k.w, cy + l.DY*k.h
}

// label writes a label.
func (k *composer) label(b block, cx, cy float64, l *model.ChartLabels) {
	cx, cy = k.moved(b, cx, cy, l)
	k.write(b, cx, cy, l.Angle)
}

// middle is the height in the middle of an area at a point.
func (k *composer) middle(g *model.ChartGroup, x, y *axis, at float64, p part) float64 {
	from := p.from
	if g.Stacking == model.Clustered {
		from = base(x, y)
	}
	_, y1 := k.point(x, x.at(at), y.at(from))
	_, y2 := k.point(x, x.at(at), y.at(p.to))
	return (y1 + y2) / 2
}

// barLabel writes the label of a bar: beyond its end, inside of it or at its
// foot.
func (k *composer) barLabel(g *model.ChartGroup, x, y *axis, series, point int, p part, l *model.ChartLabels, b block) {
	box := k.bar(g, x, y, series, point, p)
	position := l.Position
	if position == "" && g.Stacking == model.Clustered {
		position = "outEnd"
	}
	cx, cy := box.X+box.W/2, box.Y+box.H/2
	// forward is the direction in which the bar grows.
	forward := 1.0
	if (p.to < p.from) != y.Reverse {
		forward = -1
	}
	w, h := b.extent(l.Angle)
	half, size := box.H/2, h/2
	if g.Level {
		half, size = box.W/2, w/2
	}
	shift := 0.0
	switch position {
	case "outEnd":
		shift = half + size + labelGap
	case "inEnd":
		shift = half - size - labelGap
	case "inBase":
		shift = size + labelGap - half
	}
	if g.Level {
		cx += shift * forward
	} else {
		cy -= shift * forward
	}
	k.label(b, cx, cy, l)
}

// dotLabel writes the label of a point beside it.
func (k *composer) dotLabel(d dot, l *model.ChartLabels, b block) {
	x, y := d.x, d.y
	w, h := b.extent(l.Angle)
	switch l.Position {
	case "ctr":
	case "l":
		x -= w/2 + 2*labelGap
	case "t":
		y -= h/2 + 2*labelGap
	case "b":
		y += h/2 + 2*labelGap
	default:
		x += w/2 + 2*labelGap
	}
	k.label(b, x, y, l)
}
