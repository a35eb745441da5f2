package chart

import "math"

// joinLevels makes one name of those of all levels, where these do not stand below each
// other: on axes that run upwards.
func (a *axis) joinLevels() {
	if a.level || len(a.levels) == 0 {
		return
	}
	names := append([]string(nil), a.names...)
	for _, level := range a.levels {
		for i := range names {
			if i < len(level) && level[i] != "" {
				names[i] += "\n" + level[i]
			}
		}
	}
	a.names, a.levels = names, nil
}

// groupLabels writes the names of groups of categories below those of their members,
// with lines between them.
func (k *composer) groupLabels(a *axis) {
	if len(a.levels) == 0 || a.count == 0 || a.count > maxNames {
		return
	}
	base, far := a.labelsAt()
	top := k.plot.Y + (1-base)*k.plot.H
	down := 1.0
	if far {
		down = -1
	}
	_, height := k.lineHeight(a.Font)
	below := a.gap() + a.labelH - height*float64(len(a.levels)) // the bottom of the inner names
	border := func(i int, bottom float64) {
		x := float64(i) / float64(a.count)
		if a.Reverse {
			x = 1 - x
		}
		x = k.plot.X + x*k.plot.W
		k.line(x, top, x, top+down*bottom, a.Line)
	}
	lines := a.Line.Colour.Set && !k.solid() // none before walls
	if lines {
		for i := range a.count + 1 {
			border(i, below)
		}
	}
	for _, level := range a.levels {
		for i := 0; i < a.count; {
			end := i + 1
			for end < a.count && (end >= len(level) || level[end] == "") {
				end++
			}
			if i < len(level) && level[i] != "" {
				b := k.shortened(k.block(level[i], a.Font), k.plot.W*float64(end-i)/float64(a.count))
				middle := (float64(i) + float64(end)) / 2 / float64(a.count)
				if a.Reverse {
					middle = 1 - middle
				}
				k.write(b, k.plot.X+middle*k.plot.W, top+down*(below+height/2), 0)
			}
			if lines {
				border(i, below+height)
				border(end, below+height)
			}
			i = end
		}
		below = math.Max(0, below+height)
	}
}
