package font

import (
	"errors"
	"fmt"
)

// Versions of font files (OpenType 1.9, "Table directory"), and the mark of a
// collection of fonts.
const (
	sfntTrueType   = 0x00010000
	sfntApple      = 0x74727565 // "true"
	sfntOpenType   = 0x4f54544f // "OTTO"
	sfntCollection = 0x74746366 // "ttcf"
)

// maxCollected bounds the fonts of a collection.
const maxCollected = 64

// ErrNotTrueType tells that a file is no font with outlines that can be embedded.
var ErrNotTrueType = errors.New("not a TrueType or OpenType font: a file with a glyf or CFF table is needed")

// directories are where the fonts of a file begin: one, unless it is a collection.
func directories(head blob) []int {
	if head.u32(0) != sfntCollection {
		return []int{0}
	}
	var at []int
	for i := range min(int(head.u32(8)), maxCollected) {
		at = append(at, int(head.u32(12+4*i)))
	}
	return at
}

// tables are the tables of a font file by tag.
type tables map[string]blob

// directory reads the table directory at a place; each table is cut to the file's
// length.
func directory(data blob, at int) (tables, error) {
	switch data.u32(at) {
	case sfntTrueType, sfntApple, sfntOpenType:
	default:
		return nil, ErrNotTrueType
	}
	t := tables{}
	for i := range int(data.u16(at + 4)) {
		rec := data.slice(at+12+16*i, at+28+16*i)
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
		if need.tag == "loca" && t.compact() {
			continue
		}
		if len(t[need.tag]) < need.len {
			return fmt.Errorf("font table %q is missing or cut off: %w", need.tag, ErrNotTrueType)
		}
	}
	if _, ok := t["glyf"]; !ok && !t.compact() {
		return ErrNotTrueType
	}
	return nil
}

// compact tells whether the outlines are in the Compact Font Format.
func (t tables) compact() bool {
	_, trueType := t["glyf"]
	return !trueType && len(t["CFF "]) > 0
}
