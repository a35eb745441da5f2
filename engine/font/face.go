package font

import (
	"fmt"
	"math"
	"sync"
)

// Face is one style of a typeface, such as Liberation Sans Bold. It is
// immutable and safe for use by several goroutines. Its measures are in
// thousandths of the font size, as in PDF (ISO 32000-1, 9.2.4).
type Face struct {
	family     string
	postScript string
	source     string
	bold       bool
	italic     bool

	tables     tables
	glyphs     glyphMap
	hmtx, hhea blob
	numGlyphs  int
	numMetrics int
	longLoca   bool
	unitsPerEm float64
	// shaper is made when a text is first shaped.
	shaper func() *shaper
}

// Parse reads a font file with outlines of TrueType or of the Compact Font Format,
// the first font of a collection. The face keeps data, which must not be changed
// afterwards.
func Parse(data []byte) (*Face, error) { return parse(data, 0) }

// parse reads a font of a collection by its number; 0 is any other file's.
func parse(data []byte, number int) (*Face, error) {
	at := directories(data)
	if number >= len(at) {
		return nil, fmt.Errorf("the collection has only %d fonts: %w", len(at), ErrNotTrueType)
	}
	t, err := directory(data, at[number])
	if err != nil {
		return nil, err
	}
	if err := t.require(); err != nil {
		return nil, err
	}
	f := &Face{
		tables:     t,
		hmtx:       t["hmtx"],
		hhea:       t["hhea"],
		numGlyphs:  int(t["maxp"].u16(4)),
		numMetrics: int(t["hhea"].u16(34)),
		longLoca:   t["head"].u16(50) != 0,
		unitsPerEm: float64(t["head"].u16(18)),
	}
	if f.unitsPerEm < 16 || f.unitsPerEm > 16384 {
		return nil, fmt.Errorf("font has %g units per em; 16 to 16384 are allowed", f.unitsPerEm)
	}
	if f.numGlyphs == 0 || f.numMetrics == 0 {
		return nil, fmt.Errorf("font has no glyphs: %w", ErrNotTrueType)
	}
	f.glyphs = characterMap(t["cmap"], f.numGlyphs)
	n := readNames(t)
	f.family, f.postScript = n.family, n.postScript
	f.bold, f.italic = n.bold, n.italic
	f.shaper = sync.OnceValue(func() *shaper { return newShaper(data, number) })
	return f, nil
}

// Family is the name of the typeface, such as "Liberation Sans".
func (f *Face) Family() string { return f.family }

// Name is the PostScript name, such as "LiberationSans-Bold".
func (f *Face) Name() string { return f.postScript }

// Source says where the face comes from, for people: the path of a file, or that
// it is part of the program.
func (f *Face) Source() string { return f.source }

// Bold tells whether the face is a bold one.
func (f *Face) Bold() bool { return f.bold }

// Italic tells whether the face is slanted.
func (f *Face) Italic() bool { return f.italic }

// Has tells whether the face has a glyph for the character.
func (f *Face) Has(r rune) bool { return f.glyphs.at(r) != 0 }

// Advance is the width of the character, in thousandths of the font size.
// Characters that the face lacks have the width of its "missing" glyph.
func (f *Face) Advance(r rune) float64 { return f.advance(f.glyphs.at(r)) }

// Width is the length of the text on one line, in the unit of size. Characters
// that the face lacks count as wide as its "missing" glyph; see [Measure] for
// text that other faces help out with.
func (f *Face) Width(text string, size float64) float64 {
	w := 0.0
	for _, r := range text {
		w += f.Advance(r)
	}
	return w * size / 1000
}

// Ascent is the height of a line above the baseline.
func (f *Face) Ascent() float64 { return f.em(f.hhea.i16(4)) }

// Descent is the depth of a line below the baseline, a negative number.
func (f *Face) Descent() float64 {
	return -math.Abs(f.em(f.hhea.i16(6)))
}

// LineGap is the space that the face asks for between lines.
func (f *Face) LineGap() float64 { return math.Max(0, f.em(f.hhea.i16(8))) }

// CapHeight is the height of capital letters.
func (f *Face) CapHeight() float64 {
	if h := f.em(f.tables["OS/2"].i16(88)); h > 0 {
		return h
	}
	if top := f.em(f.glyph(f.glyphs.at('H')).i16(8)); top > 0 {
		return top
	}
	return 0.7 * f.Ascent()
}

// XHeight is the height of small letters without ascenders.
func (f *Face) XHeight() float64 {
	if h := f.em(f.tables["OS/2"].i16(86)); h > 0 {
		return h
	}
	return 0.7 * f.CapHeight()
}

// Underline is the position of an underline's middle, below the baseline and
// therefore negative, and its thickness.
func (f *Face) Underline() (position, thickness float64) {
	position, thickness = f.em(f.tables["post"].i16(8)), f.em(f.tables["post"].i16(10))
	if position >= 0 {
		position = -100
	}
	if thickness <= 0 {
		thickness = 50
	}
	return position, thickness
}

func (f *Face) em(units int16) float64 { return float64(units) * 1000 / f.unitsPerEm }

// advance is the width of a glyph; the last metric holds for all that follow
// (OpenType, "hmtx").
func (f *Face) advance(gid uint16) float64 {
	if gid == blank {
		return 0
	}
	i := min(int(gid), f.numMetrics-1)
	return float64(f.hmtx.u16(4*i)) * 1000 / f.unitsPerEm
}

// bearing is the left side bearing of a glyph in font units.
func (f *Face) bearing(gid uint16) int16 {
	if i := int(gid); i >= f.numMetrics {
		return f.hmtx.i16(4*f.numMetrics + 2*(i-f.numMetrics))
	}
	return f.hmtx.i16(4*int(gid) + 2)
}

// glyph is the outline of a glyph; empty for a space.
func (f *Face) glyph(gid uint16) blob {
	if int(gid) >= f.numGlyphs {
		return nil
	}
	i, loca := int(gid), f.tables["loca"]
	if f.longLoca {
		return f.tables["glyf"].slice(int(loca.u32(4*i)), int(loca.u32(4*i+4)))
	}
	return f.tables["glyf"].slice(2*int(loca.u16(2*i)), 2*int(loca.u16(2*i+2)))
}
