package font

import (
	"errors"
	"fmt"
)

// Versions of font files with TrueType outlines (OpenType 1.9, "Table directory").
const (
	sfntTrueType = 0x00010000
	sfntApple    = 0x74727565 // "true"
)

// ErrNotTrueType tells that a file is no font with TrueType outlines.
var ErrNotTrueType = errors.New("not a TrueType font: a .ttf file with a glyf table is needed")

// tables are the tables of a font file by tag.
type tables map[string]blob

// directory reads the table directory; each table is cut to the file's length.
func directory(data blob) (tables, error) {
	switch data.u32(0) {
	case sfntTrueType, sfntApple:
	default:
		return nil, ErrNotTrueType
	}
	t := tables{}
	for i := range int(data.u16(4)) {
		rec := data.slice(12+16*i, 28+16*i)
		if len(rec) < 16 {
			return nil, fmt.Errorf("font file cut off in its table directory after %d tables", i)
		}
		off := int(rec.u32(8))
		t[string(rec[:4])] = data.slice(off, off+int(rec.u32(12)))
	}
	return t, nil
}

// require checks that the tables which every glyph needs are there and whole.
func (t tables) require() error {
	for _, need := range []struct {
		tag string
		len int
	}{{"head", 54}, {"hhea", 36}, {"maxp", 6}, {"hmtx", 4}, {"loca", 4}, {"cmap", 4}} {
		if len(t[need.tag]) < need.len {
			return fmt.Errorf("font table %q is missing or cut off: %w", need.tag, ErrNotTrueType)
		}
	}
	if _, ok := t["glyf"]; !ok {
		return ErrNotTrueType
	}
	return nil
}
