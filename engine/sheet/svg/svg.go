// Package svg reads pictures of Scalable Vector Graphics (SVG 1.1, second edition) as
// outlines. It reads what can be drawn just as it is meant: shapes, groups, gradients,
// clips. A file with more, such as texts, filters, masks, patterns, scripts or what stands
// elsewhere, is refused as a whole: who asks has a bitmap of it. Nothing is fetched and no
// entity is expanded.
package svg

import (
	"bytes"
	"errors"
	"fmt"

	"quire/engine/sheet/vector"
)

// Limits of a file.
const (
	maxFile   = 8 << 20
	maxDepth  = 64
	maxNodes  = 50_000
	maxAttrs  = 200
	maxRules  = 2_000
	maxDrawn  = 50_000
	maxLinks  = 16
	maxSide   = 20_000 // points
	perPixel  = .75    // points in a pixel (CSS 2.1, 4.3.2)
	reference = 16     // pixels of a font's size, for lengths in it
)

// ErrRefused tells that a file is no SVG, or has more than is drawn.
var ErrRefused = errors.New("the SVG is not drawn")

func refused(what string) error { return fmt.Errorf("%w: %s", ErrRefused, what) }

// Is tells whether data may be an SVG file.
func Is(data []byte) bool {
	head := data[:min(len(data), 4_096)]
	return bytes.Contains(head, []byte("<svg")) || bytes.Contains(head, []byte(":svg"))
}

// Read reads a picture. The error is [ErrRefused]; the cost is that of the picture (see
// [vector.Picture]), or what it took to refuse it.
func Read(data []byte) (p *vector.Picture, cost int, err error) {
	if len(data) > maxFile {
		return nil, 0, refused("it is too large")
	}
	d := &drawer{ids: map[string]*node{}}
	err = d.read(data)
	cost = d.Cost() + costOfElement*d.drawn + len(data)/64
	if err != nil {
		return nil, cost, err
	}
	d.Picture.Cost = cost
	return &d.Picture, cost, nil
}

// costOfElement is how many points take the time of an element.
const costOfElement = 16

func (d *drawer) read(data []byte) error {
	root, err := parse(data)
	if err != nil {
		return err
	}
	if root.name != "svg" {
		return refused("it is another file")
	}
	if err := d.index(root); err != nil {
		return err
	}
	frame := d.rootFrame(root)
	if !(frame.W > 0) || !(frame.H > 0) || frame.W > maxSide || frame.H > maxSide {
		return refused("it has no size")
	}
	d.Picture.Width, d.Picture.Height = frame.W, frame.H
	start := plain
	start.matrix, start.view = vector.Matrix{perPixel, 0, 0, perPixel, 0, 0}, d.view(root, frame)
	if root.attrs["viewBox"] != "" {
		if start.matrix, err = viewBox(root, frame); err != nil {
			return err
		}
	}
	if d.style(&start, root); start.opacity < 1 || start.clipPath != "" || start.gone {
		return refused("a whole with looks of its own")
	}
	if d.group(root, start); d.err != nil {
		return d.err
	}
	if d.Full() || len(d.Picture.Missing) > 0 {
		return refused(fmt.Sprint(d.Picture.Missing))
	}
	return nil
}
