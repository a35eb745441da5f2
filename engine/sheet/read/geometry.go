package read

import (
	"math"
	"strings"

	"quire/engine/sheet/model"
)

// Limits of figures that a file describes itself.
const (
	maxGuides = 1000
	maxSteps  = 20_000
)

// geometry reads a figure of a file's own (ECMA-376 part 1, 20.1.9.8): its
// outlines, in shares of the figure's size.
func geometry(n, frame *node) []model.Outline {
	ext := frame.kid("ext")
	g := newGuides(max(1, ext.num("cx", 1)), max(1, ext.num("cy", 1)))
	for _, list := range []string{"avLst", "gdLst"} {
		for _, k := range n.kid(list).kids {
			if k.name == "gd" && len(g) < maxGuides {
				g[k.attr("name")] = g.formula(k.attr("fmla"))
			}
		}
	}
	var out []model.Outline
	steps := 0
	for _, k := range n.kid("pathLst").kids {
		if k.name != "path" {
			continue
		}
		p := pathReader{guides: g, w: max(1, k.num("w", g["w"])), h: max(1, k.num("h", g["h"]))}
		for _, s := range k.kids {
			if steps++; steps <= maxSteps {
				p.step(s)
			}
		}
		out = append(out, model.Outline{Steps: p.steps, Hollow: k.attr("fill") == "none", Bare: !k.bool("stroke", true), Shade: shades[k.attr("fill")]})
	}
	return out
}

// shades are the fills of paths that differ from their figure's (ECMA-376 part 1,
// 20.1.10.37), by shares.
var shades = map[string]float64{"lighten": .4, "lightenLess": .2, "darken": -.4, "darkenLess": -.2}

// pathReader follows the commands of one outline.
type pathReader struct {
	guides guides
	w, h   float64
	// offX and offY are where the path's own coordinates begin.
	offX, offY float64
	x, y       float64
	steps      []model.Step
}

func (p *pathReader) step(n *node) {
	var at []float64
	for _, k := range n.kids {
		if k.name == "pt" && len(at) < 6 {
			at = append(at, p.guides.value(k.attr("x")), p.guides.value(k.attr("y")))
		}
	}
	switch {
	case n.name == "moveTo" && len(at) == 2:
		p.add('M', at...)
	case n.name == "lnTo" && len(at) == 2:
		p.add('L', at...)
	case n.name == "cubicBezTo" && len(at) == 6:
		p.add('C', at...)
	case n.name == "quadBezTo" && len(at) == 4:
		p.add('C', p.x+(at[0]-p.x)*2/3, p.y+(at[1]-p.y)*2/3, at[2]+(at[0]-at[2])*2/3, at[3]+(at[1]-at[3])*2/3, at[2], at[3])
	case n.name == "arcTo":
		p.arc(p.guides.value(n.attr("wR")), p.guides.value(n.attr("hR")), p.guides.value(n.attr("stAng")), p.guides.value(n.attr("swAng")))
	case n.name == "close":
		p.close()
	}
}

// add notes a step whose last point is where the next begins.
func (p *pathReader) add(op byte, at ...float64) {
	p.x, p.y = at[len(at)-2], at[len(at)-1]
	for i := range at {
		off, size := p.offX, p.w
		if i%2 == 1 {
			off, size = p.offY, p.h
		}
		if at[i] = max(-100, min(100, (at[i]+off)/size)); at[i] != at[i] {
			at[i] = 0
		}
	}
	p.steps = append(p.steps, model.Step{Op: op, At: at})
}

func (p *pathReader) close() { p.steps = append(p.steps, model.Step{Op: 'Z'}) }

