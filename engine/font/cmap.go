package font

// cmapBudget bounds the work on one character map; a whole one names at most
// the 1,114,112 code points of Unicode.
const cmapBudget = 1 << 21

// characterMap reads the best Unicode subtable of a cmap table: the full
// repertoire first, then the basic plane, then a symbol font's private codes.
func characterMap(cmap blob, numGlyphs int) glyphMap {
	best, rank := blob(nil), 0
	for i := range int(cmap.u16(2)) {
		rec := 4 + 8*i
		sub := cmap.slice(int(cmap.u32(rec+4)), len(cmap))
		if r := cmapRank(cmap.u16(rec), cmap.u16(rec+2), sub.u16(0)); r > rank {
			best, rank = sub, r
		}
	}
	m := cmapReader{numGlyphs: numGlyphs, budget: cmapBudget}
	switch best.u16(0) {
	case 4:
		m.segments(best)
	case 6:
		m.trimmed(best)
	case 12:
		m.groups(best)
	}
	return m.glyphs
}

// cmapRank orders the subtables by platform, encoding and format; 0 means unusable.
func cmapRank(platform, encoding, format uint16) int {
	if format != 4 && format != 6 && format != 12 {
		return 0
	}
	switch {
	case platform == 3 && encoding == 10:
		return 5
	case platform == 0 && format == 12:
		return 4
	case platform == 3 && encoding == 1:
		return 3
	case platform == 0:
		return 2
	case platform == 3 && encoding == 0:
		return 1
	}
	return 0
}

type cmapReader struct {
	glyphs    glyphMap
	numGlyphs int
	budget    int
}

func (m *cmapReader) set(r rune, gid int) {
	if gid > 0 && gid < m.numGlyphs {
		m.glyphs.set(r, uint16(gid))
	}
}

// spend counts one step and tells whether any are left.
func (m *cmapReader) spend() bool {
	m.budget--
	return m.budget >= 0
}

// segments reads format 4: ranges of the basic plane.
func (m *cmapReader) segments(b blob) {
	n := int(b.u16(6)) / 2
	for i := range n {
		end, start := int(b.u16(14+2*i)), int(b.u16(16+2*n+2*i))
		delta := int(b.u16(16 + 4*n + 2*i))
		at := 16 + 6*n + 2*i
		offset := int(b.u16(at))
		for c := start; c <= end && c < 0xffff && m.spend(); c++ {
			gid := c
			if offset != 0 {
				if gid = int(b.u16(at + offset + 2*(c-start))); gid == 0 {
					continue
				}
			}
			m.set(rune(c), (gid+delta)&0xffff)
		}
	}
}

// trimmed reads format 6: one dense range.
func (m *cmapReader) trimmed(b blob) {
	for i := range int(b.u16(8)) {
		m.set(rune(int(b.u16(6))+i), int(b.u16(10+2*i)))
	}
}

// groups reads format 12: ranges of all planes.
func (m *cmapReader) groups(b blob) {
	n := min(int(b.u32(12)), len(b)/12)
	for i := range n {
		start, end, gid := b.u32(16+12*i), b.u32(20+12*i), int(b.u32(24+12*i))
		if start > 0x10ffff || gid > 0xffff {
			continue
		}
		for c := start; c <= min(end, 0x10ffff) && gid < m.numGlyphs && m.spend(); c++ {
			m.set(rune(c), gid)
			gid++
		}
	}
}
