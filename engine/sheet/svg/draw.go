package svg

import (
	"math"

	"quire/engine/canvas"
	"quire/engine/sheet/model"
	"quire/engine/sheet/vector"
)

// drawer takes down what elements draw.
type drawer struct {
	vector.Recorder
	ids   map[string]*node
	ruled []rule
	drawn int
	err   error
}

// fail refuses the picture.
func (d *drawer) fail(what string) {
	if d.err == nil {
		d.err = refused(what)
	}
}

// silent are elements that draw nothing where they stand.
var silent = map[string]bool{
	"defs": true, "title": true, "desc": true, "metadata": true, "style": true, "linearGradient": true, "radialGradient": true, "clipPath": true, "symbol": true,
	"filter": true, "mask": true, "pattern": true, "marker": true,
}

// group draws the elements within one.
func (d *drawer) group(n *node, l look) {
	for _, k := range n.kids {
		if d.err != nil || d.Full() {
			return
		}
		d.element(k, l)
	}
}

// element draws an element. It takes over a look.
func (d *drawer) element(n *node, l look) {
	if silent[n.name] {
		return
	}
	if d.drawn++; d.drawn > maxDrawn || l.depth > maxDepth {
		d.fail("it has too many elements")
		return
	}
	l.depth++
	d.style(&l, n)
	if l.gone || d.err != nil {
		return
	}
	m, err := transform(n.attrs["transform"])
	if err != nil {
		d.err = err
		return
	}
	l.matrix = m.Then(l.matrix).Bounded()
	if l.clipPath != "" {
		d.clipped(&l, n)
	}
	// A shape that is only filled or only lined is as transparent as that.
	if l.opacity < 1 && !(d.isShape(n) && (!l.fill.set || !l.line.set || l.width == 0)) {
		d.apart(n, l)
		return
	}
	if l.opacity < 1 {
		l.fillShare, l.lineShare = l.fillShare*l.opacity, l.lineShare*l.opacity
	}
	d.inside(n, l)
}

// apart draws an element as one, through which something shines.
func (d *drawer) apart(n *node, l look) {
	if l.opacity <= 0 {
		return
	}
	kept := d.Picture.Items
	d.Picture.Items = nil
	d.inside(n, l)
	group := d.Picture.Items
	d.Picture.Items = kept
	if d.Steps += 4 * len(group); len(group) > 0 {
		d.Show(vector.Item{Group: group, Clear: 1 - l.opacity}, nil)
	}
}

func (d *drawer) isShape(n *node) bool {
	switch n.name {
	case "path", "rect", "circle", "ellipse", "line", "polyline", "polygon":
		return true
	}
	return false
}

// inside draws what an element is.
func (d *drawer) inside(n *node, l look) {
	switch n.name {
	case "g", "a":
		d.group(n, l)
	case "use":
		d.use(n, l)
	case "svg":
		d.frame(n, l, length(n.attrs["width"], l.view[0], l.view[0]), length(n.attrs["height"], l.view[1], l.view[1]))
	case "image":
		d.image(n, l)
	default:
		if !d.isShape(n) {
			d.fail("the element " + n.name)
			return
		}
		if path := outline(n, l.view); path != nil && !l.hidden {
			d.shape(path, &l, n.name == "line")
		}
	}
}

// use draws an element that stands elsewhere in the file (5.6).
func (d *drawer) use(n *node, l look) {
	k := d.linked(n.attrs["href"])
	if k == nil {
		d.fail("a use of what is not there")
		return
	}
	x, y := length(n.attrs["x"], l.view[0], 0), length(n.attrs["y"], l.view[1], 0)
	l.matrix = vector.Matrix{1, 0, 0, 1, x, y}.Then(l.matrix).Bounded()
	l.opacity = 1
	if k.name != "symbol" {
		d.element(k, l)
		return
	}
	l.depth++
	d.style(&l, k)
	if l.opacity < 1 || l.clipPath != "" {
		d.fail("a symbol with looks of its own")
		return
	}
	d.frame(k, l, length(n.attrs["width"], l.view[0], l.view[0]), length(n.attrs["height"], l.view[1], l.view[1]))
}