// arc draws along an ellipse from the point where the path is, which lies on it
// at the angle from (ECMA-376 part 1, 20.1.9.4); angles in 60,000ths of a
// degree, clockwise.
func (p *pathReader) arc(rx, ry, from, sweep float64) {
	a, total := from/60000*math.Pi/180, max(-2*math.Pi, min(2*math.Pi, sweep/60000*math.Pi/180))
	// The angles are those of the ray, not of the ellipse's parameter.
	param := func(a float64) float64 {
		sin, cos := math.Sincos(a)
		return a + math.Remainder(math.Atan2(sin*rx, cos*ry)-a, 2*math.Pi)
	}
	start, end := param(a), param(a+total)
	cx, cy := p.x-rx*math.Cos(start), p.y-ry*math.Sin(start)
	n := max(1, int(math.Ceil(math.Abs(end-start)/(math.Pi/2)-1e-9)))
	d := (end - start) / float64(n)
	bow := 4.0 / 3 * math.Tan(d/4)
	for i := range n {
		s1, c1 := math.Sincos(start + d*float64(i))
		s2, c2 := math.Sincos(start + d*float64(i+1))
		p.add('C', cx+rx*(c1-bow*s1), cy+ry*(s1+bow*c1), cx+rx*(c2+bow*s2), cy+ry*(s2-bow*c2), cx+rx*c2, cy+ry*s2)
	}
}

// guides are the named lengths and angles of a figure (ECMA-376 part 1,
// 20.1.9.11).
type guides map[string]float64

func newGuides(w, h float64) guides {
	const turn = 21_600_000
	return guides{
		"w": w, "h": h, "l": 0, "t": 0, "r": w, "b": h, "hc": w / 2, "vc": h / 2, "ss": min(w, h), "ls": max(w, h),
		"wd2": w / 2, "wd3": w / 3, "wd4": w / 4, "wd5": w / 5, "wd6": w / 6, "wd8": w / 8, "wd10": w / 10, "wd12": w / 12, "wd32": w / 32,
		"hd2": h / 2, "hd3": h / 3, "hd4": h / 4, "hd5": h / 5, "hd6": h / 6, "hd8": h / 8, "hd10": h / 10, "hd12": h / 12, "hd32": h / 32,
		"ssd2": min(w, h) / 2, "ssd4": min(w, h) / 4, "ssd6": min(w, h) / 6, "ssd8": min(w, h) / 8, "ssd16": min(w, h) / 16, "ssd32": min(w, h) / 32,
		"cd2": turn / 2, "cd4": turn / 4, "cd8": turn / 8, "3cd4": turn * 3 / 4, "3cd8": turn * 3 / 8, "5cd8": turn * 5 / 8, "7cd8": turn * 7 / 8,
	}
}

// value is a number or a guide.
func (g guides) value(s string) float64 {
	if v, ok := g[s]; ok {
		return v
	}
	return number(s, 0)
}

// formula calculates a guide.
func (g guides) formula(text string) float64 {
	f := strings.Fields(text)
	if len(f) < 2 {
		return 0
	}
	x, y, z := g.value(f[1]), 0.0, 0.0
	if len(f) > 2 {
		y = g.value(f[2])
	}
	if len(f) > 3 {
		z = g.value(f[3])
	}
	if v := calculate(f[0], x, y, z); v == v && math.Abs(v) < 1e15 {
		return v
	}
	return 0
}

func calculate(op string, x, y, z float64) float64 {
	radians := func(a float64) float64 { return a / 60000 * math.Pi / 180 }
	degrees := func(a float64) float64 { return a * 180 / math.Pi * 60000 }
	switch op {
	case "val":
		return x
	case "*/":
		return x * y / z
	case "+-":
		return x + y - z
	case "+/":
		return (x + y) / z
	case "?:":
		if x > 0 {
			return y
		}
		return z
	case "abs":
		return math.Abs(x)
	case "min":
		return min(x, y)
	case "max":
		return max(x, y)
	case "pin":
		return max(x, min(z, y))
	case "mod":
		return math.Sqrt(x*x + y*y + z*z)
	case "sqrt":
		return math.Sqrt(x)
	case "sin":
		return x * math.Sin(radians(y))
	case "cos":
		return x * math.Cos(radians(y))
	case "tan":
		return x * math.Tan(radians(y))
	case "at2":
		return degrees(math.Atan2(y, x))
	case "cat2":
		return x * math.Cos(math.Atan2(z, y))
	case "sat2":
		return x * math.Sin(math.Atan2(z, y))
	}
	return 0
}
