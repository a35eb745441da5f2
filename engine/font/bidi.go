package font

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// Direction is how the letters of a paragraph are read.
type Direction uint8

// The directions.
const (
	// Natural is the direction of the first letter that has one, else to the right.
	Natural Direction = iota
	LeftToRight
	RightToLeft
)

// DirectionOf is how a text is read: as its first letter with a direction is, up
// to the end of the paragraph; Natural without such a letter.
func DirectionOf(text string) Direction {
	depth := 0 // of isolates, which do not count
	for _, r := range text {
		if r == '\n' {
			break
		}
		properties, _ := bidi.LookupRune(r)
		switch c := properties.Class(); {
		case isolates(c):
			depth++
		case c == bidi.PDI:
			depth = max(0, depth-1)
		case depth > 0:
		case c == bidi.L:
			return LeftToRight
		case c == bidi.R || c == bidi.AL:
			return RightToLeft
		}
	}
	return Natural
}

// Stretch is a part of a line, text[From:To], that is read in one direction.
type Stretch struct {
	From, To    int
	RightToLeft bool
}

// Visual cuts a line into stretches, in the order in which they stand from left
// to right (Unicode's bidirectional algorithm, UAX #9).
func Visual(text []rune, base Direction) []Stretch {
	levels := bidiLevels(text, base)
	var all []Stretch
	var at []uint8
	for i := 0; i < len(text); {
		j := i + 1
		for j < len(text) && levels[j] == levels[i] {
			j++
		}
		all, at = append(all, Stretch{i, j, levels[i]%2 == 1}), append(at, levels[i])
		i = j
	}
	// L2: from the highest level to the lowest odd one.
	highest := uint8(0)
	for _, level := range at {
		highest = max(highest, level)
	}
	for level := max(2, highest); level > 0; level-- {
		for i := 0; i < len(all); i++ {
			j := i
			for j < len(all) && at[j] >= level {
				j++
			}
			if j > i+1 {
				slices.Reverse(all[i:j])
				slices.Reverse(at[i:j])
			}
			i = max(i, j-1)
		}
	}
	return all
}

// Shown puts the characters of a line in the order in which they stand from left
// to right, for text that is set character by character.
func Shown(text string) string {
	if !Joined(text) {
		return text
	}
	runes := []rune(text)
	var out []rune
	for _, s := range Visual(runes, Natural) {
		part := runes[s.From:s.To]
		if s.RightToLeft {
			part = slices.Clone(part)
			slices.Reverse(part)
			for i, r := range part {
				part[i] = mirror(r) // a bracket that opens closes, seen from the other side
			}
		}
		out = append(out, part...)
	}
	return string(out)
}

// paragraph resolves the levels of an isolating run sequence (UAX #9, BD13): all of
// a text without embeddings and isolates.
type paragraph struct {
	text  []rune
	first []bidi.Class // as they are
	class []bidi.Class // as they are resolved
	base  bidi.Class   // L or R: how it is read
	// start and end are what its beginning and its end see beside them, L or R.
	start, end bidi.Class
}

// bidiLevels gives the level of each character; even ones are read to the right.
func bidiLevels(text []rune, base Direction) []uint8 {
	if slices.ContainsFunc(text, embeds) {
		return embeddedLevels(text, base)
	}
	p := paragraph{base: bidi.L}
	var kept []int // what rule X9 leaves
	for i, r := range text {
		properties, _ := bidi.LookupRune(r)
		switch c := properties.Class(); c {
		case bidi.BN, bidi.Control, bidi.LRO, bidi.RLO, bidi.LRE, bidi.RLE, bidi.PDF, bidi.LRI, bidi.RLI, bidi.FSI, bidi.PDI:
		default:
			kept, p.text, p.first = append(kept, i), append(p.text, r), append(p.first, c)
		}
	}
	p.class = slices.Clone(p.first)
	if base == RightToLeft || base == Natural && p.naturallyRight() {
		p.base = bidi.R
	}
	p.start, p.end = p.base, p.base
	p.resolve()
	return p.levels(len(text), kept)
}

// resolve applies W1 to N2.
func (p *paragraph) resolve() {
	p.weak()
	p.brackets()
	p.neutral()
}

