package read

import (
	"fmt"
	"math"
	"strings"

	"quire/engine/sheet/model"
)

// definition is a figure of ECMA-376 part 1, 20.1.10.56, in its own words: the values
// that it may be adjusted by, its guides (20.1.9.11), and its paths (20.1.9.15),
// each of M, L, C and Q with points, A with radii and angles, and Z. A path that
// begins with f is not filled, one with s not drawn along, one with + or - is
// lighter or darker than the fill by so many percent.
type definition struct {
	adjust, guides string
	// text is the rectangle of the text: left, top, right, bottom.
	text  string
	paths []string
}

// defined gives the outlines of a preset, and the place of its text where that is not
// all of it; false when it is not known.
func defined(name string, frame *node, given map[string]float64) (outlines []model.Outline, inner *model.Share, ok bool) {
	like, turned := turnedPresets[name]
	if turned {
		name = like.of
	}
	ext := frame.kid("ext")
	w, h := max(1, ext.num("cx", 1)), max(1, ext.num("cy", 1))
	p, ok := written(name)
	if !ok {
		return sketched(name, w, h, given)
	}
	if like.swapped {
		w, h = h, w
	}
	g := newGuides(w, h)
	adjust := strings.Fields(p.adjust)
	for i := 0; i+1 < len(adjust); i += 2 {
		v, known := given[adjust[i]]
		if !known {
			v = number(adjust[i+1], 0)
		}
		g[adjust[i]] = v
	}
	for def := range strings.SplitSeq(p.guides, ";") {
		if n, formula, ok := strings.Cut(strings.TrimSpace(def), " "); ok {
			g[n] = g.formula(formula)
		}
	}
	for _, path := range p.paths {
		o := g.path(path, w, h)
		like.turn(o)
		outlines = append(outlines, o)
	}
	if t := strings.Fields(p.text); len(t) == 4 {
		l, top, r, b := g.value(t[0])/w, g.value(t[1])/h, g.value(t[2])/w, g.value(t[3])/h
		if like.mirrorY && !like.swapped {
			top, b = 1-b, 1-top
		}
		if r > l && b > top {
			inner = &model.Share{X: l, Y: top, W: r - l, H: b - top}
		}
	}
	return outlines, inner, true
}

// written is a figure that is described in words; false for others.
func written(name string) (definition, bool) {
	for _, list := range []map[string]definition{basics, presets, oddments, actions} {
		if d, ok := list[name]; ok {
			return d, true
		}
	}
	return starred(name)
}

// turning is how a figure lies that is like another.
type turning struct {
	of                        string
	swapped, mirrorX, mirrorY bool
}

var turnedPresets = map[string]turning{
	"curvedLeftArrow": {of: "curvedRightArrow", mirrorX: true}, "curvedDownArrow": {of: "curvedRightArrow", swapped: true},
	"curvedUpArrow": {of: "curvedRightArrow", swapped: true, mirrorY: true}, "ellipseRibbon2": {of: "ellipseRibbon", mirrorY: true},
}

// turn turns an outline.
func (t turning) turn(o model.Outline) {
	for _, s := range o.Steps {
		for i := 0; i+1 < len(s.At); i += 2 {
			if t.swapped {
				s.At[i], s.At[i+1] = s.At[i+1], s.At[i]
			}
			if t.mirrorX {
				s.At[i] = 1 - s.At[i]
			}
			if t.mirrorY {
				s.At[i+1] = 1 - s.At[i+1]
			}
		}
	}
}

