package chart

import (
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// solid tells whether the chart is one of columns or bars with a depth.
func (k *composer) solid() bool {
	return k.Solid && (k.Right > 0 || k.Above > 0) && len(k.Groups) == 1 && k.Groups[0].Kind == model.ChartBar && len(k.Groups[0].Series) > 0
}

// depth is how far the back of the plot area is shifted to the right and
// upwards: a bar's width and the gaps before and behind it, seen at an angle.
func (k *composer) depth() (dx, dy float64) {
	if !k.solid() {
		return 0, 0
	}
	g := &k.Groups[0]
	x, _ := k.pair(g)
	if x == nil {
		return 0, 0
	}
	n := float64(len(g.Series))
	if g.Stacking != model.Clustered {
		n = 1
	}
	length := k.plot.W
	if g.Level {
		length = k.plot.H
	}
	deep := length / math.Max(1, float64(x.count)) / (n + g.Gap/100) * (1 + g.Depth/100)
	deep = math.Min(deep, math.Min(k.plot.W, k.plot.H)/2)
	return deep * k.Right, deep * k.Above
}

// wallColour is that of the edges of the walls.
var wallColour = model.Stroke{Colour: model.RGB(0xB3B3B3), Width: .75}

// walls draws the edges of the back wall and the floor.
func (k *composer) walls() {
	if !k.solid() {
		return
	}
	p := k.plot
	dx, dy := k.depth()
	k.line(p.X+dx, p.Y-dy, p.X+dx, p.Y+p.H-dy, wallColour)
	k.line(p.X+dx+p.W, p.Y-dy, p.X+dx+p.W, p.Y+p.H-dy, wallColour)
	k.line(p.X, p.Y+p.H, p.X+dx, p.Y+p.H-dy, wallColour)
	k.line(p.X+p.W, p.Y+p.H, p.X+dx+p.W, p.Y+p.H-dy, wallColour)
}

// behind draws a grid line along the side wall, or the floor, and the back wall.
func (k *composer) behind(a *axis, at float64, s model.Stroke) {
	p := k.plot
	dx, dy := k.depth()
	var path canvas.Path
	if a.level {
		x := p.X + at*p.W
		path.MoveTo(x, p.Y+p.H)
		path.LineTo(x+dx, p.Y+p.H-dy)
		path.LineTo(x+dx, p.Y-dy)
	} else {
		y := p.Y + (1-at)*p.H
		path.MoveTo(p.X, y)
		path.LineTo(p.X+dx, y-dy)
		path.LineTo(p.X+dx+p.W, y-dy)
	}
	k.path(&path, layout.Box{}, model.Look{Line: s})
}

// The light on the faces of a bar.
const (
	frontLight = 1.08
	topLight   = .88
	sideLight  = .8
)

// solidBar draws the front, top and right side of a bar in the middle of the
// depth.
func (k *composer) solidBar(g *model.ChartGroup, b layout.Box, look model.Look) {
	dx, dy := k.depth()
	before := g.Depth / 2 / (100 + g.Depth)
	b.X, b.Y = b.X+before*dx, b.Y-before*dy
	dx, dy = dx*(1-2*before), dy*(1-2*before)
	face := func(light float64, points ...float64) {
		var p canvas.Path
		for i := 0; i+1 < len(points); i += 2 {
			if i == 0 {
				p.MoveTo(points[i], points[i+1])
			} else {
				p.LineTo(points[i], points[i+1])
			}
		}
		p.Close()
		k.path(&p, b, lit(look, light))
	}
	right, bottom := b.X+b.W, b.Y+b.H
	face(sideLight, right, b.Y, right+dx, b.Y-dy, right+dx, bottom-dy, right, bottom)
	face(topLight, b.X, b.Y, b.X+dx, b.Y-dy, right+dx, b.Y-dy, right, b.Y)
	face(frontLight, b.X, b.Y, right, b.Y, right, bottom, b.X, bottom)
}

// lit is a look in more or less light.
func lit(look model.Look, light float64) model.Look {
	shade := func(c uint32) uint32 {
		out := uint32(0)
		for shift := 16; shift >= 0; shift -= 8 {
			out = out<<8 | uint32(math.Min(255, float64(c>>shift&255)*light+.5))
		}
		return out
	}
	look.Fill.Colour.RGB = shade(look.Fill.Colour.RGB)
	if h := look.Fill.Hatch; h != nil {
		look.Fill.Hatch = &model.Hatch{Dots: h.Dots, Front: model.Colour{RGB: shade(h.Front.RGB), Set: true}, Back: model.Colour{RGB: shade(h.Back.RGB), Set: h.Back.Set}}
	}
	stops := make([]model.Stop, len(look.Fill.Stops))
	for i, s := range look.Fill.Stops {
		stops[i] = model.Stop{At: s.At, Colour: shade(s.Colour)}
	}
	look.Fill.Stops = stops
	return look
}
