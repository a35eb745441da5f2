package font

import (
	"encoding/binary"
	"maps"
	"slices"
	"unicode/utf8"
)

// Flags of a component of a composite glyph (OpenType, "glyf").
const (
	componentWords     = 0x0001
	componentScale     = 0x0008
	componentMore      = 0x0020
	componentXYScale   = 0x0040
	componentTwoByTwo  = 0x0080
	maxSubsetGlyphs    = 0xffff
	subsetHeadChecksum = 8
	checksumMagic      = 0xB1B0AFBA
)

// Subset collects the characters of a face that a document uses, and the glyphs
// of shaped text. Each gets a glyph of its own in order of first use, and its
// number is the two-byte code of the text. It is not safe for use by several goroutines.
type Subset struct {
	face       *Face
	ascii      [utf8.RuneSelf]uint16 // codes of the common characters
	codes      map[rune]uint16       // those of the others
	shaped     map[character]uint16
	characters []character // by code-1
}

// character is a glyph with what it stands for.
type character struct {
	glyph uint16
	text  string
}

// NewSubset begins an empty subset; code 0 is the "missing" glyph.
func NewSubset(f *Face) *Subset {
	return &Subset{face: f, codes: map[rune]uint16{}, shaped: map[character]uint16{}}
}

// Face is the face that the subset is taken from.
func (s *Subset) Face() *Face { return s.face }

// Encode gives the codes of the text, two bytes each (Identity-H), and adds
// its characters to the subset. Characters that the face lacks become code 0:
// split the text with [Runs] first.
func (s *Subset) Encode(text string) []byte {
	return s.AppendCodes(make([]byte, 0, 2*len(text)), text)
}

// AppendCodes is [Subset.Encode] behind what is in b.
func (s *Subset) AppendCodes(b []byte, text string) []byte {
	for _, r := range text {
		b = binary.BigEndian.AppendUint16(b, s.code(r))
	}
	return b
}

func (s *Subset) code(r rune) uint16 {
	if r < utf8.RuneSelf && s.ascii[r] != 0 {
		return s.ascii[r]
	}
	if c, ok := s.codes[r]; ok {
		return c
	}
	if !s.face.Has(r) {
		return 0
	}
	c := s.add(character{s.face.glyphs.at(r), string(r)})
	if r < utf8.RuneSelf {
		s.ascii[r] = c
	} else {
		s.codes[r] = c
	}
	return c
}

// Code is the code of a glyph that stands for some text, and how far it moves
// the pen, in thousandths of the font size.
func (s *Subset) Code(g Glyph) (code uint16, advance float64) {
	if int(g.ID) >= s.face.numGlyphs && g.ID != blank {
		return 0, s.face.advance(0)
	}
	return s.add(character{g.ID, g.Text}), s.face.advance(g.ID)
}

// add gives a character its code; 0 when there are too many.
func (s *Subset) add(c character) uint16 {
	if code, ok := s.shaped[c]; ok {
		return code
	}
	if len(s.characters) == maxSubsetGlyphs {
		return 0
	}
	s.characters = append(s.characters, c)
	code := uint16(len(s.characters))
	s.shaped[c] = code
	return code
}

// key tells subsets apart.
func (s *Subset) key() []byte {
	key := []byte(s.face.postScript)
	for _, c := range s.characters {
		key = append(append(key, 0, byte(c.glyph>>8), byte(c.glyph)), c.text...)
	}
	return key
}

// file is the font file with the glyphs of the subset and the components that
// they are made of.
func (s *Subset) file() []byte {
	glyphs, sources := s.outlines()
	var glyf, loca, hmtx []byte
	offset := func() { loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf))) }
	for i, g := range glyphs {
		offset()
		glyf = append(glyf, g...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		width := s.face.tables["hmtx"].u16(4 * min(int(sources[i]), s.face.numMetrics-1))
		if sources[i] == blank {
			width = 0
		}
		hmtx = binary.BigEndian.AppendUint16(hmtx, width)
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(s.face.bearing(sources[i])))
	}
	offset()

	t := s.face.tables
	head := patched(t["head"].slice(0, 54), map[int]uint16{8: 0, 10: 0, 50: 1})
	out := tables{
		"head": head,
		"hhea": patched(t["hhea"].slice(0, 36), map[int]uint16{34: uint16(len(glyphs))}),
		"maxp": patched(t["maxp"], map[int]uint16{4: uint16(len(glyphs))}),
		"hmtx": hmtx,
		"loca": loca,
		"glyf": glyf,
	}
	for _, tag := range []string{"cvt ", "fpgm", "prep"} {
		if len(t[tag]) > 0 {
			out[tag] = t[tag]
		}
	}
	return assemble(out)
}

