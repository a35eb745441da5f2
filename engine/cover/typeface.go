package cover

import (
	"strings"

	"quire/engine/font"
)

const (
	// family is the typeface of covers.
	family = font.Sans
	// millimetres are in a point.
	millimetres = 25.4 / 72
	// lineGap is the space between lines, in font sizes.
	lineGap = 0.16
	// leading is the height of a line, in font sizes.
	leading = 1.02 + lineGap
)

// ruler measures words in a voice, each once.
type ruler struct {
	voice
	face   *font.Face
	widths map[string]float64 // in font sizes
}

func newRuler(v voice) ruler { return ruler{v, faceOf(v.style), map[string]float64{}} }

func (r ruler) width(s string) float64 {
	w, known := r.widths[s]
	if !known {
		w = font.Measure(s, r.face, 1)
		r.widths[s] = w
	}
	return w
}

// sizeFor is the largest size at which a text takes no more lines than wanted
// and no word has to be cut.
func (r ruler) sizeFor(s string, width float64) float64 {
	longest := 0.0
	for word := range strings.FieldsSeq(s) {
		longest = max(longest, r.width(word))
	}
	for size := r.max; size > r.min; size-- {
		if longest*size*millimetres <= width && len(r.wrap(s, size, width)) <= r.lines {
			return size
		}
	}
	return r.min
}

// wrap breaks a text into lines, cutting words only where they are longer than
// a line.
func (r ruler) wrap(s string, size, width float64) []string {
	room := width / (size * millimetres)
	space := r.width(" ")
	var lines []string
	current, used := "", 0.0
	for word := range strings.FieldsSeq(s) {
		for _, piece := range r.pieces(word, room) {
			w := r.width(piece)
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
func (r ruler) pieces(word string, room float64) []string {
	if r.width(word) <= room {
		return []string{word}
	}
	var out []string
	piece := ""
	for _, letter := range word {
		if next := piece + string(letter); piece == "" || r.width(next) <= room {
			piece = next
			continue
		}
		out = append(out, piece)
		piece = string(letter)
	}
	return append(out, piece)
}
