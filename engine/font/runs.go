package font

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Run is a piece of text in one face.
type Run struct {
	Face *Face
	// Text is what to show; Face has each of its characters, unless they are missing.
	Text string
	// Missing are the characters that no face has, for which boxes are shown; empty
	// for ordinary text.
	Missing string
	// Glyphs are what is shown from left to right where it is not one glyph for
	// each character of Text; nil for ordinary text.
	Glyphs []Glyph
}

// Width is the length of the run, in the unit of size.
func (r Run) Width(size float64) float64 {
	if r.Glyphs == nil {
		return r.Face.Width(r.Text, size)
	}
	w := 0.0
	for _, g := range r.Glyphs {
		w += g.Advance
	}
	return w * size / 1000
}

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

// Runs splits one line of text into pieces by the faces that can show them, in
// the order in which they stand from left to right: face where it can, else one
// of the same style from the library. Letters with separate accents are
// composed first (Unicode form C), those of joined scripts take the shapes that
// their neighbours ask for, and text that is read to the left is turned around.
// Characters without a shape of their own (joiners, marks of direction,
// controls) are left out, and rare spaces become plain ones where the face
// lacks them.
func (l *Library) Runs(text string, face *Face) []Run {
	if Plain(text, face) {
		if text == "" {
			return nil
		}
		return []Run{{Face: face, Text: text}}
	}
	if !Joined(text) {
		return l.simple(text, face)
	}
	var all []Run
	runes := []rune(text)
	for _, s := range Visual(runes, Natural) {
		all = append(all, l.Directed(string(runes[s.From:s.To]), face, s.RightToLeft)...)
	}
	return all
}

// simple are the runs of a text that is set letter by letter.
func (l *Library) simple(text string, face *Face) []Run {
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

// Directed is [Library.Runs] for a text that is read in one direction as a
// whole, such as a [Stretch].
func (l *Library) Directed(text string, face *Face, rightToLeft bool) []Run {
	if !rightToLeft && !Joined(text) {
		return l.simple(text, face)
	}
	var all []Run
	for _, run := range l.clusters(norm.NFC.String(text), face) {
		if run.Missing != "" || !rightToLeft && !Joined(run.Text) {
			if rightToLeft {
				slices.Reverse(run.Glyphs)
			}
			all = append(all, run)
			continue
		}
		for _, part := range scripts([]rune(run.Text)) {
			shaped := Run{Face: run.Face, Text: string(part), Glyphs: run.Face.shape(part, rightToLeft, scriptOf(part))}
			if shaped.Glyphs == nil {
				shaped.Text = unshaped(part, rightToLeft)
			}
			all = append(all, shaped)
		}
	}
	if rightToLeft {
		slices.Reverse(all)
	}
	return all
}

// unshaped is what is shown in a face whose tables cannot be read.
func unshaped(text []rune, rightToLeft bool) string {
	text = slices.DeleteFunc(slices.Clone(text), joiner)
	if rightToLeft {
		slices.Reverse(text)
	}
	return string(text)
}

// joiner tells the characters that only say how their neighbours join.
func joiner(r rune) bool { return r == 0x200c || r == 0x200d }

// clusters splits a text by faces, in the order of reading, and keeps letters
// and the marks on them together where one face has both.
func (l *Library) clusters(text string, face *Face) []Run {
	var b runBuilder
	runes := []rune(text)
	for i := 0; i < len(runes); {
		j := i + 1
		for j < len(runes) && (unicode.Is(unicode.M, runes[j]) || joiner(runes[j])) {
			j++
		}
		l.cluster(&b, runes[i:j], face)
		i = j
	}
	return b.finish()
}

func (l *Library) cluster(b *runBuilder, letters []rune, face *Face) {
	var whole *Face
	if len(letters) == 1 && !joiner(letters[0]) {
		whole = l.holder(letters[0], face)
	} else {
		whole = l.holderOf(letters, face)
	}
	joins := unicode.Is(joined, letters[0]) && !joiner(letters[0])
	for _, r := range letters {
		if whole != nil && joins && joiner(r) {
			b.add(whole, r, false)
			continue
		}
		if r = visible(r, face); r < 0 {
			continue
		}
		f := whole
		if f == nil || !f.Has(r) {
			f = l.holder(r, face)
		}
		if f != nil {
			b.add(f, r, false)
		} else {
			b.add(face, r, true)
		}
	}
}

// Plain tells whether the face can show the text as it stands: all of it printable
// ASCII. It is its own only run then.
func Plain(text string, face *Face) bool {
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
	if face.Has(r) {
		return face
	}
	key := holding{face, r}
	if known, ok := l.found.Load(key); ok {
		return known.(*Face)
	}
	f := l.holderOf([]rune{r}, face)
	if l.counts.Add(1) <= maxFound {
		l.found.Store(key, f)
	}
	return f
}

// holderOf finds the face that has all of some letters; nil when there is none.
func (l *Library) holderOf(letters []rune, face *Face) *Face {
	for f := range func(yield func(*Face) bool) { l.chain(face, yield) } {
		if !slices.ContainsFunc(letters, func(r rune) bool { return !joiner(r) && !f.Has(r) }) {
			return f
		}
	}
	return nil
}

type runBuilder struct {
	runs []Run
	text strings.Builder
	face *Face
	lost bool
}

func (b *runBuilder) add(f *Face, r rune, lost bool) {
	if f != b.face || lost != b.lost {
		b.cut()
	}
	b.face, b.lost = f, lost
	b.text.WriteRune(r)
}

func (b *runBuilder) cut() {
	if b.text.Len() > 0 {
		run := Run{Face: b.face, Text: b.text.String()}
		if b.lost {
			run.Missing = run.Text
			for _, r := range run.Text { // the "missing" glyph, which is a box mostly
				run.Glyphs = append(run.Glyphs, Glyph{Text: string(r), Advance: b.face.advance(0)})
			}
		}
		b.runs = append(b.runs, run)
	}
	b.text.Reset()
}

func (b *runBuilder) finish() []Run {
	b.cut()
	return b.runs
}
