package form

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"quire/engine/font"
	"quire/engine/pdf"
)

// encoding says which character each code of a simple font stands for; 0 for
// none (ISO 32000-1, 9.6.6 and annex D).
type encoding [256]rune

// namedEncoding gives an encoding of the standard; ok is false for others.
func namedEncoding(name string) (e encoding, ok bool) {
	switch name {
	case "WinAnsiEncoding":
		return charmapEncoding(charmap.Windows1252), true
	case "MacRomanEncoding":
		return charmapEncoding(charmap.Macintosh), true
	case "PDFDocEncoding":
		for c := range e {
			if r, size := utf8.DecodeRuneInString(pdf.DecodeText([]byte{byte(c)})); size > 0 && r != utf8.RuneError && c >= 0x18 {
				e[c] = r
			}
		}
		return e, true
	case "StandardEncoding":
		return standardEncoding(), true
	}
	return e, false
}

func charmapEncoding(m *charmap.Charmap) (e encoding) {
	for c := 0x20; c < 256; c++ {
		if r := m.DecodeByte(byte(c)); r != utf8.RuneError && r != 0x7f {
			e[c] = r
		}
	}
	return e
}

// The upper half of StandardEncoding, from 0xA1 (ISO 32000-1, D.2); a space
// stands for a code without a character.
const standardUpper = "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ –†‡· ¶•‚„”»…‰ ¿ `´ˆ˜¯˘˙¨ ˚¸ ˝˛ˇ—                Æ ª    ŁØŒº     æ   ı  łøœß"

func standardEncoding() (e encoding) {
	for c := rune(0x20); c < 0x7f; c++ {
		e[c] = c
	}
	e['\''], e['`'] = '’', '‘'
	at := 0xA1
	for _, r := range standardUpper {
		if r != ' ' {
			e[at] = r
		}
		at++
	}
	return e
}

// glyphRune is the character that a glyph's name stands for; 0 for unknown
// names (Adobe Glyph List Specification, section 2).
func glyphRune(name string) rune {
	if i := strings.IndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	if r := font.GlyphRune(name); r != 0 {
		return r
	}
	for _, prefix := range []string{"uni", "u"} {
		hex, ok := strings.CutPrefix(name, prefix)
		if !ok || len(hex) < 4 || len(hex) > 6 || (prefix == "uni" && len(hex) != 4) {
			continue
		}
		if v, err := strconv.ParseUint(hex, 16, 32); err == nil && v <= utf8.MaxRune {
			return rune(v)
		}
	}
	return 0
}
