package numfmt

import (
	"strconv"
	"strings"
)

// parseSection reads one section.
func parseSection(code string) section {
	p := parser{rest: code}
	for p.rest != "" {
		p.step()
	}
	s := section{tokens: p.tokens, cond: p.cond, colour: p.colour, hasColour: p.hasColour, locale: p.locale}
	if p.system != "" {
		s = parseSection(p.system)
		s.locale = p.locale
	}
	if s.locale == nil {
		s.locale = &english
	}
	s.classify()
	return s
}

// parser holds what is left of a section and what was found in it.
type parser struct {
	rest      string
	tokens    []token
	cond      condition
	colour    uint32
	hasColour bool
	locale    *locale
	system    string
}

func (p *parser) add(k tokenKind, text string) {
	p.tokens = append(p.tokens, token{k, text})
}

// literal appends text that stands for itself.
func (p *parser) literal(text string) {
	if n := len(p.tokens); n > 0 && p.tokens[n-1].kind == tokLiteral {
		p.tokens[n-1].text += text
		return
	}
	p.add(tokLiteral, text)
}

// step consumes one token.
func (p *parser) step() {
	s := p.rest
	switch c := s[0]; c {
	case '"':
		if end := skipQuoted(s, 0); end > 0 {
			p.literal(s[1:end])
			p.rest = s[end+1:]
			return
		}
		p.rest = s[1:]
		return
	case '[':
		if end := skipQuoted(s, 0); end > 0 {
			p.bracket(s[1:end])
			p.rest = s[end+1:]
			return
		}
	case '\\', '_', '*':
		p.escape(c)
		return
	case '0', '#', '?':
		p.add(tokDigit, s[:1])
		p.rest = s[1:]
		return
	}
	if p.word() || p.sign() {
		return
	}
	var r string
	r, p.rest = next(s)
	p.literal(r)
}

// escape consumes a backslash, underscore or star and the rune it governs.
func (p *parser) escape(c byte) {
	r, rest := next(p.rest[1:])
	p.rest = rest
	switch {
	case c == '\\':
		p.literal(r)
	case r == "":
	case c == '_':
		p.add(tokPad, r)
	default:
		p.add(tokFill, r)
	}
}

// sign consumes one of the punctuation marks with a meaning.
func (p *parser) sign() bool {
	kinds := map[byte]tokenKind{'.': tokPoint, ',': tokComma, '%': tokPercent, '/': tokSlash, '@': tokText}
	k, ok := kinds[p.rest[0]]
	if ok {
		p.add(k, p.rest[:1])
		p.rest = p.rest[1:]
	}
	return ok
}

// word consumes General, AM/PM, exponents and runs of date letters.
func (p *parser) word() bool {
	for _, w := range []struct {
		text string
		kind tokenKind
	}{{"general", tokGeneral}, {"am/pm", tokAMPM}, {"a/p", tokAMPM}, {"e+", tokExponent}, {"e-", tokExponent}} {
		n := len(w.text)
		if len(p.rest) >= n && strings.EqualFold(p.rest[:n], w.text) {
			p.add(w.kind, p.rest[:n])
			p.rest = p.rest[n:]
			return true
		}
	}
	c := p.rest[0] | 0x20
	if !strings.ContainsRune("ymdhsbega", rune(c)) || p.rest[0] < 'A' {
		return false
	}
	n := 1
	for n < len(p.rest) && p.rest[n]|0x20 == c {
		n++
	}
	p.add(tokDate, strings.ToLower(p.rest[:n]))
	p.rest = p.rest[n:]
	return true
}

// bracket understands the inside of [...]: a currency and locale, an elapsed
// time, a condition or a colour. Anything else is ignored.
func (p *parser) bracket(in string) {
	low := strings.ToLower(in)
	switch {
	case strings.HasPrefix(in, "$"):
		sym, lcid, _ := strings.Cut(in[1:], "-")
		if sym != "" {
			p.literal(sym)
		}
		p.setLocale(lcid)
	case low != "" && (strings.Trim(low, "h") == "" || strings.Trim(low, "m") == "" || strings.Trim(low, "s") == ""):
		p.add(tokElapsed, low)
	case strings.ContainsAny(in[:min(1, len(in))], "<>="):
		op := in[:1]
		if len(in) > 1 && (in[1] == '=' || in[1] == '>') {
			op = in[:2]
		}
		if v, err := strconv.ParseFloat(strings.TrimSpace(in[len(op):]), 64); err == nil {
			p.cond = condition{op, v}
		}
	default:
		if c, ok := colourOf(low); ok {
			p.colour, p.hasColour = c, true
		}
	}
}

// setLocale reads a language identifier in hexadecimal; F800 and F400 mean the
// system's long date and time.
func (p *parser) setLocale(hex string) {
	id, err := strconv.ParseUint(hex, 16, 32)
	if err != nil {
		return
	}
	switch id & 0xffff {
	case 0xf800:
		p.system = "dddd, mmmm d, yyyy"
	case 0xf400:
		p.system = "h:mm:ss AM/PM"
	default:
		p.locale = localeOf(uint16(id))
	}
}

// classify finds out what kind of section it is and prepares its tokens.
func (s *section) classify() {
	var date, digit, general, text, slash bool
	for _, t := range s.tokens {
		switch t.kind {
		case tokDate, tokElapsed, tokAMPM:
			date = true
		case tokDigit:
			digit = true
		case tokGeneral:
			general = true
		case tokText:
			text = true
		case tokSlash:
			slash = slash || digit
		}
	}
	switch {
	case general:
		s.kind = kindGeneral
		s.demote(tokDate, tokDigit, tokPoint, tokComma, tokSlash, tokAMPM, tokExponent)
	case date && s.onlyEra():
		s.kind = kindNumber
		s.demote(tokDate)
		s.planNumber()
	case date:
		s.kind = kindDate
		s.planDate()
	case text:
		s.kind = kindText
		s.demote(tokPoint, tokComma, tokSlash, tokDigit, tokExponent)
	case slash && s.planFraction():
		s.kind = kindFraction
	default:
		s.kind = kindNumber
		s.planNumber()
	}
}

// onlyEra tells whether the only date letters are ones that mean something
// only beside real ones, as in a careless `0 a`.
func (s *section) onlyEra() bool {
	for _, t := range s.tokens {
		if t.kind == tokElapsed || t.kind == tokAMPM || t.kind == tokDate && !strings.ContainsAny(t.text[:1], "ga") {
			return false
		}
		if t.kind == tokDate && t.text[0] == 'a' && len(t.text) >= 3 {
			return false
		}
	}
	return true
}

// demote turns tokens of some kinds into literals.
func (s *section) demote(kinds ...tokenKind) {
	for i, t := range s.tokens {
		for _, k := range kinds {
			if t.kind == k {
				s.tokens[i].kind = tokLiteral
			}
		}
	}
}
