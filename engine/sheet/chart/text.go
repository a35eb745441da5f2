package chart

import (
	"math"
	"strings"
	"unicode/utf8"

	"quire/engine/sheet/model"
)

// pixel is the unit in which LibreOffice measures the texts of charts: glyphs
// advance by whole pixels of a screen with 96 of them to an inch.
const pixel = 72. / 96

// pixels is the size of a font in whole pixels.
func pixels(f model.Font) float64 { return math.Max(1, math.Round(f.Size/pixel)) }

// width of a line of text.
func (k *composer) width(text string, f model.Font) float64 {
	f.Size = pixels(f)
	w := 0.0
	for _, r := range text {
		w += math.Round(k.Fonts.Width(string(r), f))
	}
	return w * pixel
}

// lineHeight is the height of a line, and the part of it above the baseline.
func (k *composer) lineHeight(f model.Font) (ascent, height float64) {
	f.Size = pixels(f)
	up, down := k.Fonts.LineHeight(f)
	up, down = math.Round(up), math.Round(down)
	return up * pixel, (up + down) * pixel
}

// block is text in lines, measured.
type block struct {
	lines      []string
	widths     []float64
	w, h       float64
	font       model.Font
	up, height float64 // of one line
}

func (k *composer) block(text string, f model.Font) block {
	b := block{font: f}
	b.up, b.height = k.lineHeight(f)
	for line := range strings.SplitSeq(text, "\n") {
		w := k.width(line, f)
		b.lines, b.widths = append(b.lines, line), append(b.widths, w)
		b.w = math.Max(b.w, w)
	}
	b.h = b.height * float64(len(b.lines))
	return b
}

// maxWrapped bounds the bytes of a text that is broken into lines.
const maxWrapped = 2000

// wrapped breaks a text between words so that it is as wide as given; words that
// are longer are broken, too.
func (k *composer) wrapped(text string, f model.Font, width float64) block {
	var lines []string
	if len(text) > maxWrapped {
		text = strings.ToValidUTF8(text[:maxWrapped], "")
	}
	for part := range strings.SplitSeq(text, "\n") {
		line := ""
		for _, word := range strings.Fields(part) {
			next := strings.TrimSpace(line + " " + word)
			if k.width(next, f) <= width {
				line = next
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			for line = word; k.width(line, f) > width; {
				n := k.fitting(line, f, width)
				if n == len(line) {
					break
				}
				lines, line = append(lines, line[:n]), line[n:]
			}
		}
		lines = append(lines, line)
	}
	return k.block(strings.Join(lines, "\n"), f)
}

// fitting is how many bytes of a word fit into a width, one letter at least.
func (k *composer) fitting(word string, f model.Font, width float64) int {
	for i := range word {
		if i > 0 {
			_, size := utf8.DecodeRuneInString(word[i:])
			if k.width(word[:i+size], f) > width {
				return i
			}
		}
	}
	return len(word)
}

// write puts a block around a centre, its lines centred.
func (k *composer) write(b block, cx, cy, angle float64) {
	sin, cos := math.Sincos(angle * math.Pi / 180)
	for i, line := range b.lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		dx, dy := -b.widths[i]/2, -b.h/2+b.up+float64(i)*b.height
		k.items = append(k.items, Item{Text: &Label{Text: line, Font: b.font, X: cx + dx*cos + dy*sin, Y: cy - dx*sin + dy*cos, Angle: angle, Width: b.widths[i]}})
	}
}

// writeLeft puts a block beside a point, its lines beginning there.
func (k *composer) writeLeft(b block, x, cy float64) {
	for i, line := range b.lines {
		if strings.TrimSpace(line) != "" {
			k.items = append(k.items, Item{Text: &Label{Text: line, Font: b.font, X: x, Y: cy - b.h/2 + b.up + float64(i)*b.height, Width: b.widths[i]}})
		}
	}
}

// shortened is a line of text without its end, so that it is no longer than
// given.
func (k *composer) shortened(b block, length float64) block {
	if len(b.lines) != 1 || b.w <= length {
		return b
	}
	text := []rune(b.lines[0])
	for n := len(text) - 1; n > 0; n-- {
		if s := k.block(string(text[:n])+"...", b.font); s.w <= length {
			return s
		}
	}
	return b
}

// extent is the size of the rectangle around a turned block.
func (b block) extent(angle float64) (w, h float64) {
	sin, cos := math.Sincos(angle * math.Pi / 180)
	sin, cos = math.Abs(sin), math.Abs(cos)
	return b.w*cos + b.h*sin, b.w*sin + b.h*cos
}
