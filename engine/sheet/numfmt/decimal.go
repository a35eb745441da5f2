package numfmt

import (
	"bytes"
	"math"
	"strconv"
	"strings"
)

// decimal is a number as spreadsheets see it: 15 significant digits. Its value
// is 0.digits × 10^exp.
type decimal struct {
	digits string
	exp    int
	neg    bool
}

// maxDigits is the precision of a shown number.
const maxDigits = 15

// toDecimal rounds to 15 significant digits, so that 1.005 is 1.005 and not
// the binary number just below it.
func toDecimal(v float64) decimal {
	d := decimal{neg: math.Signbit(v) && v != 0}
	var room [32]byte
	s := strconv.AppendFloat(room[:0], math.Abs(v), 'e', maxDigits-1, 64) // d.ddde±dd
	s[1] = s[0]
	mant, exp, _ := bytes.Cut(s[1:], []byte("e"))
	if mant = bytes.TrimRight(mant, "0"); len(mant) == 0 {
		return d
	}
	d.digits = string(mant)
	n, _ := strconv.Atoi(string(exp))
	d.exp = n + 1
	return d
}

// shift multiplies by a power of ten.
func (d decimal) shift(n int) decimal {
	if d.digits != "" {
		d.exp += n
	}
	return d
}

// round keeps prec digits after the decimal point, halves away from zero.
func (d decimal) round(prec int) decimal {
	keep := d.exp + prec
	if keep >= len(d.digits) {
		return d
	}
	if keep < 0 || d.digits == "" {
		return decimal{neg: d.neg}
	}
	up := d.digits[keep] >= '5'
	var room [maxDigits + 1]byte
	b := append(room[:0], d.digits[:keep]...)
	if up {
		i := keep - 1
		for i >= 0 && b[i] == '9' {
			b[i] = '0'
			i--
		}
		if i >= 0 {
			b[i]++
		} else {
			b = append([]byte{'1'}, b...)
			d.exp++
		}
	}
	d.digits = string(bytes.TrimRight(b, "0"))
	if d.digits == "" {
		d.exp = 0
	}
	return d
}

// fixed returns the digits before the point, without leading zeros, and
// exactly prec digits after it.
func (d decimal) fixed(prec int) (whole, frac string) {
	d = d.round(prec)
	switch {
	case d.exp <= 0:
		frac = strings.Repeat("0", min(-d.exp, prec)) + d.digits
	case d.exp >= len(d.digits):
		whole = d.digits + strings.Repeat("0", d.exp-len(d.digits))
	default:
		whole, frac = d.digits[:d.exp], d.digits[d.exp:]
	}
	if len(frac) > prec {
		frac = frac[:prec]
	}
	return whole, frac + strings.Repeat("0", prec-len(frac))
}
