package canvas

import "math"

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
	n := int64(math.Round(v * powers[decimals]))
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	for ; decimals > 0 && n%10 == 0; decimals-- {
		n /= 10
	}
	var digits [20]byte // from the last to the first
	i := len(digits)
	if decimals > 0 {
		for ; decimals > 0; decimals-- {
			i--
			digits[i] = '0' + byte(n%10)
			n /= 10
		}
		i--
		digits[i] = '.'
	}
	for {
		i--
		digits[i] = '0' + byte(n%10)
		if n /= 10; n == 0 {
			return append(b, digits[i:]...)
		}
	}
}

// powers are those of ten, up to the decimals that are kept.
var powers = [...]float64{1, 10, 100, 1000, 10_000, 100_000, 1_000_000}
