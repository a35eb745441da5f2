package svg

import (
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/vector"
)

// gradient is a gradient for an outline that local puts into the item's coordinates, or
// the one colour that it is; neither where nothing is painted (SVG 1.1, 13.2). Either is
// as opaque as share says.
func (d *drawer) gradient(n *node, path *canvas.Path, l *look, local vector.Matrix, share float64) (*canvas.Shading, *paint) {
	get := func(name string) string { return d.inherited(n, name) }
	m, err := transform(get("gradientTransform"))
	if err != nil {
		d.err = err
		return nil, nil
	}
	view := l.view
	if get("gradientUnits") != "userSpaceOnUse" {
		x1, y1, x2, y2 := path.Extent()
		if x2-x1 <= 0 || y2-y1 <= 0 {
			return nil, nil
		}
		m, view = m.Then(vector.Matrix{x2 - x1, 0, 0, y2 - y1, x1, y1}), [2]float64{1, 1}
	}
	m = m.Then(local)
	stops := d.stops(n, share)
	if len(stops) == 0 {
		return nil, nil
	}
	last := stops[len(stops)-1]
	one := &paint{set: true, rgb: rgb(last.Color), clear: last.Clear}
	if len(stops) == 1 {
		return nil, one
	}
	at := func(name string, whole float64, otherwise string) float64 {
		v := get(name)
		if v == "" {
			v = otherwise
		}
		return length(v, whole, 0)
	}
	s := &canvas.Shading{Stops: stops, Matrix: m.Bounded()}
	if n.name == "linearGradient" {
		s.X1, s.Y1, s.X2, s.Y2 = at("x1", view[0], "0%"), at("y1", view[1], "0%"), at("x2", view[0], "100%"), at("y2", view[1], "0%")
	} else {
		s.Radial = true
		r := math.Hypot(view[0], view[1]) / math.Sqrt2
		s.X2, s.Y2, s.R2, s.R1 = at("cx", view[0], "50%"), at("cy", view[1], "50%"), at("r", r, "50%"), max(0, at("fr", r, "0%"))
		s.X1, s.Y1 = s.X2, s.Y2
		if v := get("fx"); v != "" {
			s.X1 = length(v, view[0], s.X2)
		}
		if v := get("fy"); v != "" {
			s.Y1 = length(v, view[1], s.Y2)
		}
		// The focus is within the circle.
		if far := math.Hypot(s.X1-s.X2, s.Y1-s.Y2); far > s.R2*.99 && far > 0 {
			k := s.R2 * .99 / far
			s.X1, s.Y1 = s.X2+(s.X1-s.X2)*k, s.Y2+(s.Y1-s.Y2)*k
		}
	}
	if s.Radial && s.R2 <= s.R1 || !s.Radial && s.X1 == s.X2 && s.Y1 == s.Y2 {
		return nil, one
	}
	spread := map[string]vector.Spread{"repeat": vector.SpreadRepeat, "reflect": vector.SpreadReflect}[get("spreadMethod")]
	return spread.Spread(s, path.Mapped(local.Place)), nil
}

func rgb(c canvas.Color) uint32 { return uint32(c.R)<<16 | uint32(c.G)<<8 | uint32(c.B) }

// inherited is an attribute of a gradient or of that to which it refers (13.2.4).
func (d *drawer) inherited(n *node, name string) string {
	for range maxLinks {
		if v, ok := n.attrs[name]; ok {
			return v
		}
		if n = d.linked(n.attrs["href"]); n == nil {
			break
		}
	}
	return ""
}

// stops are the colours of a gradient or of that to which it refers.
func (d *drawer) stops(n *node, share float64) []canvas.Stop {
	var out []canvas.Stop
	for range maxLinks {
		for _, k := range n.kids {
			if k.name != "stop" || len(out) >= 256 {
				continue
			}
			l := plain
			d.style(&l, k)
			if l.stopColour.gradient != nil {
				d.fail("gradients in gradients")
			}
			at := part(k.attrs["offset"], 0)
			if len(out) > 0 {
				at = max(at, out[len(out)-1].At)
			}
			clear := 1 - (1-l.stopColour.clear)*l.stopShare*share
			if !l.stopColour.set {
				clear = 1
			}
			c := l.stopColour.rgb
			out = append(out, canvas.Stop{At: at, Clear: clear, Color: canvas.Color{R: uint8(c >> 16 & 255), G: uint8(c >> 8 & 255), B: uint8(c & 255)}})
		}
		if len(out) > 0 {
			break
		}
		if n = d.linked(n.attrs["href"]); n == nil {
			break
		}
	}
	return out
}
