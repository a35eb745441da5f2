package form

import (
	"unicode"

	"github.com/go-text/typesetting/segmenter"
)

// breaks says where a paragraph may be broken besides at its spaces, by offsets;
// nil for the plain letters of Europe, which may be cut anywhere when a word is
// longer than a line.
type breaks struct {
	// line are the places between ideographs and the like (UAX #14).
	line map[int]bool
	// letter are the beginnings of what people take for a letter (UAX #29).
	letter map[int]bool
}

// breaksOf finds the places of a paragraph.
func breaksOf(text string) *breaks {
	plain := true
	for _, r := range text {
		plain = plain && r < 0x300
	}
	if plain {
		return nil
	}
	b := &breaks{line: map[int]bool{}, letter: map[int]bool{}}
	runes := []rune(text)
	offsets := make([]int, 0, len(runes))
	for i := range text {
		offsets = append(offsets, i)
	}
	var s segmenter.Segmenter
	s.Init(runes)
	for lines := s.LineIterator(); lines.Next(); {
		if i := lines.Line().Offset; i > 0 && (dense(runes[i-1]) || dense(runes[i])) {
			b.line[offsets[i]] = true
		}
	}
	for letters := s.GraphemeIterator(); letters.Next(); {
		if i := letters.Grapheme().Offset; i == 0 || !clings(runes[i-1], runes[i]) {
			b.letter[offsets[i]] = true
		}
	}
	return b
}

// dense tells the characters of scripts that have no spaces between words, but
// may be broken almost anywhere.
func dense(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Bopomofo, unicode.Yi) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef
}

// clings tells letters of Thai and Lao that are not parted from their neighbour:
// vowels that are written before or behind their consonant.
func clings(a, b rune) bool {
	leads := a >= 0x0e40 && a <= 0x0e44 || a >= 0x0ec0 && a <= 0x0ec4
	switch b {
	case 0x0e2f, 0x0e30, 0x0e32, 0x0e33, 0x0e45, 0x0e46, 0x0eaf, 0x0eb0, 0x0eb2, 0x0eb3, 0x0ec6:
		return true
	}
	return leads
}
