package font

import (
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// maxLevel is the deepest embedding (UAX #9, BD2).
const maxLevel = 125

// embeds tells the characters that begin and end embeddings and isolates.
func embeds(r rune) bool { return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 }

// isolates tells the classes that begin an isolate.
func isolates(c bidi.Class) bool { return c == bidi.LRI || c == bidi.RLI || c == bidi.FSI }

// embedding is what X1 to X8 have on their stack.
type embedding struct {
	level    uint8
	override bidi.Class // ON for none
	isolate  bool
}

// nested applies X1 to X10 to a text.
type nested struct {
	text    []rune
	class   []bidi.Class
	level   []uint8
	removed []bool
	match   []int // the PDI of an isolate and the other way, -1 for none
	base    uint8
}

func embeddedLevels(text []rune, base Direction) []uint8 {
	n := len(text)
	e := nested{text: text, class: make([]bidi.Class, n), level: make([]uint8, n), removed: make([]bool, n), match: slices.Repeat([]int{-1}, n)}
	var open []int
	for i, r := range text {
		properties, _ := bidi.LookupRune(r)
		e.class[i] = properties.Class()
		switch {
		case isolates(e.class[i]):
			open = append(open, i)
		case e.class[i] == bidi.PDI && len(open) > 0:
			k := open[len(open)-1]
			e.match[k], e.match[i], open = i, k, open[:len(open)-1]
		}
	}
	if base == RightToLeft || base == Natural && DirectionOf(string(text)) == RightToLeft {
		e.base = 1
	}
	first := slices.Clone(e.class)
	e.explicit()
	e.sequences()
	e.trailing(first)
	return e.level
}

// explicit applies X1 to X8.
func (e *nested) explicit() {
	stack := []embedding{{e.base, bidi.ON, false}}
	lostIsolates, lostEmbeddings, valid := 0, 0, 0
	for i, c := range e.class {
		top := stack[len(stack)-1]
		e.level[i] = top.level
		next := func(right bool) (uint8, bool) {
			level := top.level + 1
			if right == (level%2 == 0) {
				level++
			}
			return level, level <= maxLevel && lostIsolates == 0 && lostEmbeddings == 0
		}
		switch {
		case c == bidi.RLE || c == bidi.LRE || c == bidi.RLO || c == bidi.LRO:
			e.removed[i] = true
			override := map[bidi.Class]bidi.Class{bidi.RLE: bidi.ON, bidi.LRE: bidi.ON, bidi.RLO: bidi.R, bidi.LRO: bidi.L}[c]
			if level, ok := next(c == bidi.RLE || c == bidi.RLO); ok {
				stack = append(stack, embedding{level, override, false})
			} else if lostIsolates == 0 {
				lostEmbeddings++
			}
		case isolates(c):
			e.override(i, top)
			right := c == bidi.RLI
			if c == bidi.FSI && top.level < maxLevel && lostIsolates == 0 && lostEmbeddings == 0 {
				to := len(e.text)
				if e.match[i] >= 0 {
					to = e.match[i]
				}
				right = DirectionOf(string(e.text[i+1:to])) == RightToLeft
			}
			if level, ok := next(right); ok {
				valid++
				stack = append(stack, embedding{level, bidi.ON, true})
			} else {
				lostIsolates++
			}
		case c == bidi.PDI:
			switch {
			case lostIsolates > 0:
				lostIsolates--
			case valid > 0:
				lostEmbeddings = 0
				for !stack[len(stack)-1].isolate {
					stack = stack[:len(stack)-1]
				}
				stack = stack[:len(stack)-1]
				valid--
			}
			top = stack[len(stack)-1]
			e.level[i] = top.level
			e.override(i, top)
		case c == bidi.PDF:
			e.removed[i] = true
			switch {
			case lostIsolates > 0:
			case lostEmbeddings > 0:
				lostEmbeddings--
			case !top.isolate && len(stack) > 1:
				stack = stack[:len(stack)-1]
			}
		case c == bidi.B:
			e.level[i] = e.base
		case c == bidi.BN || c == bidi.Control:
			e.removed[i] = true
		case top.override != bidi.ON:
			e.class[i] = top.override
		}
	}
}

// override gives an isolate's own characters the class that they have among others.
func (e *nested) override(i int, top embedding) { e.class[i] = top.override }

// sequences applies X10 and the rules after it to the isolating run sequences.
func (e *nested) sequences() {
	var kept []int
	for i := range e.text {
		if !e.removed[i] {
			kept = append(kept, i)
		}
	}
	place := make(map[int]int, len(kept)) // of characters among those that are kept
	for k, i := range kept {
		place[i] = k
	}
	end := func(k int) int { // of the level run that begins there
		to := k + 1
		for to < len(kept) && e.level[kept[to]] == e.level[kept[k]] {
			to++
		}
		return to
	}
	opens := func(i int) bool { return i >= 0 && e.match[i] > i } // an isolate that is closed
	levels := slices.Clone(e.level)
	for k := 0; k < len(kept); k = end(k) {
		if m := e.match[kept[k]]; m >= 0 && m < kept[k] {
			continue // goes on from the run of its isolate
		}
		var members []int
		from, to := k, end(k)
		for {
			members = append(members, kept[from:to]...)
			last := kept[to-1]
			if !opens(last) {
				break
			}
			from = place[e.match[last]]
			to = end(from)
		}
		e.sequence(members, levels, kept, place)
	}
	e.level = levels
	for i := range e.text { // what X9 removed is beside what stands before it
		if e.removed[i] {
			e.level[i] = e.base
			if i > 0 {
				e.level[i] = e.level[i-1]
			}
		}
	}
}

// sequence resolves one isolating run sequence.
func (e *nested) sequence(members []int, levels []uint8, kept []int, place map[int]int) {
	level := e.level[members[0]]
	before, after := e.base, e.base
	if k := place[members[0]]; k > 0 {
		before = e.level[kept[k-1]]
	}
	last := members[len(members)-1]
	properties, _ := bidi.LookupRune(e.text[last])
	if k := place[last]; k+1 < len(kept) && !isolates(properties.Class()) {
		after = e.level[kept[k+1]]
	}
	p := paragraph{base: direction(level), start: direction(max(level, before)), end: direction(max(level, after))}
	for _, i := range members {
		p.text, p.first = append(p.text, e.text[i]), append(p.first, e.class[i])
	}
	p.class = slices.Clone(p.first)
	p.resolve()
	for k, i := range members {
		levels[i] = implicitLevel(p.class[k], level)
	}
}

// trailing applies L1: spaces before tabs and at the end are read as the paragraph.
func (e *nested) trailing(first []bidi.Class) {
	blank := true
	for i := len(first) - 1; i >= 0; i-- {
		switch c := first[i]; {
		case c == bidi.S || c == bidi.B:
			blank = true
		case c == bidi.WS || isolates(c) || c == bidi.PDI || e.removed[i]:
		default:
			blank = false
		}
		if blank {
			e.level[i] = e.base
		}
	}
}
