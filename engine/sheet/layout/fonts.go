package layout

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"quire/engine/font"
	"quire/engine/sheet/model"
)

// Fonts finds faces for the fonts of a sheet and measures with them. It is not
// safe for use by several goroutines.
type Fonts struct {
	library *font.Library
	faces   map[faceKey]*font.Face
	widths  map[runeKey]float64
	// last is the face that was asked for last, as it mostly is again.
	lastKey faceKey
	last    *font.Face
	// lines are the heights that were asked for, by the size of the face; lastLine
	// is the one that was asked for last.
	lines    map[sizedFace]lineHeight
	lastSize sizedFace
	lastLine lineHeight
	// run is the room for the one run of ordinary text.
	run [1]font.Run
	// effort counts what setting texts has taken; Exhausted tells that it was too
	// much, and that long texts are cut.
	effort    int
	Exhausted bool
	// dots are the widths that a printed character can have, per point; 0 when
	// widths are exact. See [Fonts.Print].
	dots float64
	// rulers are those in use; ruler is the one that was asked for last.
	rulers map[sizedFace]*ruler
	ruler  *ruler
	breaks breaker
}

type faceKey struct {
	family       string
	bold, italic bool
}

// sizedFace is what the height of lines depends on.
type sizedFace struct {
	face *font.Face
	size float64
}

type lineHeight struct{ ascent, descent float64 }

type runeKey struct {
	face *font.Face
	r    rune
}

// NewFonts gives the faces of a library; nil means the process's own.
func NewFonts(l *font.Library) *Fonts {
	if l == nil {
		l = font.Default()
	}
	return &Fonts{library: l, faces: map[faceKey]*font.Face{}, lines: map[sizedFace]lineHeight{}, widths: map[runeKey]float64{}}
}

// Face is the face for a font.
func (f *Fonts) Face(m model.Font) *font.Face {
	k := faceKey{m.Family, m.Bold, m.Italic}
	if f.last != nil && k == f.lastKey {
		return f.last
	}
	face := f.faces[k]
	if face == nil {
		face = f.lookup(m)
		f.faces[k] = face
	}
	f.lastKey, f.last = k, face
	return face
}

// The families for those that are neither installed nor have a twin with
// letters of the same width; they are those that LibreOffice takes.
const (
	fallback      = "DejaVu Sans"
	fallbackSerif = "DejaVu Serif"
	fallbackMono  = "DejaVu Sans Mono"
)

// serifs and monospaced are the families whose kind is known by name.
var (
	serifs     = []string{"constantia", "elephant", "garamond", "georgia", "ms serif", "palatino linotype", "thorndale"}
	monospaced = []string{"consolas", "andale mono", "inconsolata", "lucida console", "terminal", "cumberland"}
)

// twinned are the families that have such a twin. Names of their variants,
// such as ArialMT, are strange to LibreOffice.
var twinned = []string{
	"arial", "arial narrow", "calibri", "calibri light", "cambria", "times", "times new roman", "courier", "courier new", "helvetica",
}

func (f *Fonts) lookup(m model.Font) *font.Face {
	face := f.library.Lookup(m.Family, m.Bold, m.Italic)
	if strings.EqualFold(face.Family(), m.Family) || slices.Contains(twinned, strings.ToLower(m.Family)) {
		return face
	}
	family := fallback
	switch name := strings.ToLower(m.Family); {
	case slices.Contains(serifs, name):
		family = fallbackSerif
	case slices.Contains(monospaced, name):
		family = fallbackMono
	}
	if other := f.library.Lookup(family, m.Bold, m.Italic); other.Family() == family {
		return other
	}
	return face
}

// Width of a text in points.
func (f *Fonts) Width(text string, m model.Font) float64 {
	face := f.Face(m)
	w := 0.0
	if font.Joined(text) {
		for _, run := range f.library.Runs(text, face) {
			w += run.Width(drawnSize(m))
		}
		return w
	}
	ruler := f.rulerOf(face, drawnSize(m))
	for _, r := range text {
		w += f.width(r, ruler)
	}
	return w
}

// advance is the width of a character, from the face that will show it.
func (f *Fonts) advance(r rune, face *font.Face) float64 {
	if r >= ' ' && r <= '~' && face.Has(r) {
		return face.Advance(r)
	}
	k := runeKey{face, r}
	w, ok := f.widths[k]
	if !ok {
		if !unicode.Is(unicode.M, r) { // a mark stands on what is before it
			for _, run := range f.library.Runs(string(r), face) {
				w += run.Width(1000)
			}
		}
		f.widths[k] = w
	}
	return w
}

// drawnSize is the size at which a font is drawn: raised and lowered letters
// are smaller.
func drawnSize(m model.Font) float64 {
	if m.Raise != model.Baseline {
		return m.Size * .58
	}
	return m.Size
}

// LineHeight of a font in points, as a part above and one below the baseline.
// Each is whole tenths of a point, the dots of the device for which LibreOffice
// lays out a PDF.
func (f *Fonts) LineHeight(m model.Font) (ascent, descent float64) {
	key := sizedFace{f.Face(m), m.Size}
	if key != f.lastSize {
		h, ok := f.lines[key]
		if !ok {
			h = lineHeight{math.Round(key.face.Ascent()*m.Size/100) / 10, math.Round(-key.face.Descent()*m.Size/100) / 10}
			f.lines[key] = h
		}
		f.lastSize, f.lastLine = key, h
	}
	return f.lastLine.ascent, f.lastLine.descent
}

// printedSize is the size of a font as it is printed at a scale: LibreOffice
// takes it in whole hundredths of a millimetre and then, scaled, in whole
// tenths of a point.
func printedSize(size, scale float64) float64 {
	h := math.Round(size / hundredth)
	dots := math.Max(1, math.Round(h*hundredth*scale*10))
	return math.Max(1, math.Round(dots/10/scale/hundredth)) * hundredth
}

// digitWidth is the width of the widest digit in whole twips, the unit of
// column widths (ECMA-376 part 1, 18.3.1.13).
func (f *Fonts) digitWidth(m model.Font) int {
	w := 0
	for d := '0'; d <= '9'; d++ {
		w = max(w, f.twips(d, m))
	}
	return max(1, w)
}

// twips is the width of a character in whole twips. LibreOffice measures it on a
// device of 8640 dots per inch for which the font's height in twips counts as
// hundredths of a millimetre, and rounds each step.
func (f *Fonts) twips(r rune, m model.Font) int {
	const dots = 8640. / 2540
	height := math.Round(math.Round(drawnSize(m)/twip) * dots)
	return int(math.Round(math.Round(f.advance(r, f.Face(m))*height/1000) / dots))
}
