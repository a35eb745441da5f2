package chart

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"quire/engine/sheet/model"
)

// Distances of labels from their axis, and the length of ticks.
const (
	labelGap   = 1 * mm
	tickLength = 1.5 * mm
)

// maxNames bounds the names of an axis that are measured.
const maxNames = 1000

// scaleAxes chooses limits, steps and labels for the plot area as it is now.
func (k *composer) scaleAxes() {
	for _, a := range k.order {
		if a.Categories {
			k.nameTicks(a)
		} else {
			k.valueTicks(a)
		}
	}
}

// valueTicks scales an axis of values, with as many steps as there is room for
// its labels, and leaves out those that overlap.
func (k *composer) valueTicks(a *axis) {
	if a.Base > 0 {
		k.logTicks(a)
		return
	}
	w := wish{lo: a.lo, hi: a.hi, fixedLo: a.Min, fixedHi: a.Max, fixedStep: a.Step, steps: maxSteps}
	w.zero, w.airy = !k.scatterX(a), a.airy
	if a.percent {
		w.lo, w.hi = math.Max(-1, math.Min(0, w.lo)), math.Max(0, math.Min(1, w.hi))
	}
	if a.steps > 0 {
		w.steps = a.steps
	}
	a.span = nice(w)
	a.ticks = a.ticks[:0]
	for _, v := range a.span.ticks() {
		a.ticks = append(a.ticks, tick{a.at(v), k.name(a, k.show(a.format, v))})
	}
	k.measure(a)
	a.every = 1
	if n := len(a.ticks); n > 1 && a.shown() {
		room, one := k.lengthOf(a)
		a.every = max(1, int(math.Ceil(one*float64(n-1)/math.Max(1, room)-.001)))
	}
}

// lengthOf is the length of an axis and of its longest label along it.
func (k *composer) lengthOf(a *axis) (room, label float64) {
	if a.level {
		return k.plot.W, a.labelW
	}
	return k.plot.H, a.labelH
}

// fixSteps counts the labels for which the axes of values have room, and no more
// than there are labels that differ from their neighbours.
func (k *composer) fixSteps() {
	for _, a := range k.order {
		if a.Categories || !a.shown() {
			continue
		}
		room, one := k.lengthOf(a)
		a.steps = max(2, int(room/math.Max(1, one)))
		same, run := 1, 1
		for i := 1; i < len(a.ticks); i++ {
			if run++; !slices.Equal(a.ticks[i].block.lines, a.ticks[i-1].block.lines) {
				run = 1
			}
			same = max(same, run)
		}
		if same > 1 {
			a.steps = max(2, min(a.steps, len(a.ticks)/same))
		}
	}
}

// scatterX tells whether the axis has the x values of points.
func (k *composer) scatterX(a *axis) bool {
	for i := range k.Groups {
		if x, _ := k.pair(&k.Groups[i]); x == a {
			return true
		}
	}
	return false
}

// name is a label of an axis.
func (k *composer) name(a *axis, text string) block {
	if a.Upright {
		text = model.Upright(text)
	}
	return k.block(text, a.Font)
}

// logTicks scales a logarithmic axis by powers.
func (k *composer) logTicks(a *axis) {
	lo, hi := a.lo, a.hi
	if a.Min > 0 {
		lo = a.Min
	}
	if a.Max > 0 {
		hi = a.Max
	}
	if !(lo > 0) || math.IsInf(lo, 0) {
		lo = 1
	}
	if !(hi > lo) || math.IsInf(hi, 0) {
		hi = lo * a.Base
	}
	first, last := math.Floor(math.Log(lo)/math.Log(a.Base)+1e-9), math.Ceil(math.Log(hi)/math.Log(a.Base)-1e-9)
	a.span = span{lo: math.Pow(a.Base, first), hi: math.Pow(a.Base, last), step: 1}
	a.ticks = a.ticks[:0]
	for i := range int(math.Min(40, last-first)) + 1 {
		v := math.Pow(a.Base, first+float64(i))
		a.ticks = append(a.ticks, tick{a.at(v), k.name(a, k.show(a.format, v))})
	}
	a.every = 1
	k.measure(a)
}

// maxBroken is how many names LibreOffice breaks at most, and slotShare the part of
// the room between ticks that they take.
const (
	maxBroken = 100
	slotShare = .95
)

// mostLines is how many lines LibreOffice makes of a name before it turns all of them.
const mostLines = 3

// fitBroken tells whether the names along an axis can be broken between words so that
// they are as wide as given, in a few lines.
func (k *composer) fitBroken(a *axis, width float64) bool {
	for _, name := range a.names {
		for _, word := range strings.Fields(name) {
			if k.width(word, a.Font) > width {
				return false
			}
		}
		if k.width(name, a.Font) > width && len(k.wrapped(name, a.Font, width).lines) > mostLines {
			return false
		}
	}
	return true
}

