package font

import (
	"sync"

	"github.com/go-fonts/liberation/liberationsansregular"
	"golang.org/x/image/font/sfnt"
)

// glyphNames maps the names of glyphs, as the program's own fonts use them, to
// characters.
var glyphNames = sync.OnceValue(func() map[string]rune {
	out := map[string]rune{"nbspace": 0xa0, "nonbreakingspace": 0xa0, "sfthyphen": '-', "softhyphen": '-', "Euro": '€'}
	face := own(Sans, false, false)
	names := newPostNames(face.tables["post"])
	for r, gid := range face.glyphs.all() {
		name := names.of(gid)
		if _, known := out[name]; name != "" && !known {
			out[name] = r
		}
	}
	return out
})

// postNames are the names of glyphs in a post table of format 2 (OpenType,
// "post"), which are either in the table or among those that the Macintosh has.
type postNames struct {
	indices blob
	own     []string
	known   *sfnt.Font
	buf     sfnt.Buffer
}

const (
	postNamesFormat = 0x00020000
	postNamesHead   = 34
	macintoshNames  = 258
)

func newPostNames(post blob) *postNames {
	n := &postNames{}
	if post.u32(0) != postNamesFormat {
		return n
	}
	names := postNamesHead + 2*int(post.u16(32))
	n.indices = post.slice(postNamesHead, names)
	for left := post.slice(names, len(post)); len(left) > 0; {
		end := 1 + int(left[0])
		n.own = append(n.own, string(left.slice(1, end)))
		left = left.slice(end, len(left))
	}
	// The library knows the Macintosh's names; it is slow with the others.
	n.known, _ = sfnt.Parse(liberationsansregular.TTF)
	return n
}

func (n *postNames) of(gid uint16) string {
	index := int(n.indices.u16(2 * int(gid)))
	if i := index - macintoshNames; i >= 0 {
		if i < len(n.own) {
			return n.own[i]
		}
		return ""
	}
	if n.known == nil {
		return ""
	}
	name, _ := n.known.GlyphName(&n.buf, sfnt.GlyphIndex(gid))
	return name
}

// GlyphRune is the character that the name of a glyph stands for, such as "ä"
// for adieresis; 0 for names that are not known.
func GlyphRune(name string) rune { return glyphNames()[name] }