// path reads one path of a preset.
func (g guides) path(text string, w, h float64) model.Outline {
	p := pathReader{guides: g, w: w, h: h}
	var o model.Outline
	words := strings.Fields(text)
	for i := 0; i < len(words); {
		take := func(n int) []float64 {
			var out []float64
			for range n {
				if i < len(words) {
					out = append(out, g.value(words[i]))
					i++
				}
			}
			return out
		}
		op := words[i]
		i++
		switch {
		case op == "grid": // what follows has a coordinate system of its own
			size := take(2)
			p.w, p.h = size[0], size[1]
		case op == "sign": // what follows lies on a grid over the square in the middle
			unit := min(w, h) * 3 / 4 / max(1, take(1)[0])
			p.w, p.h, p.offX, p.offY = w/unit, h/unit, w/2/unit-min(w, h)*3/8/unit, h/2/unit-min(w, h)*3/8/unit
		case op == "f":
			o.Hollow = true
		case op == "s":
			o.Bare = true
		case op[0] == '+' || op[0] == '-':
			o.Shade = number(op, 0) / 100
		case op == "M" || op == "L":
			p.add(op[0], take(2)...)
		case op == "C":
			p.add('C', take(6)...)
		case op == "Q":
			q := take(4)
			p.add('C', p.x+(q[0]-p.x)*2/3, p.y+(q[1]-p.y)*2/3, q[2]+(q[0]-q[2])*2/3, q[3]+(q[1]-q[3])*2/3, q[2], q[3])
		case op == "A":
			a := take(4)
			p.arc(a[0], a[1], a[2], a[3])
		case op == "Z":
			p.close()
		}
	}
	o.Steps = p.steps
	return o
}

// star is one whose points lie on an ellipse, which is larger than the figure by
// factors, so that they touch its sides.
type star struct {
	points         int
	adjust         string // how far inside the other corners are; empty for a polygon
	factorX, fullY float64
	from           float64 // angle of the first point
}

var stars = map[string]star{
	"star5": {5, "19098", 1.05146, 1.10557, -90},
	"star4": {4, "12500", 1, 1, -90}, "star6": {6, "28868", 1.1547, 1, -90}, "star7": {7, "34601", 1.02572, 1.0521, -90}, "star8": {8, "37500", 1, 1, -90},
	"star10": {10, "42533", 1.05146, 1, -90}, "star12": {12, "37500", 1, 1, -90}, "star16": {16, "37500", 1, 1, -90}, "star24": {24, "37500", 1, 1, -90},
	"star32": {32, "37500", 1, 1, -90}, "pentagon": {5, "", 1.05146, 1.10557, -90}, "heptagon": {7, "", 1.02572, 1.0521, -90},
	"decagon": {10, "", 1, 1.05146, 180}, "dodecagon": {12, "", 1.03528, 1.03528, -75},
}

// starred is the preset of a star or an even polygon.
func starred(name string) (definition, bool) {
	s, ok := stars[name]
	if !ok {
		return definition{}, false
	}
	p := definition{text: "wd6 hd6 x y", guides: fmt.Sprintf("rx */ wd2 %.0f 100000; ry */ hd2 %.0f 100000; x +- w 0 wd6; y +- h 0 hd6", s.factorX*1e5, s.fullY*1e5)}
	middle := "; cy +- vc 0 0"
	if s.points%2 == 1 { // its lowest points touch the lower side
		middle = "; cy +- ry 0 0"
	}
	p.guides += middle
	path, op := "", "M"
	corner := func(i int, angle float64, rx, ry string) {
		sin, cos := math.Sincos(angle * math.Pi / 180)
		p.guides += fmt.Sprintf("; dx%d */ %s %.0f 1000000; dy%d */ %s %.0f 1000000; x%d +- hc dx%d 0; y%d +- cy dy%d 0", i, rx, cos*1e6, i, ry, sin*1e6, i, i, i, i)
		path += fmt.Sprintf("%s x%d y%d ", op, i, i)
		op = "L"
	}
	step := 360 / float64(s.points)
	if s.adjust != "" {
		p.adjust = "adj " + s.adjust
		p.guides += "; a pin 0 adj 50000; ix */ rx a 50000; iy */ ry a 50000; tx cos ix 2700000; ty sin iy 2700000; il +- hc 0 tx; ir +- hc tx 0; it +- cy 0 ty; ib +- cy ty 0"
		p.text = "il it ir ib"
		if s.points == 5 { // the corners inside it are far apart
			p.guides += "; tx cos ix 1080000; ty cos iy 2160000; il +- hc 0 tx; ir +- hc tx 0; it +- cy 0 ty; ib +- cy iy 0"
		}
	}
	for i := range s.points {
		corner(2*i, s.from+step*float64(i), "rx", "ry")
		if s.adjust != "" {
			corner(2*i+1, s.from+step*(float64(i)+.5), "ix", "iy")
		}
	}
	p.paths = []string{path + "Z"}
	return p, true
}
