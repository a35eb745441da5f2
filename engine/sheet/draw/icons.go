package draw

import (
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/layout"
)

// paint is the inside and the edge of an icon.
type paint struct{ fill, edge uint32 }

// The colours of icons.
var (
	red    = paint{0xFF8F8F, 0xED4747}
	deep   = paint{0xED3D3B, 0xC9211E}
	yellow = paint{0xFBDB8D, 0xED8733}
	orange = paint{0xFF9F38, 0xED8733}
	green  = paint{0xA1DDAA, 0x309048}
	leaf   = paint{0x18AB50, 0x309048}
	grey   = paint{0x787773, 0x4B4A47}
	silver = paint{0xC8C6C4, 0x979593}
	black  = paint{0x3A3A38, 0x3A3A38}
	white  = paint{0xFAFAFA, 0x797774}
	blue   = paint{0x83BEEC, 0x1E6FB4}
)

// pointer draws an arrow turned by so many degrees from pointing up, clockwise.
func pointer(angle float64, p paint) func(icon) {
	return func(i icon) {
		i.turn(angle)
		i.polygon(p, 0, -.47, .47, 0, .2, 0, .2, .47, -.2, .47, -.2, 0, -.47, 0)
	}
}

func disc(p paint) func(icon) {
	return func(i icon) { i.disc(.47, p) }
}

// iconSets are the pictures of icons (ECMA-376 part 1, 18.18.42) from the lowest
// to the highest.
var iconSets = map[string][]func(icon){
	"3Arrows":         {pointer(180, red), pointer(90, yellow), pointer(0, green)},
	"3ArrowsGray":     {pointer(180, grey), pointer(90, grey), pointer(0, grey)},
	"3Flags":          {flag(red), flag(yellow), flag(green)},
	"3TrafficLights1": {disc(deep), disc(yellow), disc(green)},
	"3TrafficLights2": {light(deep), light(orange), light(leaf)},
	"3Signs":          {diamond(red), triangle(yellow), disc(green)},
	"3Symbols":        {cross(red), bang(yellow), tick(green)},
	"3Symbols2":       {cross(red), bang(yellow), tick(green)},
	"3Stars":          {star(0), star(.5), star(1)},
	"3Triangles":      {upright(180, deep), dash(orange), upright(0, leaf)},
	"4Arrows":         {pointer(180, red), pointer(135, yellow), pointer(45, yellow), pointer(0, green)},
	"4ArrowsGray":     {pointer(180, grey), pointer(135, grey), pointer(45, grey), pointer(0, grey)},
	"4RedToBlack":     {disc(black), disc(silver), disc(red), disc(deep)},
	"4Rating":         {rating(1), rating(2), rating(3), rating(4)},
	"4TrafficLights":  {disc(grey), disc(deep), disc(yellow), disc(green)},
	"5Arrows":         {pointer(180, red), pointer(135, yellow), pointer(90, yellow), pointer(45, yellow), pointer(0, green)},
	"5ArrowsGray":     {pointer(180, grey), pointer(135, grey), pointer(90, grey), pointer(45, grey), pointer(0, grey)},
	"5Rating":         {rating(0), rating(1), rating(2), rating(3), rating(4)},
	"5Quarters":       {quarters(0), quarters(1), quarters(2), quarters(3), quarters(4)},
	"5Boxes":          {boxes(0), boxes(1), boxes(2), boxes(3), boxes(4)},
}

// icon draws around the middle of a place, in shares of its size.
type icon struct {
	d    *drawer
	page *canvas.Page
	x, y float64
	size float64
}

// icon draws an icon of a conditional format.
func (d *drawer) icon(page *canvas.Page, b layout.IconBox) {
	set := iconSets[b.Icon.Set]
	if b.Icon.Number < 0 || b.Icon.Number >= len(set) {
		return
	}
	page.Save()
	set[b.Icon.Number](icon{d, page, b.X + b.W/2, b.Y + b.H/2, b.W})
	page.Restore()
}

func (i icon) turn(clockwise float64) {
	if clockwise != 0 {
		i.page.Rotate(-clockwise, i.x, i.y)
	}
}

func (i icon) polygon(p paint, points ...float64) {
	var path canvas.Path
	for k := 0; k+1 < len(points); k += 2 {
		x, y := i.x+points[k]*i.size, i.y+points[k+1]*i.size
		if k == 0 {
			path.MoveTo(x, y)
		} else {
			path.LineTo(x, y)
		}
	}
	path.Close()
	i.paint(&path, p)
}

func (i icon) paint(path *canvas.Path, p paint) {
	i.page.Fill(path, i.d.background(p.fill))
	i.page.Stroke(path, canvas.Pen{Color: i.d.colour(p.edge), Width: i.size / 16})
}

func (i icon) disc(r float64, p paint) {
	var path canvas.Path
	path.Ellipse(i.x, i.y, r*i.size, r*i.size)
	i.paint(&path, p)
}

