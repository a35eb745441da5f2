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
	scale := math.Pow10(decimals)
	v = math.Round(v*scale) / scale
	if v == 0 { // minus zero, too
		return append(b, '0')
	}
	b = strconv.AppendFloat(b, v, 'f', decimals, 64)
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	if b[len(b)-1] == '.' {
		b = b[:len(b)-1]
	}
	return b
}
