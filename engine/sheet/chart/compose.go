package chart

import (
	"math"

	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// margin is the share of the chart's size that is kept free around the plot
// area and its labels.
const margin = .02

// Compose lays out a chart of this size.
func Compose(c *model.Chart, w, h float64, o Options) []Item {
	k := &composer{Chart: c, Options: o, w: w, h: h, axes: map[string]*axis{}}
	if w < 4 || h < 4 {
		return nil
	}
	k.rect(layout.Box{W: w, H: h}, c.Area)
	k.room = layout.Box{W: w, H: h}
	under := k.items
	k.items = nil
	k.title()
	if c.Unknown == "" {
		k.legend()
	}
	over := k.items // title and legend may lie upon the plot area
	k.items = under
	k.content()
	return append(k.items, over...)
}

// content draws what the title and legend leave room for.
func (k *composer) content() {
	c, w, h := k.Chart, k.w, k.h
	if c.Unknown != "" {
		k.placeholder()
		return
	}
	k.makeAxes()
	k.reserveAxisTitles()
	k.cut("l", margin*w)
	k.cut("r", margin*w)
	k.cut("t", margin*h)
	k.cut("b", margin*h)
	k.placePlot()
	k.axisTitles()
	if k.surfaced() {
		k.surface(&c.Groups[0])
		return
	}
	if k.round() {
		k.pies()
		return
	}
	if len(c.Groups) > 0 && c.Groups[0].Kind == model.ChartRadar {
		k.radar()
		return
	}
	k.rect(k.plot, c.Plot)
	k.walls()
	k.grids()
	k.bodies(false)
	k.drawAxes()
	k.traces(false)
	k.bodies(true)
	k.traces(true)
	k.statistics()
	k.valueLabels()
}

// second tells whether a group stands on the second pair of axes, which is drawn over
// the first.
func (k *composer) second(g *model.ChartGroup) bool {
	_, y := k.pair(g)
	for _, a := range k.order {
		if !a.Categories || y == nil {
			return y != nil && a != y && a.cross != y
		}
	}
	return false
}

// bodies draws the areas and bars of a pair of axes.
func (k *composer) bodies(second bool) {
	for _, kind := range []model.ChartKind{model.ChartArea, model.ChartBar} {
		for i := range k.Groups {
			g := &k.Groups[i]
			switch {
			case g.Kind != kind || k.second(g) != second:
			case kind == model.ChartArea:
				k.areas(g)
				k.spans(g)
			default:
				k.bars(g)
			}
		}
	}
}

// traces draws the lines and points of a pair of axes.
func (k *composer) traces(second bool) {
	for i := range k.Groups {
		g := &k.Groups[i]
		if k.second(g) != second {
			continue
		}
		switch g.Kind {
		case model.ChartLine:
			k.spans(g)
			k.lines(g)
		case model.ChartScatter:
			k.lines(g)
		case model.ChartBubble:
			k.bubbles(g)
		case model.ChartStock:
			k.stock(g)
		}
	}
}

// round tells whether the chart is a pie or ring.
func (k *composer) round() bool {
	for _, g := range k.Groups {
		if g.Kind == model.ChartPie || g.Kind == model.ChartDoughnut {
			return true
		}
	}
	return false
}

// cut takes a strip off the room at a side.
func (k *composer) cut(side string, by float64) {
	r := &k.room
	switch side {
	case "t":
		r.Y, r.H = r.Y+by, r.H-by
	case "b":
		r.H -= by
	case "l":
		r.X, r.W = r.X+by, r.W-by
	case "r":
		r.W -= by
	}
	r.W, r.H = math.Max(1, r.W), math.Max(1, r.H)
}

// placeholder says what is missing.
func (k *composer) placeholder() {
	f := model.Font{Family: "Calibri", Size: 10, Colour: model.RGB(0x595959)}
	if k.Title != nil {
		f.Family = k.Title.Font.Family
	}
	k.rect(k.room, model.Look{Line: model.Stroke{Colour: model.RGB(0xD9D9D9), Width: .75}})
	k.write(k.wrapped("This kind of chart ("+k.Unknown+") is not drawn.", f, k.room.W), k.room.X+k.room.W/2, k.room.Y+k.room.H/2, 0)
}

// leastPlot is the share of the room that the plot area keeps, however long labels are.
const leastPlot = .3

// between is what labels of these sizes leave of a room. When that is too little, turned
// names have to end with the room.
func (k *composer) between(room layout.Box, l, t, r, b float64) layout.Box {
	p := layout.Box{X: room.X + l, Y: room.Y + t, W: room.W - l - r, H: room.H - t - b}
	if least := leastPlot * room.W; p.W < least {
		if p.W = least; l > r {
			p.X = room.X + room.W - r - least
		}
	}
	if least := leastPlot * room.H; p.H < least {
		if p.H = least; t > b {
			p.Y = room.Y + room.H - b - least
		}
		k.floor = room.Y + room.H
	}
	return p
}

// placePlot finds the rectangle that the axes span, in the steps of LibreOffice:
// with the finest scale for the sizes of labels, with steps for which there is
// room, and with the labels that then do not overlap.
func (k *composer) placePlot() {
	outer := k.room
	fixed := false
	if p := k.PlotPlace; p != nil && p.W > 0 && p.H > 0 {
		outer = layout.Box{X: p.X * k.w, Y: p.Y * k.h, W: p.W * k.w, H: p.H * k.h}
		fixed = p.Inner || k.round()
	}
	if k.round() || k.surfaced() || len(k.Groups) > 0 && k.Groups[0].Kind == model.ChartRadar {
		k.plot = outer
		return
	}
	k.plot, k.fixed = outer, fixed
	for pass := range 3 {
		k.scaleAxes()
		if !fixed {
			l, t, r, b := k.overhang(pass > 0)
			dx, dy := k.depth()
			r, t = math.Max(r, dx), math.Max(t, dy)
			k.plot = k.between(outer, l, t, r, b)
		}
		if pass == 0 {
			k.fixSteps()
		}
	}
}
