package form

import (
	"math"
	"strings"
)

// Sizes of text that is to fit, in points.
const (
	minSize       = 4.0
	multilineSize = 12.0 // automatic size of long texts, before shrinking
	sizeStep      = 0.5
	// fillShare is how much of a field's height a line of automatic size
	// takes, as in Acrobat.
	fillShare = 0.94
	// keepShare is how far text of a fixed size may shrink before it is cut
	// off instead.
	keepShare = 0.5
)

// wrap breaks a text into lines no wider than width, in thousandths of the
// font size: at line ends, at spaces, between ideographs, and within words that
// are too long.
func wrap(tf *typeface, text string, width float64) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		lines = append(lines, wrapParagraph(tf, paragraph, width)...)
	}
	return lines
}

func wrapParagraph(tf *typeface, text string, width float64) []string {
	var lines []string
	b := tf.breaks(text)
	start := 0          // of the line
	end, next := -1, -1 // where it may end, and the next begin
	letter := 0         // the last letter that begins
	w := 0.0
	for i, r := range text {
		a := tf.advance(r)
		if b != nil && b.line[i] && i > start {
			end, next = i, i
		}
		if b == nil || b.letter[i] {
			letter = i
		}
		if r == ' ' {
			end, next = i, i+1
		} else if whole := next > start; w+a > width && (whole || letter > start) {
			if !whole {
				end, next = letter, letter
			}
			lines = append(lines, text[start:end])
			start, next = next, -1
			w = tf.width(text[start:i])
		}
		w += a
	}
	return append(lines, text[start:])
}

// fitLine is the size at which a line fits a box: the size asked for, or as
// large as fits where it is 0.
func fitLine(tf *typeface, line string, asked, w, h float64) (size float64, clipped bool) {
	size, floor := asked, math.Max(minSize, asked*keepShare)
	if asked == 0 {
		size, floor = math.Max(minSize, math.Min(h*fillShare/tf.lineHeight(), maxFontSize)), minSize
	}
	floor = math.Min(floor, size)
	if length := tf.width(line) / 1000; length*size > w {
		size = math.Max(floor, math.Floor(w/length*100)/100)
		clipped = length*size > w+0.1
	}
	return size, clipped
}

// fitText is the size at which a wrapped text fits a box, and its lines.
func fitText(tf *typeface, text string, asked, w, h float64) (size float64, lines []string, clipped bool) {
	size, floor := asked, math.Max(minSize, asked*keepShare)
	if asked == 0 {
		size, floor = multilineSize, minSize
	}
	floor = math.Min(floor, size)
	for {
		lines = wrap(tf, text, w*1000/size)
		if float64(len(lines))*tf.lineHeight()*size <= h || len(lines) == 1 {
			return size, lines, false
		}
		if size <= floor {
			return size, lines, true
		}
		size = math.Max(floor, size-math.Max(sizeStep, size/25))
	}
}
