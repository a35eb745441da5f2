package numfmt

import (
	"strconv"
	"strings"
)

// numberPlan is what a number or fraction section asks for, counted once.
type numberPlan struct {
	whole, frac int  // placeholders before and after the point
	group       bool // thousands separators
	shift       int  // power of ten by percent signs and scaling commas
	point       int  // index of the decimal point's token, or -1
	exponent    int  // index of the exponent's token, or -1
	expDigits   int
	fraction    fractionPlan
}

// planNumber counts placeholders and removes the commas, which mean grouping
// between digits and a division by 1000 after the last of them.
func (s *section) planNumber() {
	s.demote(tokSlash, tokText, tokGeneral)
	p := numberPlan{point: -1, exponent: -1}
	var out []token
	for i, t := range s.tokens {
		switch t.kind {
		case tokPercent:
			p.shift += 2
		case tokComma:
			if s.separates(i) {
				p.group = true
			} else if s.scales(i) {
				p.shift -= 3
			} else {
				t.kind = tokLiteral
				out = append(out, t)
			}
			continue
		case tokPoint:
			if p.point >= 0 || p.exponent >= 0 {
				t.kind = tokLiteral
			} else {
				p.point = len(out)
			}
		case tokExponent:
			if p.exponent >= 0 || p.whole+p.frac == 0 {
				t.kind = tokLiteral
			} else {
				p.exponent = len(out)
			}
		case tokDigit:
			p.count()
		}
		out = append(out, t)
	}
	s.tokens, s.plan = out, p
}

// count adds one placeholder to the part that is being read.
func (p *numberPlan) count() {
	switch {
	case p.exponent >= 0:
		p.expDigits++
	case p.point >= 0:
		p.frac++
	default:
		p.whole++
	}
}

// separates tells whether the comma at i stands between digits of the whole
// part.
func (s *section) separates(i int) bool {
	before, after := false, false
	for j, t := range s.tokens {
		switch {
		case t.kind == tokPoint && j < i:
			return false
		case t.kind == tokPoint || t.kind == tokExponent:
			return before && after
		case t.kind == tokDigit && j < i:
			before = true
		case t.kind == tokDigit:
			after = true
		}
	}
	return before && after
}

// scales tells whether the comma at i follows the last digit, directly or
// after other commas.
func (s *section) scales(i int) bool {
	for i > 0 && s.tokens[i-1].kind == tokComma {
		i--
	}
	return i > 0 && s.tokens[i-1].kind == tokDigit
}

// number shows a number by placeholders.
func (s *section) number(v float64) Result {
	d := toDecimal(v).shift(s.plan.shift)
	exp := 0
	if s.plan.exponent >= 0 {
		d, exp = s.plan.normalise(d)
	}
	whole, frac := d.fixed(s.plan.frac)
	b := newBuilder(s, make([]byte, 0, mostValues))
	if d.neg {
		b.write("-")
	}
	w := wholeWriter{b: &b, digits: whole, left: s.plan.whole, group: s.plan.group}
	f := fracWriter{b: &b, digits: frac, last: len(strings.TrimRight(frac, "0"))}
	var e expWriter
	if s.plan.exponent >= 0 {
		e = s.plan.exponentWriter(&b, exp)
	}
	for i, t := range s.tokens {
		switch {
		case t.kind == tokDigit && s.plan.exponent >= 0 && i > s.plan.exponent:
			e.digit(t.text[0])
		case t.kind == tokDigit && s.plan.point >= 0 && i > s.plan.point:
			f.digit(t.text[0])
		case t.kind == tokDigit:
			w.digit(t.text[0])
		case i == s.plan.point:
			if s.plan.whole == 0 {
				b.write(whole)
			}
			b.write(".")
		case i == s.plan.exponent:
			e.sign(t.text)
		default:
			b.plain(t)
		}
	}
	return b.result()
}

// normalise divides by the power of ten that leaves as many digits before the
// point as there are placeholders; with several, exponents go in steps.
func (p numberPlan) normalise(d decimal) (decimal, int) {
	if d.digits == "" {
		return d, 0
	}
	step := max(p.whole, 1)
	floor := func(e int) int {
		e--
		if r := e % step; r < 0 {
			return e - r - step
		} else {
			return e - r
		}
	}
	exp := floor(d.exp)
	if r := d.shift(-exp).round(p.frac); r.exp > step {
		exp += step
	}
	return d.shift(-exp), exp
}

// wholeWriter writes the digits before the point; the first placeholder takes
// all digits that have none of their own.
type wholeWriter struct {
	b       *builder
	digits  string
	left    int // placeholders still to come
	group   bool
	started bool
}

func (w *wholeWriter) digit(placeholder byte) {
	if !w.started {
		for len(w.digits) > w.left {
			w.put(w.digits[:1], len(w.digits)-1)
			w.digits = w.digits[1:]
		}
		w.started = true
	}
	w.left--
	if len(w.digits) > w.left {
		w.put(w.digits[:1], w.left)
		w.digits = w.digits[1:]
		return
	}
	switch placeholder {
	case '0':
		w.put("0", w.left)
	case '?':
		w.b.write(" ")
		if w.group && w.left > 0 && w.left%3 == 0 {
			w.b.write(" ")
		}
	}
}

// put writes a digit that has n digits to its right.
func (w *wholeWriter) put(d string, n int) {
	w.b.write(d)
	if w.group && n > 0 && n%3 == 0 {
		w.b.write(",")
	}
}

// fracWriter writes the digits after the point.
type fracWriter struct {
	b      *builder
	digits string
	pos    int
	last   int // digits up to the last that is not zero
}

func (f *fracWriter) digit(placeholder byte) {
	switch {
	case f.pos < f.last || placeholder == '0':
		f.b.write(f.digits[f.pos : f.pos+1])
	case placeholder == '?':
		f.b.write(" ")
	}
	f.pos++
}

// exponentWriter writes the sign and the digits of an exponent.
func (p numberPlan) exponentWriter(b *builder, exp int) expWriter {
	d := strconv.Itoa(max(exp, -exp))
	return expWriter{wholeWriter{b: b, digits: strings.TrimLeft(d, "0"), left: p.expDigits}, exp}
}

type expWriter struct {
	wholeWriter
	exp int
}

func (e *expWriter) sign(spelling string) {
	e.b.write("E")
	switch {
	case e.exp < 0:
		e.b.write("-")
	case spelling[1] == '+':
		e.b.write("+")
	}
}