// naturallyRight applies P2 and P3.
func (p *paragraph) naturallyRight() bool {
	for _, c := range p.first {
		if c == bidi.L {
			return false
		}
		if c == bidi.R || c == bidi.AL {
			return true
		}
	}
	return false
}

// weak applies W1 to W7.
func (p *paragraph) weak() {
	c := p.class
	previous, strong := p.start, p.start
	for i := range c { // W1 to W3
		if c[i] == bidi.NSM {
			c[i] = previous
		}
		previous = c[i]
		switch c[i] {
		case bidi.L, bidi.R:
			strong = c[i]
		case bidi.AL:
			strong, c[i] = bidi.AL, bidi.R
		case bidi.EN:
			if strong == bidi.AL {
				c[i], previous = bidi.AN, bidi.AN
			}
		}
	}
	for i := 1; i+1 < len(c); i++ { // W4
		if c[i-1] == c[i+1] && (c[i-1] == bidi.EN && (c[i] == bidi.ES || c[i] == bidi.CS) || c[i-1] == bidi.AN && c[i] == bidi.CS) {
			c[i] = c[i-1]
		}
	}
	for i := 0; i < len(c); i++ { // W5, W6
		j := i
		for j < len(c) && c[j] == bidi.ET {
			j++
		}
		if j > i {
			to := bidi.ON
			if i > 0 && c[i-1] == bidi.EN || j < len(c) && c[j] == bidi.EN {
				to = bidi.EN
			}
			fillClass(c[i:j], to)
			i = j - 1
		} else if c[i] == bidi.ES || c[i] == bidi.CS {
			c[i] = bidi.ON
		}
	}
	strong = p.start
	for i := range c { // W7
		switch {
		case c[i] == bidi.L || c[i] == bidi.R:
			strong = c[i]
		case c[i] == bidi.EN && strong == bidi.L:
			c[i] = bidi.L
		}
	}
}

func fillClass(c []bidi.Class, with bidi.Class) {
	for i := range c {
		c[i] = with
	}
}

// asStrong is L or R as N0 to N2 see a class; ON for neither.
func asStrong(c bidi.Class) bidi.Class {
	switch c {
	case bidi.L:
		return bidi.L
	case bidi.R, bidi.EN, bidi.AN:
		return bidi.R
	}
	return bidi.ON
}

// neutral applies N1 and N2.
func (p *paragraph) neutral() {
	c := p.class
	before := p.start
	for i := 0; i < len(c); i++ {
		if s := asStrong(c[i]); s != bidi.ON {
			before = s
			continue
		}
		j := i
		for j < len(c) && asStrong(c[j]) == bidi.ON {
			j++
		}
		after := p.end
		if j < len(c) {
			after = asStrong(c[j])
		}
		to := p.base
		if before == after {
			to = before
		}
		fillClass(c[i:j], to)
		i = j - 1
	}
}

// levels applies I1, I2 and L1. What X9 removed is beside what stands before it.
func (p *paragraph) levels(n int, kept []int) []uint8 {
	base := uint8(0)
	if p.base == bidi.R {
		base = 1
	}
	out := slices.Repeat([]uint8{base}, n)
	end, blank := n, true // blank: only spaces up to a tab or the end
	for k := len(kept) - 1; k >= 0; k-- {
		switch p.first[k] {
		case bidi.S, bidi.B:
			blank = true
		case bidi.WS:
		default:
			blank = false
		}
		if !blank {
			fillLevel(out[kept[k]:end], implicitLevel(p.class[k], base))
		}
		end = kept[k]
	}
	return out
}

// implicitLevel applies I1 and I2.
func implicitLevel(c bidi.Class, base uint8) uint8 {
	switch {
	case c == direction(base):
		return base
	case c == bidi.R || base%2 == 1:
		return base + 1
	}
	return base + 2
}

// direction is how a level is read.
func direction(level uint8) bidi.Class {
	if level%2 == 1 {
		return bidi.R
	}
	return bidi.L
}

func fillLevel(levels []uint8, with uint8) {
	for i := range levels {
		levels[i] = with
	}
}
