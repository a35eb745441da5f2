package cover

import (
	"bytes"
	"strings"
	"sync"

	"github.com/go-fonts/liberation/liberationsansbold"
	"github.com/go-fonts/liberation/liberationsansregular"
	"github.com/johnfercher/maroto/v2/pkg/consts/fontstyle"
	"github.com/johnfercher/maroto/v2/pkg/core/entity"
	"golang.org/x/text/unicode/norm"

	"quire/engine/font"
)

const (
	// family is the typeface's name within the cover.
	family = "liberation"
	// millimetres are in a point.
	millimetres = 25.4 / 72
	// lineGap is the space between lines, in font sizes.
	lineGap = 0.16
	// leading is the height of a line, in font sizes.
	leading = 1.02 + lineGap
)

// typeface is Liberation Sans, which has Latin, Greek and Cyrillic. Each cover
// has its own copy: the PDF library writes check sums into what it is given.
func typeface() []*entity.CustomFont {
	return []*entity.CustomFont{
		{Family: family, Style: fontstyle.Normal, Bytes: bytes.Clone(liberationsansregular.TTF)},
		{Family: family, Style: fontstyle.Bold, Bytes: bytes.Clone(liberationsansbold.TTF)},
	}
}

// The faces, to measure with.
var (
	regular = sync.OnceValue(func() *font.Face { return parse(liberationsansregular.TTF) })
	bold    = sync.OnceValue(func() *font.Face { return parse(liberationsansbold.TTF) })
)

func parse(ttf []byte) *font.Face {
	face, err := font.Parse(ttf)
	if err != nil {
		// The font is compiled in; it parses always or never.
		panic(err)
	}
	return face
}

// showable puts a text on one line of characters that both faces have.
func showable(s string) (shown, missing string) {
	var b, lost strings.Builder
	for _, r := range norm.NFC.String(strings.Join(strings.Fields(s), " ")) {
		if r > 0xFFFF || !regular().Has(r) || !bold().Has(r) {
			lost.WriteRune(r)
			r = '?'
		}
		b.WriteRune(r)
	}
	return b.String(), lost.String()
}

func (v voice) face() *font.Face {
	if v.style == fontstyle.Bold {
		return bold()
	}
	return regular()
}

// sizeFor is the largest size at which a text takes no more lines than wanted
// and no word has to be cut.
func (v voice) sizeFor(s string, width float64) float64 {
	longest := 0.0
	for word := range strings.FieldsSeq(s) {
		longest = max(longest, v.face().Width(word, 1))
	}
	for size := v.max; size > v.min; size-- {
		if longest*size*millimetres <= width && len(v.wrap(s, size, width)) <= v.lines {
			return size
		}
	}
	return v.min
}

// wrap breaks a text into lines, cutting words only where they are longer than
// a line.
func (v voice) wrap(s string, size, width float64) []string {
	room := width / (size * millimetres)
	var lines []string
	current, used := "", 0.0
	for word := range strings.FieldsSeq(s) {
		for _, piece := range v.pieces(word, room) {
			w := v.face().Width(piece, 1)
			space := v.face().Width(" ", 1)
			if current != "" && used+space+w > room {
				lines = append(lines, current)
				current, used = "", 0
			}
			if current != "" {
				current, used = current+" ", used+space
			}
			current, used = current+piece, used+w
		}
	}
	if current != "" {
		lines = append(lines, current)
	}
	return lines
}

// pieces cuts a word where it is longer than a line.
func (v voice) pieces(word string, room float64) []string {
	if v.face().Width(word, 1) <= room {
		return []string{word}
	}
	var out []string
	piece := ""
	for _, r := range word {
		if next := piece + string(r); piece == "" || v.face().Width(next, 1) <= room {
			piece = next
			continue
		}
		out = append(out, piece)
		piece = string(r)
	}
	return append(out, piece)
}

// fit is a text as it can be broken at spaces.
func fit(s string, v voice, width float64) string {
	return strings.Join(v.wrap(s, v.sizeFor(s, width), width), " ")
}
