package form

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"quire/engine/canvas"
	"quire/engine/font"
)

// typeface sets the text of one field: in the form's font where that can show
// it, else in a face that is embedded.
type typeface struct {
	form  *formFont // nil when unusable
	face  *font.Face
	cache map[rune]float64
	// places are where paragraphs may be broken.
	places map[string]*breaks
	// joined says that widths are those of whole texts.
	joined bool
	// ascent and descent (negative) of a line, by the font size.
	ascent, descent float64
}

// formFontName is the resource name of the form's font in an appearance.
const formFontName = "F0"

// tidy brings text into the shape in which it is set: composed letters, spaces
// for tabs, no controls but line ends.
func tidy(text string) string {
	text = strings.ReplaceAll(text, "\t", "    ")
	composed := norm.NFC.String(text)
	plain := strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Variation_Selector, r):
			return -1
		}
		return r
	}, composed)
	if !font.Joined(plain) {
		return plain
	}
	// Among joined letters, joiners and marks of direction have a meaning.
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return -1
		}
		return r
	}, composed)
}

// settle decides for the whole of a text: a font that is not embedded must be
// able to show all of it. Joined letters are set in a face that says how they
// join, which the form's font does not.
func (f *typeface) settle(text string) {
	if f.joined = font.Joined(text); f.joined {
		f.form = nil
		f.makeRoom(text)
	}
	if f.form != nil && f.form.standard && !f.form.has(strings.ReplaceAll(text, "\n", "")) {
		f.form = nil
	}
	f.cache, f.places = map[rune]float64{}, map[string]*breaks{}
}

// makeRoom makes lines as high as the faces need that help out: letters of some
// scripts have marks far above and below.
func (f *typeface) makeRoom(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		for _, run := range font.Runs(line, f.face) {
			if run.Face != f.face {
				f.ascent, f.descent = max(f.ascent, run.Face.Ascent()/1000), min(f.descent, run.Face.Descent()/1000)
			}
		}
	}
}

// width is the length of a line in thousandths of the font size.
func (f *typeface) width(line string) float64 {
	if f.joined {
		return font.Measure(line, f.face, 1000)
	}
	w := 0.0
	for _, r := range line {
		w += f.advance(r)
	}
	return w
}

func (f *typeface) advance(r rune) float64 {
	if f.form != nil {
		if w, ok := f.form.widths[r]; ok {
			return w
		}
	}
	w, ok := f.cache[r]
	if !ok {
		w = font.Measure(string(r), f.face, 1000)
		f.cache[r] = w
	}
	return w
}

// breaks finds the places of a paragraph once, however often it is set.
func (f *typeface) breaks(paragraph string) *breaks {
	b, known := f.places[paragraph]
	if !known {
		b = breaksOf(paragraph)
		f.places[paragraph] = b
	}
	return b
}

// lineHeight is the distance between lines, by the font size.
func (f *typeface) lineHeight() float64 { return f.ascent - f.descent }

// show writes a line at a point of its baseline and gives the characters that
// no face has.
func (f *typeface) show(c *canvas.Content, x, y float64, line string, size float64) (missing string) {
	for _, part := range f.split(line) {
		if part.own {
			c.ShowCodes(x, y, formFontName, f.form.ref, size, f.codes(part.text))
			x += f.width(part.text) * size / 1000
			continue
		}
		for _, run := range font.Runs(part.text, f.face) {
			c.ShowGlyphs(x, y, run, size)
			x += run.Width(size)
			missing += run.Missing
		}
	}
	return missing
}

// part is a piece of a line that one font shows.
type part struct {
	text string
	own  bool
}

// split cuts a line where the form's font ends or begins to have its letters.
func (f *typeface) split(line string) []part {
	if f.form == nil {
		return []part{{text: line}}
	}
	var parts []part
	start, own := 0, false
	for i, r := range line {
		_, has := f.form.codes[r]
		if i > start && has != own {
			parts = append(parts, part{line[start:i], own})
			start = i
		}
		own = has
	}
	if start < len(line) {
		parts = append(parts, part{line[start:], own})
	}
	return parts
}

func (f *typeface) codes(text string) []byte {
	var out []byte
	for _, r := range text {
		out = append(out, f.form.codes[r])
	}
	return out
}
