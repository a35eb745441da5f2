package plan

import (
	"math/big"
	"regexp"
	"strings"
	"sync"
)

// numeral is a number as people write it in English: an optional sign or the
// parentheses of accountants, an optional currency sign, digits with or without
// commas between groups of three, an optional fraction, an optional percent
// sign. The length is bounded, so that comparing stays cheap.
var numeral = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^([+\-−]?)([$€£]?)([+\-−]?)(\d{1,3}(?:,\d{3}){1,9}|\d{0,30})(\.\d{0,30})?(%?)$`)
})

// number reads the number in a text: "1,250.50", "$ 1250.5", "-3", "(3)" (which
// is -3) and "12%" (which is 0.12). Blanks around the signs do not matter.
// Texts such as "1e3", "1.250,50" and "12 kg" are no numbers.
func number(text string) (*big.Rat, bool) {
	s := strings.Join(strings.Fields(text), " ")
	inner, bracketed := strings.CutPrefix(s, "(")
	if bracketed {
		var closed bool
		if inner, closed = strings.CutSuffix(inner, ")"); !closed {
			return nil, false
		}
	}
	m := numeral().FindStringSubmatch(unspaced(inner))
	if m == nil || (m[1] != "" && m[3] != "") || (bracketed && m[1]+m[3] != "") {
		return nil, false
	}
	whole, fraction := strings.ReplaceAll(m[4], ",", ""), strings.TrimPrefix(m[5], ".")
	if whole+fraction == "" {
		return nil, false
	}
	value, ok := new(big.Rat).SetString("0" + whole + "." + fraction + "0")
	if !ok {
		return nil, false
	}
	if m[6] != "" {
		value.Quo(value, big.NewRat(100, 1))
	}
	if sign := m[1] + m[3]; bracketed || (sign != "" && sign != "+") {
		value.Neg(value)
	}
	return value, true
}

// unspaced takes the blanks between a sign and its number away; others stay,
// for "1 250" may be two numbers.
func unspaced(s string) string {
	s = strings.TrimSpace(s)
	for _, sign := range []string{"$", "€", "£", "-", "+", "−"} {
		s = strings.ReplaceAll(s, sign+" ", sign)
	}
	return strings.ReplaceAll(s, " %", "%")
}

// identifier tells digits that name something, such as the postcode 01234, from
// those that count: a zero before another digit is not lost on the reader.
func identifier(text string) bool {
	s := strings.TrimSpace(text)
	return len(s) > 1 && s[0] == '0' && s[1] >= '0' && s[1] <= '9'
}
