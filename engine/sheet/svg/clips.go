package svg

import (
	"quire/engine/canvas"
	"quire/engine/sheet/vector"
)

// clipped confines a look to the clip that it names (SVG 1.1, 14.3).
func (d *drawer) clipped(l *look, n *node) {
	ref, _, ok := address(l.clipPath)
	k := d.linked(ref)
	if !ok || k == nil || k.name != "clipPath" {
		d.fail("the clip " + l.clipPath)
		return
	}
	m := l.matrix
	if k.attrs["clipPathUnits"] == "objectBoundingBox" {
		path := outline(n, l.view)
		if !d.isShape(n) || path == nil {
			d.fail("clips by the size of a group")
			return
		}
		x1, y1, x2, y2 := path.Extent()
		m = vector.Matrix{x2 - x1, 0, 0, y2 - y1, x1, y1}.Then(m)
	}
	l.clip = d.Confine(l.clip, d.clip(k, m, l.view, 0), vector.Intersect)
}

// clip is the area of an element of that name: what any of its shapes covers.
func (d *drawer) clip(n *node, m vector.Matrix, view [2]float64, depth int) *vector.Clip {
	own := plain
	own.view = view
	d.style(&own, n)
	if depth > maxLinks {
		d.fail("clips within clips")
		return nil
	}
	m = d.within(n, m)
	var whole *canvas.Path
	shapes := 0
	for _, k := range n.kids {
		if k.name == "title" || k.name == "desc" || k.name == "metadata" {
			continue
		}
		inner := m
		for range maxLinks {
			if k == nil || k.name != "use" {
				break
			}
			inner = d.within(k, inner)
			inner = vector.Matrix{1, 0, 0, 1, length(k.attrs["x"], view[0], 0), length(k.attrs["y"], view[1], 0)}.Then(inner)
			k = d.linked(k.attrs["href"])
		}
		if k == nil || !d.isShape(k) {
			d.fail("clips by more than shapes")
			return nil
		}
		l := own
		d.style(&l, k)
		if l.clipPath != "" {
			d.fail("clips of clips")
			return nil
		}
		path := outline(k, view)
		if path == nil || l.gone || l.hidden {
			continue
		}
		path = path.Mapped(d.within(k, inner).Place)
		path.EvenOdd = l.clipEvenOdd
		if d.Steps += path.Len(); d.Full() {
			return nil
		}
		if shapes++; shapes == 1 {
			whole = path
			continue
		}
		if whole.EvenOdd || path.EvenOdd {
			d.fail("clips by several shapes with holes")
			return nil
		}
		whole.Append(path)
	}
	out := vector.Hidden
	if whole != nil {
		out = vector.Shaped(whole)
	}
	if own.clipPath == "" {
		return out
	}
	ref, _, _ := address(own.clipPath)
	other := d.linked(ref)
	if other == nil || other.name != "clipPath" || other.attrs["clipPathUnits"] == "objectBoundingBox" {
		d.fail("the clip " + own.clipPath)
		return nil
	}
	return d.Confine(out, d.clip(other, m, view, depth+1), vector.Intersect)
}

// within is a matrix behind the transformation of an element.
func (d *drawer) within(n *node, m vector.Matrix) vector.Matrix {
	own, err := transform(n.attrs["transform"])
	if err != nil {
		d.err = err
	}
	return own.Then(m).Bounded()
}
