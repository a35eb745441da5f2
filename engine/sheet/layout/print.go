package layout

import (
	"math"

	"quire/engine/font"
)

// printerDots is the resolution in dots per point of the device for which
// LibreOffice sets the text of a PDF.
const printerDots = 10

// Print makes texts be measured as they are printed at a scale: in letters of
// whole dots height each is a whole number of dots wide. Scale 0 measures them
// exactly again, as for the heights of rows.
func (f *Fonts) Print(scale float64) {
	if dots := printerDots * scale; dots != f.dots {
		f.dots, f.ruler = dots, nil
		clear(f.rulers)
	}
}

// ruler has the widths in points of the characters of ASCII in a size: as they are
// shown, and exactly.
type ruler struct {
	sizedFace
	height       float64 // in dots, 0 when any width will do
	shown, exact [0x80]float64
}

// rulerOf is the ruler for a face in a size.
func (f *Fonts) rulerOf(face *font.Face, size float64) *ruler {
	key := sizedFace{face, size}
	if f.ruler != nil && f.ruler.sizedFace == key {
		return f.ruler
	}
	r := f.rulers[key]
	if r == nil {
		r = &ruler{sizedFace: key, height: math.Round(size * f.dots)}
		for c := ' '; c < 0x7f; c++ {
			w := f.advance(c, face)
			r.exact[c], r.shown[c] = w*size/1000, r.dots(w)
		}
		if f.rulers == nil {
			f.rulers = map[sizedFace]*ruler{}
		}
		f.rulers[key] = r
	}
	f.ruler = r
	return r
}

// dots is how wide a character is shown, from its thousandths of the size.
func (r *ruler) dots(advance float64) float64 {
	if r.height > 0 {
		return math.Floor(advance*r.height/1000+.5) * r.size / r.height
	}
	return advance * r.size / 1000
}

// width is that of a character in a size.
func (f *Fonts) width(c rune, r *ruler) float64 {
	if c >= ' ' && c < 0x7f {
		return r.shown[c]
	}
	return r.dots(f.advance(c, r.face))
}

// roomOf is what a character takes of a line that is broken: whole dots at full
// size, so that no scale moves words between lines.
func (f *Fonts) roomOf(c rune, face *font.Face, size float64) float64 {
	return math.Floor(f.advance(c, face)*size*printerDots/1000+.5) / printerDots
}

// Spacing is what each character of a run is wider in print than in its face, and
// the width of the run with it. The mean is drawn: nobody sees the tenths of a
// point between letters, but where words stand.
func (f *Fonts) Spacing(run font.Run, size float64) (extra, width float64) {
	if f.dots == 0 || run.Glyphs != nil {
		return 0, run.Width(size)
	}
	r := f.rulerOf(run.Face, size)
	n, exact := 0, 0.0
	for _, c := range run.Text {
		n++
		if c >= ' ' && c < 0x7f {
			exact += r.exact[c]
			width += r.shown[c]
			continue
		}
		w := run.Face.Advance(c)
		exact += w * size / 1000
		width += r.dots(w)
	}
	return (width - exact) / float64(max(1, n)), width
}