// outlines gives the glyphs in their new order, with their old numbers. A
// damaged font may let all of its glyphs overlap; once they take up more than
// a sound one could, the rest stays empty.
func (s *Subset) outlines() (glyphs []blob, sources []uint16) {
	sources = []uint16{0}
	renumbered := map[uint16]uint16{0: 0}
	for i, c := range s.characters {
		old := c.glyph
		sources = append(sources, old)
		if _, ok := renumbered[old]; !ok {
			renumbered[old] = uint16(i + 1)
		}
	}
	room := 2*len(s.face.tables["glyf"]) + 1<<16
	for i := 0; i < len(sources); i++ {
		g := slices.Clone(s.face.glyph(sources[i]))
		if room -= len(g); room < 0 {
			g = nil
		}
		for _, at := range components(g) {
			old := g.u16(at)
			neu, ok := renumbered[old]
			if !ok && len(sources) < maxSubsetGlyphs {
				neu = uint16(len(sources))
				renumbered[old] = neu
				sources = append(sources, old)
			}
			binary.BigEndian.PutUint16(g[at:], neu)
		}
		glyphs = append(glyphs, g)
	}
	return glyphs, sources
}

// components gives the offsets of the glyph numbers in a composite glyph.
func components(g blob) []int {
	if g.i16(0) >= 0 {
		return nil
	}
	var at []int
	for off := 10; off+4 <= len(g); {
		flags := g.u16(off)
		at = append(at, off+2)
		off += 6
		if flags&componentWords != 0 {
			off += 2
		}
		switch {
		case flags&componentScale != 0:
			off += 2
		case flags&componentXYScale != 0:
			off += 4
		case flags&componentTwoByTwo != 0:
			off += 8
		}
		if flags&componentMore == 0 {
			break
		}
	}
	return at
}

// patched is a copy of a table with some 16-bit numbers replaced.
func patched(b blob, at map[int]uint16) blob {
	b = slices.Clone(b)
	for off, v := range at {
		binary.BigEndian.PutUint16(b[off:], v)
	}
	return b
}

// assemble writes a font file: directory, tables in the order of their tags,
// and the checksums that the format asks for.
func assemble(t tables) []byte {
	tags := slices.Sorted(maps.Keys(t))
	n := len(tags)
	search, selector := 1, 0
	for search*2 <= n {
		search, selector = search*2, selector+1
	}
	out := binary.BigEndian.AppendUint32(nil, sfntTrueType)
	for _, v := range []int{n, search * 16, selector, (n - search) * 16} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	at, headAt := 12+16*n, 0
	for _, tag := range tags {
		out = append(out, tag...)
		for _, v := range []uint32{checksum(t[tag]), uint32(at), uint32(len(t[tag]))} {
			out = binary.BigEndian.AppendUint32(out, v)
		}
		if tag == "head" {
			headAt = at
		}
		at += (len(t[tag]) + 3) &^ 3
	}
	for _, tag := range tags {
		out = append(out, t[tag]...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	binary.BigEndian.PutUint32(out[headAt+subsetHeadChecksum:], checksumMagic-checksum(out))
	return out
}

// checksum adds a table up in 32-bit words (OpenType, "Calculating checksums").
func checksum(b blob) uint32 {
	var sum uint32
	for len(b) >= 4 {
		sum += binary.BigEndian.Uint32(b)
		b = b[4:]
	}
	var last [4]byte
	copy(last[:], b)
	return sum + binary.BigEndian.Uint32(last[:])
}
