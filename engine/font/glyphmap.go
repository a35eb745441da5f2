package font

import "iter"

// glyphMap gives the glyph of each character, in leaves of 256 characters, of
// which a font has few: it is made faster than a map, and asked faster.
type glyphMap []*[256]uint16

// at is the glyph of a character; 0 when there is none.
func (m glyphMap) at(r rune) uint16 {
	if leaf := int(r >> 8); leaf >= 0 && leaf < len(m) && m[leaf] != nil {
		return m[leaf][r&0xff]
	}
	return 0
}

// set takes characters of Unicode, none of which is negative.
func (m *glyphMap) set(r rune, gid uint16) {
	leaf := int(r >> 8)
	for leaf >= len(*m) {
		*m = append(*m, nil)
	}
	if (*m)[leaf] == nil {
		(*m)[leaf] = new([256]uint16)
	}
	(*m)[leaf][r&0xff] = gid
}

// all are the characters that have a glyph, in order.
func (m glyphMap) all() iter.Seq2[rune, uint16] {
	return func(yield func(rune, uint16) bool) {
		for i, leaf := range m {
			if leaf == nil {
				continue
			}
			for j, gid := range leaf {
				if gid != 0 && !yield(rune(i<<8|j), gid) {
					return
				}
			}
		}
	}
}
