package numfmt

import (
	"math"
	"strconv"
	"strings"
)

// fractionPlan is where the parts of "# ??/??" are, as indices of tokens.
type fractionPlan struct {
	wholeEnd   int // placeholders of the whole part end here; 0 for none
	num, slash int // first placeholder of the numerator, the bar
	denEnd     int // end of the denominator
	numDigits  int
	denDigits  int
	fixed      int64 // a denominator that is given, or 0
}

// planFraction finds the parts; false when the section is no fraction.
func (s *section) planFraction() bool {
	var p fractionPlan
	for i, t := range s.tokens {
		if t.kind == tokSlash {
			p.slash = i
			break
		}
	}
	i := p.slash
	for i > 0 && s.tokens[i-1].kind == tokDigit {
		i--
	}
	p.num, p.numDigits = i, p.slash-i
	if p.numDigits == 0 || !s.denominator(&p) {
		return false
	}
	whole := 0
	for j := range s.tokens[:p.num] {
		if s.tokens[j].kind == tokDigit {
			p.wholeEnd = j + 1
			whole++
		}
	}
	s.plan = numberPlan{fraction: p, whole: whole}
	return true
}

// denominator reads what follows the bar: placeholders or a number, whose
// digits may have come as literals and "0" placeholders mixed ("/100").
func (s *section) denominator(p *fractionPlan) bool {
	spelling := ""
	p.denEnd = p.slash + 1
	for _, t := range s.tokens[p.slash+1:] {
		lit := t.text
		if t.kind == tokLiteral && spelling == "" {
			lit = strings.TrimLeft(lit, " ")
		}
		if t.kind != tokDigit && (t.kind != tokLiteral || lit == "" || lit[0] < '0' || lit[0] > '9') {
			break
		}
		spelling += strings.TrimRight(lit, " ")
		p.denEnd++
		if strings.HasSuffix(lit, " ") {
			break
		}
	}
	p.denDigits = len(spelling)
	if n, err := strconv.ParseInt(spelling, 10, 64); err == nil && n > 0 {
		p.fixed = n
	}
	return spelling != "" && p.denDigits <= 9
}

// fraction shows a number as a fraction.
func (s *section) fraction(v float64) Result {
	p := s.plan.fraction
	limit := int64(math.Pow10(min(p.denDigits, 7))) - 1
	a := math.Abs(v)
	whole, num, den := int64(0), int64(0), int64(1)
	if a >= 1e15 {
		return s.numberAsText(v)
	}
	rest := a
	if s.plan.whole > 0 {
		whole = int64(a)
		rest = a - float64(whole)
	}
	if p.fixed > 0 {
		num, den = int64(math.Floor(rest*float64(p.fixed)+0.5)), p.fixed
	} else {
		num, den = approximate(rest, limit)
	}
	if s.plan.whole > 0 && num == den {
		whole, num = whole+1, 0
		if p.fixed == 0 {
			den = 1
		}
	}
	b := newBuilder(s, make([]byte, 0, mostValues))
	if v < 0 && (whole != 0 || num != 0) {
		b.write("-")
	}
	s.writeFraction(&b, whole, num, den)
	return b.result()
}

func (s *section) writeFraction(b *builder, whole, num, den int64) {
	p := s.plan.fraction
	digits := ""
	if whole > 0 {
		digits = strconv.FormatInt(whole, 10)
	} else if num == 0 && s.plan.whole > 0 {
		digits = "0"
	}
	w := wholeWriter{b: b, digits: digits, left: s.plan.whole}
	blank := num == 0 && s.plan.whole > 0
	for i, t := range s.tokens {
		switch {
		case i < p.wholeEnd && t.kind == tokDigit:
			w.digit(t.text[0])
		case i >= p.num && i < p.denEnd:
			if i != p.num {
				continue
			}
			if blank {
				b.write(strings.Repeat(" ", p.numDigits+1+p.denDigits))
				continue
			}
			n, d := strconv.FormatInt(num, 10), strconv.FormatInt(den, 10)
			b.write(s.pad(p.num, p.numDigits-len(n)) + n + "/" + d)
			if s.tokens[p.denEnd-1].text == "?" {
				b.write(strings.Repeat(" ", max(0, p.denDigits-len(d))))
			}
		default:
			b.plain(t)
		}
	}
}

// pad fills the n leading placeholders of a numerator that have no digit.
func (s *section) pad(from, n int) string {
	out := ""
	for i := range max(n, 0) {
		switch s.tokens[from+i].text {
		case "?":
			out += " "
		case "0":
			out += "0"
		}
	}
	return out
}

// approximate walks the continued fraction of x and returns the last convergent
// whose denominator is at most limit, which is the one that spreadsheets show.
func approximate(x float64, limit int64) (int64, int64) {
	n0, d0, n1, d1 := int64(0), int64(1), int64(1), int64(0)
	r := x
	for range 40 {
		a := math.Floor(r)
		if a > 1e15 {
			break
		}
		k := int64(a)
		if d1 > 0 && k > 0 && d1 > (limit-d0)/k {
			break
		}
		n0, d0, n1, d1 = n1, d1, k*n1+n0, k*d1+d0
		f := r - a
		if f < 1e-9 {
			break
		}
		r = 1 / f
	}
	return n1, max(d1, 1)
}
