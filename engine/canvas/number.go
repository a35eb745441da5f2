package canvas

import (
	"math"
	"strconv"
)

// Decimals kept: a thousandth of a point for places, more for factors, which
// get multiplied by places.
const (
	placeDecimals  = 3
	factorDecimals = 6
)

// limit is the largest number written; the format knows no infinity.
const limit = 1e7

// appendNumber writes v in its shortest form with at most this many decimals.
func appendNumber(b []byte, v float64, decimals int) []byte {
	if math.IsNaN(v) {
		v = 0
	}
	v = math.Max(-limit, math.Min(limit, v))
	scale := powers[decimals]
	n := int64(math.Round(v * float64(scale)))
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	b = strconv.AppendInt(b, n/scale, 10)
	if n %= scale; n == 0 {
		return b
	}
	b = append(b, '.')
	for ; n > 0; n %= scale {
		scale /= 10
		b = append(b, '0'+byte(n/scale))
	}
	return b
}

// powers are those of ten, up to the decimals that are kept.
var powers = [...]int64{1, 10, 100, 1000, 10_000, 100_000, 1_000_000}
