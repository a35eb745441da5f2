package svg

import (
	"math"
	"strconv"
	"strings"
)

// scanner takes numbers from a list that spaces and commas part (SVG 1.1, 8.3.9).
type scanner struct{ s string }

func (c *scanner) space() {
	c.s = strings.TrimLeft(c.s, " \t\r\n\f,")
}

// number takes a number; false where there is none.
func (c *scanner) number() (float64, bool) {
	c.space()
	n, dot, digits := 0, false, 0
	for n < len(c.s) {
		switch ch := c.s[n]; {
		case ch >= '0' && ch <= '9':
			digits++
		case (ch == '+' || ch == '-') && n == 0:
		case ch == '.' && !dot:
			dot = true
		case (ch == 'e' || ch == 'E') && digits > 0 && n+1 < len(c.s) && exponent(c.s[n+1:]):
			n += 2
			for n < len(c.s) && c.s[n] >= '0' && c.s[n] <= '9' {
				n++
			}
			return c.cut(n)
		default:
			return c.cut(n)
		}
		n++
	}
	return c.cut(n)
}

// exponent tells whether s begins as the power of a number does.
func exponent(s string) bool {
	if (s[0] == '+' || s[0] == '-') && len(s) > 1 {
		s = s[1:]
	}
	return s[0] >= '0' && s[0] <= '9'
}

func (c *scanner) cut(n int) (float64, bool) {
	v, err := strconv.ParseFloat(c.s[:n], 64)
	if err != nil || math.IsNaN(v) {
		return 0, false
	}
	c.s = c.s[n:]
	return max(-1e9, min(1e9, v)), true
}

// flag takes a 0 or 1, behind which no space need be.
func (c *scanner) flag() (bool, bool) {
	c.space()
	if c.s == "" || c.s[0] != '0' && c.s[0] != '1' {
		return false, false
	}
	on := c.s[0] == '1'
	c.s = c.s[1:]
	return on, true
}

// numbers are all numbers of a list.
func numbers(s string) []float64 {
	c := scanner{s}
	var out []float64
	for {
		v, ok := c.number()
		if !ok {
			return out
		}
		out = append(out, v)
	}
}

// units are lengths in pixels (CSS 2.1, 4.3.2).
var units = map[string]float64{
	"": 1, "px": 1, "pt": 4. / 3, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "q": 96 / 101.6, "em": reference, "rem": reference, "ex": reference / 2,
}

// length is a length in pixels; whole is what percentages are of.
func length(s string, whole, otherwise float64) float64 {
	c := scanner{strings.TrimSpace(s)}
	v, ok := c.number()
	if !ok {
		return otherwise
	}
	unit := strings.ToLower(strings.TrimSpace(c.s))
	if unit == "%" {
		return v * whole / 100
	}
	k, known := units[unit]
	if !known {
		return otherwise
	}
	return max(-1e9, min(1e9, v*k))
}

// part is a share from 0 to 1, which may be in percent.
func part(s string, otherwise float64) float64 { return max(0, min(1, length(s, 1, otherwise))) }
