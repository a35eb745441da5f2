package font

import (
	"strings"
	"unicode/utf16"
)

// Name identifiers of the name table (OpenType, "name").
const (
	nameFamily           = 1
	namePostScript       = 6
	nameFamilyTypography = 16
)

// names say what a font file calls itself, and which style it is.
type names struct {
	family, postScript string
	bold, italic       bool
}

// readNames reads the family, the PostScript name and the style. The style
// comes from OS/2.fsSelection, which agrees with the family of name 1.
func readNames(t tables) names {
	n := names{family: t.name(nameFamily), postScript: postScriptName(t.name(namePostScript))}
	if n.family == "" {
		n.family = t.name(nameFamilyTypography)
	}
	if n.postScript == "" {
		n.postScript = postScriptName(n.family)
	}
	sel := t["OS/2"].u16(62)
	style := t["head"].u16(44)
	n.bold = sel&0x20 != 0 || style&1 != 0
	n.italic = sel&1 != 0 || style&2 != 0
	return n
}

// name finds a string of the name table: the Windows one in English first,
// then any Unicode one, then the Macintosh Roman one.
func (t tables) name(id uint16) string {
	b := t["name"]
	text, rank := "", 0
	for i := range int(b.u16(2)) {
		rec := 6 + 12*i
		if rec+12 > len(b) {
			break
		}
		if b.u16(rec+6) != id {
			continue
		}
		r := nameRank(b.u16(rec), b.u16(rec+4))
		if r <= rank {
			continue
		}
		from := int(b.u16(4)) + int(b.u16(rec+10))
		raw := b.slice(from, from+int(b.u16(rec+8)))
		text, rank = decodeName(raw, b.u16(rec)), r
	}
	return text
}

func nameRank(platform, language uint16) int {
	switch {
	case platform == 3 && language == 0x409:
		return 4
	case platform == 3:
		return 3
	case platform == 0:
		return 2
	case platform == 1:
		return 1
	}
	return 0
}

func decodeName(raw blob, platform uint16) string {
	if platform == 1 {
		return string(raw)
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = raw.u16(2 * i)
	}
	return string(utf16.Decode(units))
}

// postScriptName keeps the characters that a PDF name shows plainly.
func postScriptName(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f && !strings.ContainsRune("[](){}<>/%#+", r) {
			return r
		}
		return -1
	}, s)
}