// line draws a line of the sign within an icon.
func (i icon) line(colour uint32, width float64, points ...float64) {
	var at [][2]float64
	for k := 0; k+1 < len(points); k += 2 {
		at = append(at, [2]float64{i.x + points[k]*i.size, i.y + points[k+1]*i.size})
	}
	i.page.Polyline(at, canvas.Pen{Color: i.d.background(colour), Width: width * i.size})
}

func flag(p paint) func(icon) {
	return func(i icon) {
		i.polygon(p, -.34, -.44, .06, -.44, .14, -.36, .47, -.36, .47, .12, .14, .12, .06, .04, -.34, .04)
		i.polygon(black, -.47, -.47, -.38, -.47, -.38, .47, -.47, .47)
	}
}

func light(p paint) func(icon) {
	return func(i icon) {
		i.polygon(black, -.46, -.46, .46, -.46, .46, .46, -.46, .46)
		i.disc(.36, paint{p.fill, 0xFFFFFF})
	}
}

func diamond(p paint) func(icon) {
	return func(i icon) { i.polygon(p, 0, -.47, .47, 0, 0, .47, -.47, 0) }
}

func triangle(p paint) func(icon) {
	return func(i icon) { i.polygon(p, 0, -.42, .46, .42, -.46, .42) }
}

func cross(p paint) func(icon) {
	return func(i icon) {
		i.disc(.47, p)
		i.line(0xFFFFFF, .1, -.2, -.2, .2, .2)
		i.line(0xFFFFFF, .1, -.2, .2, .2, -.2)
	}
}

func bang(p paint) func(icon) {
	return func(i icon) {
		i.disc(.47, p)
		i.line(0xFFFFFF, .1, 0, -.3, 0, .08)
		i.line(0xFFFFFF, .1, 0, .17, 0, .27)
	}
}

func tick(p paint) func(icon) {
	return func(i icon) {
		i.disc(.47, p)
		i.line(0xFFFFFF, .1, -.26, .02, -.1, .18, .26, -.2)
	}
}

// upright draws a flat triangle, turned by so many degrees.
func upright(angle float64, p paint) func(icon) {
	return func(i icon) {
		i.turn(angle)
		i.polygon(p, 0, -.24, .4, .24, -.4, .24)
	}
}

func dash(p paint) func(icon) {
	return func(i icon) { i.polygon(p, -.4, -.1, .4, -.1, .4, .1, -.4, .1) }
}

// star draws a star whose left share is filled.
func star(share float64) func(icon) {
	var points []float64
	for k := range 10 {
		r := .46
		if k%2 == 1 {
			r = .19
		}
		sin, cos := math.Sincos(float64(k) * math.Pi / 5)
		points = append(points, r*sin, -r*cos)
	}
	return func(i icon) {
		i.polygon(paint{0xFFFFFF, yellow.edge}, points...)
		if share > 0 {
			i.page.Save()
			i.page.ClipRect(i.x-i.size/2, i.y-i.size/2, i.size*share, i.size)
			i.polygon(yellow, points...)
			i.page.Restore()
		}
	}
}

// rating draws four bars, the first n in colour.
func rating(n int) func(icon) {
	return func(i icon) {
		for k := range 4 {
			p := paint{silver.fill, grey.edge}
			if k < n {
				p = blue
			}
			x, top := -.4+.22*float64(k), .42-.26-.19*float64(k)
			i.polygon(p, x, top, x+.12, top, x+.12, .42, x, .42)
		}
	}
}

// quarters draws a disc of which n quarters are dark.
func quarters(n int) func(icon) {
	return func(i icon) {
		if n == 4 {
			i.disc(.47, grey)
			return
		}
		i.disc(.47, white)
		if n == 0 {
			return
		}
		var path canvas.Path
		path.MoveTo(i.x, i.y)
		const bow = .5522847498
		r := .47 * i.size
		path.LineTo(i.x, i.y-r)
		for k := range n {
			sin, cos := math.Sincos(float64(k) * math.Pi / 2)
			at := func(x, y float64) (float64, float64) { return i.x + r*(x*cos-y*sin), i.y + r*(x*sin+y*cos) }
			x1, y1 := at(bow, -1)
			x2, y2 := at(1, -bow)
			x3, y3 := at(1, 0)
			path.CurveTo(x1, y1, x2, y2, x3, y3)
		}
		path.Close()
		i.paint(&path, grey)
	}
}

// boxes draws four boxes, the first n in colour.
func boxes(n int) func(icon) {
	at := [4][2]float64{{-.42, .02}, {.02, .02}, {-.42, -.42}, {.02, -.42}}
	return func(i icon) {
		for k, b := range at {
			p := white
			if k < n {
				p = blue
			}
			i.polygon(p, b[0], b[1], b[0]+.4, b[1], b[0]+.4, b[1]+.4, b[0], b[1]+.4)
		}
	}
}
