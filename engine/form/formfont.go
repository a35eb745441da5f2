package form

import (
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
	"golang.org/x/text/encoding/charmap"

	"quire/engine/font"
)

// Flags of a font descriptor (ISO 32000-1, table 123).
const (
	fontFixedPitch = 1 << 0
	fontSerif      = 1 << 1
	fontSymbolic   = 1 << 2
)

// formFont is a font of the form's own that can show text: a simple font whose
// codes and widths are known, and which every viewer has or finds embedded.
type formFont struct {
	ref    types.Object
	codes  map[rune]byte
	widths map[rune]float64 // in thousandths of the size
	// standard fonts are not embedded. A viewer's own stands in for them, so
	// text is not mixed of them and others.
	standard bool
}

// standardNames are how the fonts that every viewer has are called
// (ISO 32000-1, 9.6.2.2), and the names of those that take their place.
var standardNames = []string{"Helvetica", "Times", "Courier", "Arial", "TimesNewRoman", "CourierNew"}

// has tells whether the font can show all characters of a text.
func (f *formFont) has(text string) bool {
	for _, r := range text {
		if _, ok := f.codes[r]; !ok {
			return false
		}
	}
	return true
}

// resource finds what a DA string names: in the field's own resources, the form's,
// the page's and those of the present appearance.
func (t *tree) resource(w *widget, category, name string) types.Object {
	if name == "" {
		return nil
	}
	homes := []types.Object{w.attr("DR"), t.acro["DR"]}
	if w.page > 0 {
		homes = append(homes, t.doc.Pages()[w.page-1].Dict["Resources"])
	}
	if sd := t.doc.Stream(t.doc.Dict(w.dict["AP"])["N"]); sd != nil {
		homes = append(homes, sd.Dict["Resources"])
	}
	for _, home := range homes {
		o := t.doc.Dict(t.doc.Dict(home)[category])[name]
		if t.doc.Resolve(o) != nil && (category != "Font" || t.doc.Dict(o) != nil) {
			return o
		}
	}
	return nil
}

// loadFont reads a font dictionary; nil when text cannot be set in it safely.
func (t *tree) loadFont(o types.Object) *formFont {
	d := t.doc.Dict(o)
	subtype, _ := t.doc.NameOf(d["Subtype"])
	base, _ := t.doc.NameOf(d["BaseFont"])
	if subtype != "Type1" && subtype != "TrueType" && subtype != "MMType1" {
		return nil
	}
	descriptor := t.doc.Dict(d["FontDescriptor"])
	embedded := t.embedded(descriptor)
	if embedded && isSubset(base) || !embedded && !isStandard(base) {
		return nil // a subset may lack any letter; a font that is nowhere, too
	}
	enc, ok := t.encoding(d, descriptor, embedded)
	if !ok {
		return nil
	}
	f := &formFont{ref: o, standard: !embedded, codes: map[rune]byte{}, widths: map[rune]float64{}}
	t.collect(f, d, enc, base)
	if len(f.codes) == 0 {
		return nil
	}
	return f
}

func (t *tree) embedded(descriptor types.Dict) bool {
	for _, key := range []string{"FontFile", "FontFile2", "FontFile3"} {
		if t.doc.Stream(descriptor[key]) != nil {
			return true
		}
	}
	return false
}

// isSubset tells the tag of a font of which only some glyphs are embedded.
func isSubset(base string) bool {
	return len(base) > 7 && base[6] == '+' && strings.ToUpper(base[:6]) == base[:6]
}

func isStandard(base string) bool {
	family, _, _ := font.SplitName(base)
	lower := strings.ToLower(base)
	for _, other := range []string{"narrow", "cond", "light", "black", "rounded"} {
		if strings.Contains(lower, other) {
			return false
		}
	}
	for _, name := range standardNames {
		if family == name {
			return true
		}
	}
	return false
}