// nameTicks labels an axis of categories. Names that do not fit beside each
// other are broken when they are to be level, else turned.
func (k *composer) nameTicks(a *axis) {
	a.count = max(a.count, 1)
	// Where there are thousands of names only some can ever be shown.
	stride := 1 + a.count/maxNames
	slot := k.plot.W / float64(a.count) * float64(stride)
	a.ticks, a.angle, a.every = a.ticks[:0], 0, 1
	if a.Turned {
		a.angle = a.Angle
	}
	blocks := make([]block, (a.count+stride-1)/stride)
	tight, last := false, -1
	breaks := a.level && !a.Dates && !a.Upright && (a.Level || !a.Turned && a.count <= maxBroken && k.fitBroken(a, slotShare*slot))
	for i := range blocks {
		name := strconv.Itoa(i*stride + 1)
		if i*stride < len(a.names) {
			name = a.names[i*stride]
		}
		blocks[i] = k.name(a, name)
		if breaks && blocks[i].w > slotShare*slot {
			blocks[i] = k.wrapped(name, a.Font, slotShare*slot)
		}
		if name == "" && a.Dates {
			continue
		}
		tight = tight || last >= 0 && (blocks[last].w+blocks[i].w)/2 > slot*float64(i-last)
		last = i
	}
	if a.level && tight && a.angle == 0 && !a.Level {
		a.angle = 45
		if len(a.levels) > 0 {
			a.angle = 90
		}
	}
	for i, b := range blocks {
		sin, cos := math.Sincos(math.Abs(a.angle) * math.Pi / 180)
		floor := k.floor
		if k.fixed && cos > .1 {
			floor = k.h * (1 - margin) // the edge of the chart
		}
		if floor > 0 && a.level && sin > .1 && a.edge() == "b" {
			below := floor - k.plot.Y - k.plot.H - a.gap()
			b = k.shortened(b, (below-b.height*cos)/sin)
		}
		a.ticks = append(a.ticks, tick{a.at(float64(i * stride)), b})
	}
	k.measure(a)
	need, room := a.labelH, k.plot.H/float64(a.count)*float64(stride)
	if a.level {
		need, room = a.labelW, slot
		if a.angle != 0 && len(blocks) > 0 {
			need = blocks[0].height / math.Max(.1, math.Abs(math.Sin(a.angle*math.Pi/180)))
		}
	}
	if a.Skip > 0 {
		a.every = a.Skip
	} else if need > room && (!a.level || a.angle != 0 || a.Level) {
		a.every = max(1, int(math.Ceil(need/math.Max(.1, room)-.05)))
	}
}

// measure finds the largest label.
func (k *composer) measure(a *axis) {
	a.labelW, a.labelH = 0, 0
	for _, t := range a.ticks {
		w, h := t.block.extent(a.angle)
		a.labelW, a.labelH = math.Max(a.labelW, w), math.Max(a.labelH, h)
	}
	if len(a.levels) > 0 {
		_, height := k.lineHeight(a.Font)
		a.labelH += height * float64(len(a.levels))
	}
}

// overhang is how far the labels of all axes reach out of the plot area.
// The halves of the first and last label count when ends is set.
func (k *composer) overhang(ends bool) (l, t, r, b float64) {
	for _, a := range k.order {
		if !a.shown() || len(a.ticks) == 0 {
			continue
		}
		at, far := a.labelsAt()
		size, length := a.labelW, k.plot.W
		if a.level {
			size, length = a.labelH, k.plot.H
		}
		size += a.gap()
		out := math.Max(0, size-at*length)
		if far {
			out = math.Max(0, size-(1-at)*length)
		}
		switch a.edge() {
		case "l":
			l = math.Max(l, out)
		case "r":
			r = math.Max(r, out)
		case "t":
			t = math.Max(t, out)
		case "b":
			b = math.Max(b, out)
		}
		if !ends {
			continue
		}
		first, last := a.ticks[0], a.ticks[(len(a.ticks)-1)/max(1, a.every)*max(1, a.every)]
		if a.level && a.angle == 0 {
			if first.at > last.at {
				first, last = last, first
			}
			l = math.Max(l, first.block.w/2-first.at*k.plot.W)
			r = math.Max(r, last.block.w/2-(1-last.at)*k.plot.W)
		} else if a.level {
			// Turned names reach beyond the first or last tick.
			sin, cos := math.Sincos(math.Abs(a.angle) * math.Pi / 180)
			if first.at > last.at {
				first, last = last, first
			}
			if a.angle > 0 && cos > .1 {
				l = math.Max(l, first.block.w*cos+first.block.height/2*sin-first.at*k.plot.W)
			} else if cos > .1 {
				r = math.Max(r, last.block.w*cos+last.block.height/2*sin-(1-last.at)*k.plot.W)
			}
		} else {
			t = math.Max(t, last.block.h/2-(1-math.Max(first.at, last.at))*k.plot.H)
			b = math.Max(b, first.block.h/2-math.Min(first.at, last.at)*k.plot.H)
		}
	}
	return l, t, r, b
}

// gap is the distance from an axis to its labels.
func (a *axis) gap() float64 {
	if a.Ticks == "out" || a.Ticks == "cross" {
		return labelGap + tickLength
	}
	return labelGap
}
