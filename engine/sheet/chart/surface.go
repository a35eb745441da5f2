package chart

import (
	"math"

	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// surfaceSteps is how many bands of values a surface has at most, and mostPatches how
// many patches one is made of, about.
const (
	surfaceSteps = 6
	mostPatches  = 20_000
	mostFine     = 20 // patches between two points
)

// surfaced tells whether the chart is a surface. It is drawn flat, as seen from above:
// categories to the right, series upwards, values as bands of colour.
func (k *composer) surfaced() bool {
	return len(k.Groups) > 0 && k.Groups[0].Kind == model.ChartSurface
}

// bands are the values between which a surface has one colour.
func (k *composer) bands(g *model.ChartGroup) span {
	w := wish{lo: math.Inf(1), hi: math.Inf(-1), fixedLo: math.NaN(), fixedHi: math.NaN(), steps: surfaceSteps, zero: true}
	for i := range g.Series {
		for _, v := range g.Series[i].Values {
			if v == v {
				w.lo, w.hi = math.Min(w.lo, v), math.Max(w.hi, v)
			}
		}
	}
	for i := range k.Axes {
		if a := &k.Axes[i]; !a.Categories {
			w.fixedLo, w.fixedHi, w.fixedStep = a.Min, a.Max, a.Step
			break
		}
	}
	return nice(w)
}

// band is the number of the band of a value.
func (s span) band(v float64) int {
	return max(0, int(math.Floor((math.Min(v, s.hi-s.step/2)-s.lo)/s.step)))
}

// bandLook is how a band is painted.
func bandLook(g *model.ChartGroup, band int) model.Look {
	if len(g.Bands) == 0 {
		return model.Look{}
	}
	return model.Look{Fill: model.Fill{Colour: g.Bands[band%len(g.Bands)]}}
}

// bandEntries explains the bands, the highest first.
func (k *composer) bandEntries(g *model.ChartGroup, add func(string, entry)) {
	s := k.bands(g)
	code := ""
	if len(g.Series) > 0 {
		code = g.Series[0].FormatCode
	}
	f := formatOf(code, "General")
	for b := s.band(s.hi); b >= 0; b-- {
		from := s.lo + float64(b)*s.step
		add(k.show(f, from)+"-"+k.show(f, from+s.step), entry{look: bandLook(g, b)})
	}
}

// surface paints the patches and names both axes.
func (k *composer) surface(g *model.ChartGroup) {
	rows, cols := len(g.Series), 0
	for i := range g.Series {
		cols = max(cols, len(g.Series[i].Values))
	}
	if rows < 2 || cols < 2 {
		return
	}
	font := k.labelFont()
	var names, series []block
	right, below := 0.0, 0.0
	for i := range rows {
		b := k.block(g.Series[i].Name, font)
		series, right = append(series, b), math.Max(right, b.w)
	}
	for j := range min(cols, maxNames) {
		b := k.block(category(&g.Series[0], j), font)
		names, below = append(names, b), math.Max(below, b.h)
	}
	p := &k.plot
	left := names[0].w / 2
	p.X, p.W = p.X+left, p.W-left
	p.W, p.H = math.Max(4, p.W-right-2*labelGap), math.Max(4, p.H-below-2*labelGap)
	k.patches(g, k.bands(g), rows, cols)
	k.rect(*p, model.Look{Line: model.Stroke{Colour: model.RGB(0x868686), Width: .75}})
	for i, b := range series {
		k.writeLeft(b, p.X+p.W+labelGap, p.Y+p.H*(1-float64(i)/float64(rows-1)))
	}
	slot := p.W / float64(cols-1)
	every := 1
	for _, b := range names {
		every = max(every, int(math.Ceil(b.w/math.Max(1, slot))))
	}
	for j := 0; j < len(names); j += every {
		k.write(names[j], p.X+slot*float64(j), p.Y+p.H+labelGap+names[j].h/2, 0)
	}
}

// labelFont is the font of the labels of axes.
func (k *composer) labelFont() model.Font {
	for i := range k.Axes {
		if k.Axes[i].Font.Family != "" {
			return k.Axes[i].Font
		}
	}
	return model.Font{Family: "Calibri", Size: 10}
}

// patches paints rectangles in the colour of the value in their middle, which lies
// evenly between those of the four points around; equal neighbours are one.
func (k *composer) patches(g *model.ChartGroup, s span, rows, cols int) {
	at := func(i, j int) float64 {
		if j < len(g.Series[i].Values) {
			if v := g.Series[i].Values[j]; v == v {
				return v
			}
		}
		return 0
	}
	fine := max(1, min(mostFine, int(math.Sqrt(mostPatches/float64((rows-1)*(cols-1))))))
	n, m := (rows-1)*fine, (cols-1)*fine
	value := func(y, x int) float64 {
		i, j := y/fine, x/fine
		u, v := (float64(y%fine)+.5)/float64(fine), (float64(x%fine)+.5)/float64(fine)
		return (at(i, j)*(1-v)+at(i, j+1)*v)*(1-u) + (at(i+1, j)*(1-v)+at(i+1, j+1)*v)*u
	}
	w, h := k.plot.W/float64(m), k.plot.H/float64(n)
	for y := range n {
		for x := 0; x < m; {
			b := s.band(value(y, x))
			end := x + 1
			for end < m && s.band(value(y, end)) == b {
				end++
			}
			k.rect(layout.Box{X: k.plot.X + float64(x)*w, Y: k.plot.Y + k.plot.H - float64(y+1)*h, W: float64(end-x) * w, H: h}, bandLook(g, b))
			x = end
		}
	}
}
