package font

import (
	"cmp"
	"slices"

	"golang.org/x/text/unicode/bidi"
)

// maxBrackets is how many brackets may be open at a time (UAX #9, BD16).
const maxBrackets = 63

type bracketPair struct{ open, close int }

// pairs finds the brackets that belong together, by their opening ones.
func (p *paragraph) pairs() []bracketPair {
	var pairs []bracketPair
	var open []int
	for i, r := range p.text {
		if p.class[i] != bidi.ON {
			continue
		}
		properties, _ := bidi.LookupRune(r)
		switch {
		case !properties.IsBracket():
		case properties.IsOpeningBracket():
			if len(open) == maxBrackets {
				return nil
			}
			open = append(open, i)
		default:
			for k := len(open) - 1; k >= 0; k-- {
				if closes(p.text[open[k]], r) {
					pairs, open = append(pairs, bracketPair{open[k], i}), open[:k]
					break
				}
			}
		}
	}
	slices.SortFunc(pairs, func(a, b bracketPair) int { return cmp.Compare(a.open, b.open) })
	return pairs
}

// closes tells whether a closing bracket belongs to an opening one. The angle
// brackets of two blocks are the same.
func closes(open, closing rune) bool {
	plain := map[rune]rune{0x2329: 0x3008, 0x232a: 0x3009}
	if r, ok := plain[open]; ok {
		open = r
	}
	if r, ok := plain[closing]; ok {
		closing = r
	}
	return mirror(open) == closing
}

// mirror is the other bracket of a pair.
func mirror(r rune) rune {
	for _, m := range bidi.ReverseString(string(r)) {
		return m
	}
	return r
}

// brackets applies N0.
func (p *paragraph) brackets() {
	other := bidi.R
	if p.base == bidi.R {
		other = bidi.L
	}
	for _, pair := range p.pairs() {
		inside := bidi.ON
		for _, c := range p.class[pair.open+1 : pair.close] {
			if s := asStrong(c); s == p.base {
				inside = s
				break
			} else if s == other {
				inside = other
			}
		}
		if inside == other && p.before(pair.open) != other {
			inside = p.base
		}
		if inside != bidi.ON {
			p.bracket(pair.open, inside)
			p.bracket(pair.close, inside)
		}
	}
}

// before is the strong class before a place.
func (p *paragraph) before(i int) bidi.Class {
	for i--; i >= 0; i-- {
		if s := asStrong(p.class[i]); s != bidi.ON {
			return s
		}
	}
	return p.start
}

// bracket gives a bracket, and the accents on it, a class.
func (p *paragraph) bracket(i int, c bidi.Class) {
	p.class[i] = c
	for i++; i < len(p.class) && p.first[i] == bidi.NSM; i++ {
		p.class[i] = c
	}
}
