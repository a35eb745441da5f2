package chart

import (
	"math"
	"slices"

	"quire/engine/canvas"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// entry is a line of the legend.
type entry struct {
	text block
	look model.Look
	// mark is set for series that are lines.
	mark  *model.Marker
	lined bool
	// round is set for series of bubbles.
	round bool
}

// entries lists what the legend explains: series, or the points of a pie.
func (k *composer) entries(width float64, tall bool) []entry {
	var out []entry
	n, trends := 0, k.countSeries()
	put := func(n int, name string, e entry) {
		if !slices.Contains(k.Legend.Hidden, n) && len(out) < 200 {
			e.text = k.block(name, k.Legend.Font)
			if width > 0 && e.text.w > width {
				e.text = k.wrapped(name, k.Legend.Font, width)
			}
			out = append(out, e)
		}
	}
	add := func(name string, e entry) {
		put(n, name, e)
		n++
	}
	for i := range k.Groups {
		g := &k.Groups[i]
		if g.Kind == model.ChartPie || g.Kind == model.ChartDoughnut {
			if len(g.Series) > 0 {
				s := &g.Series[0]
				for j := range s.Values {
					add(category(s, j), entry{look: pointLook(s, j)})
				}
			}
			continue
		}
		if g.Kind == model.ChartSurface {
			k.bandEntries(g, add)
			continue
		}
		for j := range g.Series {
			if (tall && g.Stacking != model.Clustered) != g.Level {
				j = len(g.Series) - 1 - j // in the order from top to bottom
			}
			if g.Kind == model.ChartStock && j < len(g.Series)-1 {
				continue // prices are one thing, called by their last series
			}
			s := &g.Series[j]
			e := entry{look: s.Look}
			switch {
			case g.Kind == model.ChartStock && g.HighLow.Colour.Set:
				e.look.Line, e.lined, e.mark = g.HighLow, true, &model.Marker{}
			case g.Kind == model.ChartLine, g.Kind == model.ChartScatter, g.Kind == model.ChartStock, g.Kind == model.ChartRadar && !g.Filled:
				e.lined, e.mark = true, &s.Marker
			case g.Kind == model.ChartBubble:
				e.round = true
			}
			add(s.Name, e)
			for _, t := range s.Trends {
				put(trends, t.Name, trendEntry(t)) // they are counted after all series
				trends++
			}
		}
	}
	return out
}

// countSeries is the number of series of the chart.
func (k *composer) countSeries() int {
	n := 0
	for i := range k.Groups {
		n += len(k.Groups[i].Series)
	}
	return n
}

// legendGrid is how entries stand in columns.
type legendGrid struct {
	entries        []entry
	cols           int
	widths         []float64
	rows           []float64
	w, h           float64
	symbolW, sign  float64
	padX, padY     float64
	gapX, gapY     float64
	symbolDistance float64
}

// How long the signs of lines are, so that dashes show.
const (
	lineSign = 8 * mm
	dashSign = 16 * mm
)

// nameShare is how much of the room the names of a tall legend take before they are
// broken.
const nameShare = .3

// handRoom is how much wider a legend by hand may be: Excel's signs are smaller.
const handRoom = 1.1

// Distances of the legend from the edges of the chart.
const (
	legendGapX = 2.1 * mm
	legendGapY = 1.85 * mm
)

// arrange puts entries into columns no wider than the room; one column when the
// legend is tall.
func (k *composer) arrange(entries []entry, tall bool, room float64) legendGrid {
	size := k.Legend.Font.Size
	g := legendGrid{
		entries: entries, sign: size * .6, symbolW: size * .6, symbolDistance: math.Max(mm, size*.22),
		padX: math.Max(mm, size*.33), padY: math.Max(mm, size*.2), gapX: math.Max(mm, size*.66), gapY: math.Max(mm, size*.2),
	}
	for _, e := range entries {
		if !e.lined || !e.look.Line.Colour.Set {
			continue // a marker by itself takes the room of a square
		}
		g.symbolW = math.Max(g.symbolW, lineSign)
		if len(e.look.Line.Dash) > 0 {
			g.symbolW = math.Max(g.symbolW, dashSign)
		}
	}
	for g.cols = len(entries); g.cols >= 1; g.cols-- {
		if tall {
			g.cols = 1
		}
		g.widths, g.rows = make([]float64, g.cols), make([]float64, (len(entries)+g.cols-1)/g.cols)
		for i, e := range entries {
			g.widths[i%g.cols] = math.Max(g.widths[i%g.cols], e.text.w)
			g.rows[i/g.cols] = math.Max(g.rows[i/g.cols], e.text.h)
		}
		g.w, g.h = 2*g.padX+float64(g.cols-1)*g.gapX, 2*g.padY+float64(len(g.rows)-1)*g.gapY
		for _, w := range g.widths {
			g.w += w + g.symbolW + g.symbolDistance
		}
		for _, h := range g.rows {
			g.h += h
		}
		if g.w <= room || g.cols == 1 {
			break
		}
	}
	return g
}

// legend puts the legend at its side of the room.
func (k *composer) legend() {
	l := k.Legend
	if l == nil {
		return
	}
	tall := l.Side == "r" || l.Side == "l" || l.Side == "tr"
	width := 0.0
	if tall {
		width = nameShare * (1 - 2*margin) * k.w
		if l.Place != nil && l.Place.W > 0 {
			sign := k.arrange(k.entries(0, tall), true, 0)
			width = math.Max(1, handRoom*l.Place.W*k.w-sign.symbolW-sign.symbolDistance)
		}
	}
	entries := k.entries(width, tall)
	if len(entries) == 0 {
		return
	}
	room := k.room.W
	if l.Place != nil && l.Place.W > 0 {
		tall = tall || l.Place.W < l.Place.H
		room = l.Place.W * k.w
	}
	g := k.arrange(entries, tall, room)
	x, y := (k.w-g.w)/2, (k.h-g.h)/2
	side, by := l.Side, g.h+legendGapY
	switch l.Side {
	case "r":
		x, by = k.w-g.w-legendGapX, g.w+legendGapX
	case "tr":
		x, y, side, by = k.w-g.w, 0, "r", g.w+legendGapX
	case "l":
		x, by = legendGapX, g.w+legendGapX
	case "t":
		y = k.room.Y + legendGapY
	case "b":
		y = k.room.Y + k.room.H - g.h
	}
	box := layout.Box{X: x, Y: y, W: g.w, H: g.h}
	if l.Place != nil {
		box.X, box.Y = l.Place.X*k.w, l.Place.Y*k.h
		if l.Place.W > 0 && l.Place.H > 0 {
			box.W, box.H = l.Place.W*k.w, l.Place.H*k.h
		}
	}
	if l.Place != nil && l.Place.W > 0 && (side == "l" || side == "r") {
		by = math.Min(by, l.Place.W*k.w+legendGapX)
	}
	if !l.Overlay {
		k.cut(side, by)
	}
	k.drawLegend(g, box)
}

// spread makes distances fit into a length: what is left goes to all of them,
// and what is missing is taken from all of them.
func spread(pad, gap *float64, length, content float64, n int) {
	left := length - content
	normal := 2**pad + float64(n-1)**gap
	if left < normal {
		*pad = math.Max(0, left/float64(n+1))
		*gap = *pad
		return
	}
	more := (left - normal) / float64(n+1)
	*pad, *gap = *pad+more, *gap+more
}

// drawLegend draws the entries, spread over the legend's box.
func (k *composer) drawLegend(g legendGrid, box layout.Box) {
	k.rect(box, k.Legend.Look)
	wide, high := 0.0, 0.0
	for _, w := range g.widths {
		wide += w + g.symbolW + g.symbolDistance
	}
	for _, h := range g.rows {
		high += h
	}
	spread(&g.padX, &g.gapX, box.W, wide, g.cols)
	spread(&g.padY, &g.gapY, box.H, high, len(g.rows))
	y := box.Y + g.padY
	for row, rowH := range g.rows {
		x := box.X + g.padX
		for col := range g.cols {
			i := row*g.cols + col
			if i >= len(g.entries) {
				break
			}
			e := g.entries[i]
			k.symbol(e, x, y+e.text.height/2, g)
			k.writeLeft(e.text, x+g.symbolW+g.symbolDistance, y+rowH/2)
			x += g.symbolW + g.symbolDistance + g.widths[col] + g.gapX
		}
		y += rowH + g.gapY
	}
}

// symbol draws the sign before a legend's entry.
func (k *composer) symbol(e entry, x, middle float64, g legendGrid) {
	if e.round {
		var p canvas.Path
		p.Ellipse(x+g.symbolW/2, middle, g.sign/2, g.sign/2)
		k.path(&p, layout.Box{X: x, Y: middle - g.sign/2, W: g.symbolW, H: g.sign}, e.look)
		return
	}
	if !e.lined {
		k.rect(layout.Box{X: x, Y: middle - g.sign/2, W: g.symbolW, H: g.sign}, e.look)
		return
	}
	if e.look.Line.Colour.Set {
		k.line(x, middle, x+g.symbolW, middle, e.look.Line)
	}
	if e.mark.Symbol != "" {
		m := *e.mark
		m.Size = math.Min(m.Size, g.sign)
		k.marker(x+g.symbolW/2, middle, m)
	}
}

// category is the name of a point.
func category(s *model.ChartSeries, i int) string {
	if i < len(s.Categories) {
		return s.Categories[i]
	}
	return itoa(i + 1)
}

// pointLook is how a point is painted.
func pointLook(s *model.ChartSeries, i int) model.Look {
	if l, ok := s.Points[i]; ok {
		return l
	}
	return s.Look
}
