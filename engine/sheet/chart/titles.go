package chart

import (
	"slices"

	"quire/engine/sheet/layout"
	"quire/engine/sheet/model"
)

// Distances of LibreOffice's titles: of the main title from the edge, beyond
// the margin; of the titles of axes from what is at their side.
const (
	titleGap     = 1.35 * mm
	levelGap     = 4.2 * mm
	uprightGap   = 4.5 * mm
	titlePadding = .3  // above and below, by the font's size
	titleIndent  = .18 // left and right
	titleWidth   = .8  // of the chart's, at most
)

// titleBlock is the text of a title and its size with the space around it.
func (k *composer) titleBlock(t *model.ChartText, length float64) (b block, w, h float64) {
	b = k.block(t.Text, t.Font)
	if b.w > titleWidth*length {
		b = k.wrapped(t.Text, t.Font, titleWidth*length)
	}
	padded := b
	padded.w += 2 * titleIndent * t.Font.Size
	padded.h += 2 * titlePadding * t.Font.Size
	w, h = padded.extent(t.Angle)
	return b, w, h
}

// title puts the title on top.
func (k *composer) title() {
	t := k.Title
	if t == nil || t.Text == "" {
		return
	}
	b, w, h := k.titleBlock(t, k.w)
	gap := margin*k.h + titleGap
	cx, cy := k.w/2, gap+h/2
	if t.Place != nil {
		cx, cy = t.Place.X*k.w+w/2, t.Place.Y*k.h+h/2
	}
	k.write(b, cx, cy, t.Angle)
	if !t.Overlay {
		k.cut("t", h+gap)
	}
}

// titled are the axes with a title, and the sides where these stand.
func (k *composer) titled(do func(a *axis, side string)) {
	for _, a := range k.order {
		if a.Title == nil || a.Title.Text == "" {
			continue
		}
		second := len(k.Groups) > 0 && !slices.Contains(k.Groups[0].Axes[:], a.ID)
		switch {
		case a.level && second:
			do(a, "t")
		case a.level:
			do(a, "b")
		case second:
			do(a, "r")
		default:
			do(a, "l")
		}
	}
}

// title is the axis's title, turned as it runs.
func (a *axis) title() *model.ChartText {
	t := *a.Title
	if t.Along && !a.level {
		t.Angle = 90
	}
	return &t
}

// reserveAxisTitles takes the room of the titles of axes.
func (k *composer) reserveAxisTitles() {
	k.titled(func(a *axis, side string) {
		length := k.w
		if !a.level {
			length = k.h
		}
		_, w, h := k.titleBlock(a.title(), length)
		switch side {
		case "b":
			k.cut(side, h+levelGap)
		case "t":
			k.cut(side, h+margin*k.h)
		case "l":
			k.cut(side, w+uprightGap)
		case "r":
			k.cut(side, w+margin*k.w)
		}
	})
}

// axisTitles writes the titles of axes beside the plot area and its labels.
func (k *composer) axisTitles() {
	l, t, r, b := k.overhang(true)
	outer := layout.Box{X: k.plot.X - l, Y: k.plot.Y - t, W: k.plot.W + l + r, H: k.plot.H + t + b}
	k.titled(func(a *axis, side string) {
		length := k.w
		if !a.level {
			length = k.h
		}
		text, w, h := k.titleBlock(a.title(), length)
		cx, cy := outer.X+outer.W/2, outer.Y+outer.H/2
		switch side {
		case "b":
			cy = min(outer.Y+outer.H+margin*k.h+h/2, k.h-h/2)
		case "t":
			cy = max(outer.Y-margin*k.h-h/2, h/2)
		case "l":
			cx = max(outer.X-margin*k.w-w/2, w/2)
		case "r":
			cx = min(outer.X+outer.W+margin*k.w+w/2, k.w-w/2)
		}
		if p := a.Title.Place; p != nil {
			cx, cy = p.X*k.w+w/2, p.Y*k.h+h/2
		}
		k.write(text, cx, cy, a.title().Angle)
	})
}
