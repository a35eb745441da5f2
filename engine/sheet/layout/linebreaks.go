package layout

import (
	"strings"
	"unicode"

	"github.com/go-text/typesetting/segmenter"
)

// breaker finds where lines may end (UAX #14), as LibreOffice has it.
type breaker struct {
	segmenter segmenter.Segmenter
	word      []rune
	allowed   []bool
}

const (
	// maxWord is how many letters without a space are looked at before the place
	// where a line is full, and maxAhead behind it.
	maxWord  = 400
	maxAhead = 12
	// maxPath is how far back a space is looked for so that paths stay together.
	maxPath = 66
)

// before is the last place of a paragraph before which a line may end that begins
// at start and has room up to the glyph i; start, or before it, when there is none.
func (b *breaker) before(glyphs []glyph, start, i int) int {
	from := max(start, wordStart(glyphs, i))
	to := i
	for to < len(glyphs) && to < i+maxAhead && !blank(glyphs[to].r) {
		to++
	}
	if plainWord(glyphs[from:to]) {
		return from
	}
	b.split(glyphs[from:to])
	for at := i; at > from; at-- {
		if !b.allowed[at-from] {
			continue
		}
		if glyphs[at-1].r == '/' {
			return wholePath(glyphs, at)
		}
		return at
	}
	return from
}

// wordStart is where the word begins that has the glyph i or ends before it. A
// word holds what an opening bracket is parted from by spaces only.
func wordStart(glyphs []glyph, i int) int {
	at := i
	for at > 0 && i-at < maxWord {
		if !blank(glyphs[at-1].r) {
			at--
			continue
		}
		k := at - 1
		for k > 0 && i-k < maxWord && blank(glyphs[k-1].r) {
			k--
		}
		if k == 0 || !unicode.Is(unicode.Ps, glyphs[k-1].r) {
			return at
		}
		at = k
	}
	return at
}

// wholePath is where a line ends instead of behind a slash: before the word with
// it, unless that is very long.
func wholePath(glyphs []glyph, at int) int {
	for k := at - 2; k >= 0 && at-k < maxPath; k-- {
		if blank(glyphs[k].r) {
			return k + 1
		}
	}
	return at
}

func blank(r rune) bool { return r == ' ' || r == '\t' || r == 0x3000 }

// plainWord tells words that never break.
func plainWord(glyphs []glyph) bool {
	for _, g := range glyphs {
		switch r := g.r; {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r >= 0xc0 && r < 0x250 && r != 0xd7 && r != 0xf7:
		case strings.ContainsRune(".,:;'\"", r):
		default:
			return false
		}
	}
	return true
}

// split finds where a word may break, before each of its letters.
func (b *breaker) split(glyphs []glyph) {
	b.word, b.allowed = b.word[:0], b.allowed[:0]
	for _, g := range glyphs {
		b.word, b.allowed = append(b.word, g.r), append(b.allowed, false)
	}
	b.segmenter.Init(b.word)
	for lines := b.segmenter.LineIterator(); lines.Next(); {
		b.allowed[lines.Line().Offset] = true
	}
	for k := 1; k < len(b.word); k++ {
		if now, known := habit(b.word, k); known {
			b.allowed[k] = now
		}
	}
}

// habit is whether LibreOffice lets a line end before a letter of a word, where
// that is not what Unicode says.
func habit(word []rune, k int) (allowed, known bool) {
	switch a, b := word[k-1], word[k]; {
	case b == '\\':
		return false, true
	case a == '\\':
		return !unicode.IsDigit(b), unicode.In(b, unicode.L, unicode.Nd)
	case a == '-':
		ties := k > 1 && unicode.Is(unicode.Hebrew, word[k-2])
		return !ties, unicode.In(b, unicode.L, unicode.Nd)
	case b == '%':
		return true, unicode.IsLetter(a)
	case unicode.Is(unicode.Hangul, a):
		return false, unicode.Is(unicode.Hangul, b)
	case unicode.In(a, wordless...):
		return !clings(a, b), unicode.In(b, wordless...)
	}
	return false, false
}

// wordless are scripts without spaces between words, which are found by
// dictionaries. Without one a line may end behind any letter with its marks.
var wordless = []*unicode.RangeTable{unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

// clings tells letters of these scripts that stay with the one before them: marks,
// vowels written behind or before their consonant, and stacked consonants.
func clings(a, b rune) bool {
	if unicode.Is(unicode.M, b) || a == 0x17d2 || a == 0x1039 {
		return true
	}
	switch b {
	case 0x0e2f, 0x0e30, 0x0e32, 0x0e33, 0x0e45, 0x0e46, 0x0eaf, 0x0eb0, 0x0eb2, 0x0eb3, 0x0ec6:
		return true
	}
	return a >= 0x0e40 && a <= 0x0e44 || a >= 0x0ec0 && a <= 0x0ec4
}

// wholeLetters moves a place within a word to one that does not part a letter from the
// marks on it, at least one letter behind the beginning.
func wholeLetters(glyphs []glyph, i int) int {
	for at := i; at > 0; at-- {
		if !unicode.Is(unicode.M, glyphs[at].r) && glyphs[at].r != 0x200d && glyphs[at-1].r != 0x200d {
			return at
		}
	}
	return i
}

// ideograph tells the letters of scripts without spaces between words.
func ideograph(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef
}
