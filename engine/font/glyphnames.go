package font

import (
	"maps"
	"slices"
	"sync"

	"github.com/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font/sfnt"
)

// glyphNames maps the names of glyphs, as the program's own fonts use them, to
// characters.
var glyphNames = sync.OnceValue(func() map[string]rune {
	out := map[string]rune{"nbspace": 0xa0, "nonbreakingspace": 0xa0, "sfthyphen": '-', "softhyphen": '-', "Euro": '€'}
	face := own(Sans, false, false)
	var buf sfnt.Buffer
	parsed, err := sfnt.Parse(liberationsansregular.TTF)
	if err != nil {
		return out
	}
	for _, r := range slices.Sorted(maps.Keys(face.glyphs)) {
		name, err := parsed.GlyphName(&buf, sfnt.GlyphIndex(face.glyphs[r]))
		if _, known := out[name]; err == nil && name != "" && !known {
			out[name] = r
		}
	}
	return out
})

// GlyphRune is the character that the name of a glyph stands for, such as "ä"
// for adieresis; 0 for names that are not known.
func GlyphRune(name string) rune { return glyphNames()[name] }