// encoding reads which code stands for what (ISO 32000-1, 9.6.6.1); ok is
// false when only the font file knows.
func (t *tree) encoding(d, descriptor types.Dict, embedded bool) (encoding, bool) {
	flags, _ := t.doc.Integer(descriptor["Flags"])
	builtIn := embedded && flags&fontSymbolic != 0
	e, known := standardEncoding(), !builtIn
	if name, ok := t.doc.NameOf(d["Encoding"]); ok {
		if named, ok := namedEncoding(name); ok {
			return named, true
		}
		return e, known
	}
	dict := t.doc.Dict(d["Encoding"])
	if name, ok := t.doc.NameOf(dict["BaseEncoding"]); ok {
		if named, ok := namedEncoding(name); ok {
			e, known = named, true
		}
	}
	differences := t.doc.Array(dict["Differences"])
	if !known {
		e = encoding{}
	}
	code := 0
	for _, o := range differences {
		if n, ok := t.doc.Integer(o); ok {
			code = n
		} else if name, ok := t.doc.NameOf(o); ok {
			if code >= 0 && code < 256 {
				e[code] = glyphRune(name)
			}
			code++
		}
	}
	return e, known || len(differences) > 0
}

// collect takes the characters whose width is known.
func (t *tree) collect(f *formFont, d types.Dict, enc encoding, base string) {
	family, bold, italic := font.SplitName(base)
	twin := font.Lookup(family, bold, italic)
	first, _ := t.doc.Integer(d["FirstChar"])
	widths := t.doc.Array(d["Widths"])
	for code, r := range enc {
		if _, known := f.codes[r]; known || r == 0 {
			continue
		}
		if f.standard && (!everywhere(r) || !twin.Has(r)) {
			continue
		}
		w := 0.0
		if i := code - first; i >= 0 && i < len(widths) {
			w, _ = t.doc.Number(widths[i])
		} else if f.standard {
			w = twin.Advance(r)
		}
		if w > 0 && w < 5000 {
			f.codes[r], f.widths[r] = byte(code), w
		}
	}
}

// everywhere tells the characters that the standard fonts have in all viewers
// (ISO 32000-1, D.2).
func everywhere(r rune) bool {
	if r == 'Ł' || r == 'ł' {
		return true
	}
	_, ok := charmap.Windows1252.EncodeRune(r)
	return ok
}

// The heights of a line in Helvetica, the font of most forms, as Acrobat sets
// it, by the font size. Forms are made so that this fits their rulings.
const (
	helveticaAscent  = 0.949
	helveticaDescent = -0.207
)

// lineMetrics are the ascent and descent (negative) of lines in a font of the
// form, by the font size. Like Acrobat, lines are as high as the box around
// all glyphs, where the font tells it; else as the face says.
func (t *tree) lineMetrics(o types.Object, face *font.Face) (ascent, descent float64) {
	d := t.doc.Dict(o)
	if base, _ := t.doc.NameOf(d["BaseFont"]); strings.HasPrefix(base, "Helvetica") {
		return helveticaAscent, helveticaDescent
	}
	box := t.doc.Array(t.doc.Dict(d["FontDescriptor"])["FontBBox"])
	if len(box) == 4 {
		low, _ := t.doc.Number(box[1])
		high, _ := t.doc.Number(box[3])
		if height := high - low; low < 0 && high > 500 && height > 900 && height < 1700 {
			return high / 1000, low / 1000
		}
	}
	return (face.Ascent() + face.LineGap()) / 1000, face.Descent() / 1000
}

// twin finds a face that looks like a font of the form, by its name and, where
// that says nothing, by its descriptor.
func (t *tree) twin(name string, o types.Object) *font.Face {
	d := t.doc.Dict(o)
	if base, ok := t.doc.NameOf(d["BaseFont"]); ok {
		name = base
	}
	family, bold, italic := font.SplitName(name)
	face := font.Lookup(family, bold, italic)
	flags, _ := t.doc.Integer(t.doc.Dict(d["FontDescriptor"])["Flags"])
	if face.Family() == font.Sans && !strings.Contains(strings.ToLower(family), "sans") && !isStandard(name) {
		switch {
		case flags&fontFixedPitch != 0:
			face = font.Lookup(font.Mono, bold, italic)
		case flags&fontSerif != 0:
			face = font.Lookup(font.Serif, bold, italic)
		}
	}
	return face
}
