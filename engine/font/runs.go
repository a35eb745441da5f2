package font

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// substitute is shown in place of a character that no face has.
const substitute = '?'

// Run is a piece of text in one face.
type Run struct {
	Face *Face
	// Text is what to show; Face has each of its characters.
	Text string
	// Missing are the characters that no face has, where Text shows question
	// marks for them; empty for ordinary text.
	Missing string
}

// Width is the length of the run, in the unit of size.
func (r Run) Width(size float64) float64 { return r.Face.Width(r.Text, size) }

// Runs splits text with the [Default] library; see [Library.Runs].
func Runs(text string, face *Face) []Run { return Default().Runs(text, face) }

// Measure is the length of the text when it is shown run by run, in the unit
// of size.
func Measure(text string, face *Face, size float64) float64 {
	w := 0.0
	for _, r := range Runs(text, face) {
		w += r.Width(size)
	}
	return w
}

// Runs splits one line of text into pieces by the faces that can show them:
// face where it can, else one of the same style from the library. Letters with
// separate accents are composed first (Unicode form C); characters without a
// shape of their own (joiners, marks of direction, controls) are left out, and
// rare spaces become plain ones where the face lacks them.
func (l *Library) Runs(text string, face *Face) []Run {
	if plain(text, face) {
		if text == "" {
			return nil
		}
		return []Run{{Face: face, Text: text}}
	}
	var b runBuilder
	for _, r := range norm.NFC.String(text) {
		r = visible(r, face)
		if r < 0 {
			continue
		}
		if f := l.holder(r, face); f != nil {
			b.add(f, r, false)
		} else {
			b.add(face, r, true)
		}
	}
	return b.finish()
}

// plain tells whether the face can show the text as it stands.
func plain(text string, face *Face) bool {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < ' ' || c > '~' || !face.Has(rune(c)) {
			return false
		}
	}
	return true
}

// visible maps a character to what is shown for it, or -1 for nothing.
func visible(r rune, face *Face) rune {
	switch {
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r):
		return -1
	case face.Has(r) && !unicode.IsControl(r):
		return r
	case unicode.IsSpace(r):
		return ' '
	case unicode.IsControl(r):
		return -1
	case r == 0x2011: // hyphen that must not break
		return '-'
	}
	return r
}

// holder finds the face for a character; nil when there is none.
func (l *Library) holder(r rune, face *Face) *Face {
	for f := range func(yield func(*Face) bool) { l.chain(face, yield) } {
		if f.Has(r) {
			return f
		}
	}
	return nil
}

type runBuilder struct {
	runs          []Run
	text, missing strings.Builder
	face          *Face
	lost          bool
}

func (b *runBuilder) add(f *Face, r rune, lost bool) {
	if lost && !f.Has(substitute) {
		f = own(Sans, f.bold, f.italic)
	}
	if f != b.face || lost != b.lost {
		b.cut()
	}
	b.face, b.lost = f, lost
	if lost {
		b.missing.WriteRune(r)
		r = substitute
	}
	b.text.WriteRune(r)
}

func (b *runBuilder) cut() {
	if b.text.Len() > 0 {
		b.runs = append(b.runs, Run{Face: b.face, Text: b.text.String(), Missing: b.missing.String()})
	}
	b.text.Reset()
	b.missing.Reset()
}

func (b *runBuilder) finish() []Run {
	b.cut()
	return b.runs
}
