package numfmt

import (
	"fmt"
	"strings"
)

// GeneralWidth is how many characters "General" takes at most, the sign aside.
const GeneralWidth = 11

// General shows a number in at most width characters, the sign aside: whole if
// it fits, with rounded decimals if these are what does not fit, and otherwise
// in scientific notation. It is empty when even that has no room.
func General(v float64, width int) string {
	d := toDecimal(v)
	sign := ""
	if d.neg {
		sign = "-"
	}
	if d.digits == "" {
		return "0"
	}
	exact := d.exp <= 0 && 2+len(d.digits)-d.exp <= width
	if d.exp <= width && (d.exp > -4 || exact) {
		whole := max(d.exp, 1)
		// A point and at least one decimal must fit, or there are no decimals.
		prec := max(0, width-whole-1)
		w, f := d.fixed(prec)
		f = strings.TrimRight(f, "0")
		if w == "" {
			w = "0"
		}
		if f != "" {
			return sign + w + "." + f
		}
		if len(w) <= width && (w != "0" || width < GeneralWidth) {
			if w == "0" {
				sign = ""
			}
			return sign + w
		}
	}
	return generalScientific(d, sign, width)
}

// generalScientific shows 1.23457E+11 with as many decimals as fit, five at
// most.
func generalScientific(d decimal, sign string, width int) string {
	for prec := 5; prec >= 0; prec-- {
		m := decimal{digits: d.digits, exp: 1}
		w, f := m.fixed(prec)
		exp := d.exp - 1
		if len(w) == 2 {
			w, exp = "1", exp+1
		}
		f = strings.TrimRight(f, "0")
		if f != "" {
			w += "." + f
		}
		s := fmt.Sprintf("%sE%+03d", w, exp)
		if len(s) <= width {
			return sign + s
		}
	}
	return ""
}
