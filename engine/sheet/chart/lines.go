package chart

import (
	"math"
	"slices"
	"strconv"

	"quire/engine/canvas"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

func itoa(n int) string { return strconv.Itoa(n) }

// dot is a point of a line; not ok where the value is missing.
type dot struct {
	x, y float64
	ok   bool
}

// dots are the places of the points of a series.
func (k *composer) dots(g *model.ChartGroup, x, y *axis, s *model.ChartSeries, row []part) []dot {
	out := make([]dot, len(s.Values))
	for j := range s.Values {
		v, at := 0.0, placeOf(s, j)
		switch {
		case scattered(g):
			v, at = s.Values[j], float64(j+1)
			if len(s.X) > 0 {
				at = math.NaN()
				if j < len(s.X) {
					at = s.X[j]
				}
			}
		case j < len(row) && row[j].ok:
			v = row[j].to
		case k.Blanks == "zero" && j < len(row):
		default:
			v = math.NaN()
		}
		if v != v || at != at {
			continue
		}
		out[j].x, out[j].y = k.point(x, x.at(at), y.at(v))
		out[j].ok = true
	}
	return out
}

// lines draws lines and markers.
func (k *composer) lines(g *model.ChartGroup) {
	x, y := k.pair(g)
	if x == nil || y == nil {
		return
	}
	rows := stacked(g)
	clip := k.plot
	for i := range g.Series {
		s := &g.Series[i]
		dots := k.dots(g, x, y, s, rows[i])
		if s.Look.Line.Colour.Set {
			shown := dots
			if x.Dates || k.Blanks == "span" {
				shown = slices.DeleteFunc(slices.Clone(dots), func(d dot) bool { return !d.ok })
			}
			path := curve(shown, s.Smooth && !k.Solid)
			k.items = append(k.items, Item{Path: path, Look: model.Look{Line: s.Look.Line}, Clip: &clip})
		}
		if s.Marker.Symbol == "" {
			continue
		}
		for _, d := range dots {
			if d.ok && inside(d, clip) {
				k.marker(d.x, d.y, s.Marker)
			}
		}
	}
}

func inside(d dot, b layout.Box) bool {
	return d.x > b.X-1 && d.x < b.X+b.W+1 && d.y > b.Y-1 && d.y < b.Y+b.H+1
}

// areas draws filled areas down to the axis or the series below, the rearmost
// first.
func (k *composer) areas(g *model.ChartGroup) {
	x, y := k.pair(g)
	if x == nil || y == nil {
		return
	}
	rows := stacked(g)
	clip := k.plot
	for n := range g.Series {
		i := n
		if g.Stacking == model.Clustered {
			i = len(g.Series) - 1 - n // the first stands before the others
		}
		s := &g.Series[i]
		var p canvas.Path
		var back []dot
		count := 0
		for j, r := range rows[i] {
			if !r.ok {
				continue
			}
			from := r.from
			if g.Stacking == model.Clustered {
				from = base(x, y)
			}
			px, py := k.point(x, x.at(placeOf(s, j)), y.at(r.to))
			bx, by := k.point(x, x.at(placeOf(s, j)), y.at(from))
			if count == 0 {
				p.MoveTo(px, py)
			} else {
				p.LineTo(px, py)
			}
			count++
			back = append(back, dot{bx, by, true})
		}
		if count < 2 {
			continue
		}
		for j := len(back) - 1; j >= 0; j-- {
			p.LineTo(back[j].x, back[j].y)
		}
		p.Close()
		k.items = append(k.items, Item{Path: &p, Box: k.plot, Look: s.Look, Clip: &clip})
	}
}

// marker draws the sign of a point.
func (k *composer) marker(x, y float64, m model.Marker) {
	r := m.Size / 2
	var p canvas.Path
	look := m.Look
	open := model.Look{Line: look.Line}
	if !open.Line.Colour.Set {
		open.Line = model.Stroke{Colour: look.Fill.Colour, Width: .75}
	}
	polygon := func(points ...float64) {
		for i := 0; i+1 < len(points); i += 2 {
			if i == 0 {
				p.MoveTo(x+points[i]*r, y+points[i+1]*r)
			} else {
				p.LineTo(x+points[i]*r, y+points[i+1]*r)
			}
		}
		p.Close()
	}
	stroke := func(x1, y1, x2, y2 float64) {
		p.MoveTo(x+x1*r, y+y1*r)
		p.LineTo(x+x2*r, y+y2*r)
	}
	switch m.Symbol {
	case "square":
		polygon(-1, -1, 1, -1, 1, 1, -1, 1)
	case "diamond":
		polygon(0, -1, 1, 0, 0, 1, -1, 0)
	case "triangle":
		polygon(0, -1, 1, 1, -1, 1)
	case "down":
		polygon(-1, -1, 1, -1, 0, 1)
	case "right":
		polygon(-1, -1, 1, 0, -1, 1)
	case "left":
		polygon(1, -1, 1, 1, -1, 0)
	case "bowtie":
		polygon(-1, -1, 1, 1, 1, -1, -1, 1)
	case "hourglass":
		polygon(-1, -1, 1, -1, -1, 1, 1, 1)
	case "rays":
		polygon(0, -1, .2, -.2, 1, 0, .2, .2, 0, 1, -.2, .2, -1, 0, -.2, -.2)
	case "upright":
		polygon(-.3, -1, .3, -1, .3, 1, -.3, 1)
	case "dash":
		polygon(-1, -.3, 1, -.3, 1, .3, -1, .3)
	case "dot":
		polygon(0, -.3, 1, -.3, 1, .3, 0, .3)
	case "x":
		stroke(-1, -1, 1, 1)
		stroke(-1, 1, 1, -1)
		look = open
	case "plus":
		stroke(-1, 0, 1, 0)
		stroke(0, -1, 0, 1)
		look = open
	case "star":
		stroke(-1, -1, 1, 1)
		stroke(-1, 1, 1, -1)
		stroke(0, -1, 0, 1)
		look = open
	default:
		p.Ellipse(x, y, r, r)
	}
	k.path(&p, layout.Box{X: x - r, Y: y - r, W: 2 * r, H: 2 * r}, look)
}