// frame draws the elements within one that has coordinates of its own, in a place of this
// size.
func (d *drawer) frame(n *node, l look, w, h float64) {
	if w <= 0 || h <= 0 {
		return
	}
	at := vector.Rectangle{W: w, H: h}
	if n.name == "svg" {
		at.X, at.Y = length(n.attrs["x"], l.view[0], 0), length(n.attrs["y"], l.view[1], 0)
	}
	if len(numbers(n.attrs["viewBox"])) == 4 {
		l.clip = d.Confine(l.clip, vector.Quad(l.matrix, at.X, at.Y, at.X+w, at.Y+h), vector.Intersect)
		m, err := viewBox(n, at)
		if err != nil {
			d.err = err
			return
		}
		l.matrix = m.Then(l.matrix).Bounded()
	} else {
		l.matrix = vector.Matrix{1, 0, 0, 1, at.X, at.Y}.Then(l.matrix)
	}
	l.view = d.view(n, vector.Rectangle{W: w * perPixel, H: h * perPixel})
	d.group(n, l)
}

// shape fills an outline and draws along it.
func (d *drawer) shape(path *canvas.Path, l *look, bare bool) {
	local, item := l.matrix, vector.Item{}
	// Lines that grow more in one direction are drawn in coordinates of their own.
	if m := l.matrix; l.line.set && math.Abs(m[0]*m[0]+m[1]*m[1]-m[2]*m[2]-m[3]*m[3])+math.Abs(m[0]*m[2]+m[1]*m[3]) > 1e-3*(m[0]*m[0]+m[3]*m[3]+m[1]*m[1]+m[2]*m[2]) {
		placed, k := m.Level()
		item.Matrix, local = &placed, vector.Matrix{k, 0, 0, k, 0, 0}
	}
	item.Path = path.Mapped(local.Place)
	item.Path.EvenOdd = l.evenOdd
	d.Steps += 2 * path.Len()
	x1, y1, x2, y2 := item.Path.Bounds()
	item.X, item.Y, item.W, item.H = x1, y1, x2-x1, y2-y1
	if l.fill.set && !bare {
		d.fill(&item, path, l, local)
	}
	if l.line.set && l.width > 0 {
		d.stroke(&item, path, l, local)
	}
	if item.Look.Fill.Filled() || item.Shade != nil || item.Look.Line.Colour.Set {
		d.Show(item, l.clip)
	}
}

func (d *drawer) fill(item *vector.Item, path *canvas.Path, l *look, local vector.Matrix) {
	if l.fill.gradient != nil {
		s, one := d.gradient(l.fill.gradient, path, l, local, l.fillShare)
		if one != nil {
			item.Look.Fill = model.Fill{Colour: model.RGB(one.rgb), Clear: one.clear}
		} else if s != nil {
			item.Shade = s
		}
		return
	}
	if clear := 1 - (1-l.fill.clear)*l.fillShare; clear < 1 {
		item.Look.Fill = model.Fill{Colour: model.RGB(l.fill.rgb), Clear: clear}
	}
}

func (d *drawer) stroke(item *vector.Item, path *canvas.Path, l *look, local vector.Matrix) {
	k := local.Size()
	c := l.line
	if c.gradient != nil {
		_, one := d.gradient(c.gradient, path, l, local, 1)
		if one == nil {
			d.fail("lines in gradients")
			return
		}
		c = *one
	}
	clear := 1 - (1-c.clear)*l.lineShare
	if clear >= 1 || k <= 0 {
		return
	}
	line := model.Stroke{Colour: model.RGB(c.rgb), Width: l.width * k, Clear: clear}
	for _, v := range l.dash {
		line.Dash = append(line.Dash, v*k)
	}
	item.Look.Line = line
	item.Pen = canvas.Pen{End: l.end, Corner: l.corner, Mitre: max(1, l.mitre), Phase: phase(l) * k}
}

// phase is how far into its dashes a line begins, which the format wants not to be negative.
func phase(l *look) float64 {
	sum := 0.
	for _, v := range l.dash {
		sum += v
	}
	if sum <= 0 {
		return 0
	}
	if len(l.dash)%2 == 1 {
		sum *= 2
	}
	return l.phase - sum*math.Floor(l.phase/sum)
}
