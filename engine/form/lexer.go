package form

import "bytes"

// tokenKind is what a piece of a content stream is (ISO 32000-1, 7.8.2).
type tokenKind int

const (
	tokenEnd tokenKind = iota
	tokenNumber
	tokenName
	tokenString
	tokenBracket
	tokenOperator
)

// token is a piece of a content stream as it is written; names come without
// their slash.
type token struct {
	kind tokenKind
	text []byte
}

// lexer takes a content stream apart. It never fails: what is no token of the
// standard counts as an operator.
type lexer struct {
	src []byte
	pos int
}

// classes tells white space (1) and delimiters (2) from regular characters
// (ISO 32000-1, 7.2.2).
var classes = func() (c [256]byte) {
	for _, b := range []byte(" \n\r\t\f\x00") {
		c[b] = 1
	}
	for _, b := range []byte("()<>[]{}/%") {
		c[b] = 2
	}
	return c
}()

func isSpace(c byte) bool { return classes[c] == 1 }

func (l *lexer) skipSpace() {
	for l.pos < len(l.src) {
		switch c := l.src[l.pos]; {
		case isSpace(c):
			l.pos++
		case c == '%':
			for l.pos < len(l.src) && l.src[l.pos] != '\n' && l.src[l.pos] != '\r' {
				l.pos++
			}
		default:
			return
		}
	}
}

// next gives the next token; its kind is tokenEnd when there is none.
func (l *lexer) next() token {
	l.skipSpace()
	if l.pos >= len(l.src) {
		return token{}
	}
	start := l.pos
	switch c := l.src[l.pos]; c {
	case '(':
		l.literal()
		return token{tokenString, l.src[start:l.pos]}
	case '<', '>':
		if l.pos+1 < len(l.src) && l.src[l.pos+1] == c {
			l.pos += 2
			return token{tokenBracket, l.src[start:l.pos]}
		}
		if end := bytes.IndexByte(l.src[l.pos:], '>'); c == '<' && end >= 0 {
			l.pos += end + 1
		} else {
			l.pos++
		}
		return token{tokenString, l.src[start:l.pos]}
	case '[', ']', '{', '}', ')':
		l.pos++
		return token{tokenBracket, l.src[start:l.pos]}
	case '/':
		l.pos++
		l.regular()
		return token{tokenName, l.src[start+1 : l.pos]}
	default:
		l.regular()
		text := l.src[start:l.pos]
		if _, ok := number(text); ok {
			return token{tokenNumber, text}
		}
		return token{tokenOperator, text}
	}
}

func (l *lexer) regular() {
	for l.pos < len(l.src) && classes[l.src[l.pos]] == 0 {
		l.pos++
	}
}

// literal skips a string in parentheses, which may nest.
func (l *lexer) literal() {
	depth := 0
	for l.pos < len(l.src) {
		c := l.src[l.pos]
		l.pos++
		switch c {
		case '\\':
			l.pos = min(l.pos+1, len(l.src))
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return
			}
		}
	}
}

// skipImage skips the data of an inline image, after its ID operator
// (ISO 32000-1, 8.9.7), up to and with the EI that stands alone.
func (l *lexer) skipImage() {
	for l.pos < len(l.src) {
		i := bytes.Index(l.src[l.pos:], []byte("EI"))
		if i < 0 {
			l.pos = len(l.src)
			return
		}
		at := l.pos + i
		l.pos = at + 2
		if at > 0 && isSpace(l.src[at-1]) && (l.pos == len(l.src) || isSpace(l.src[l.pos])) {
			return
		}
	}
}

// number reads an integer or real; exponents are not of the format.
func number(b []byte) (float64, bool) {
	v, scale, digits, sign := 0.0, 1.0, 0, 1.0
	point := false
	for i, c := range b {
		switch {
		case (c == '+' || c == '-') && i == 0:
			if c == '-' {
				sign = -1
			}
		case c == '.' && !point:
			point = true
		case c >= '0' && c <= '9':
			digits++
			if point {
				scale /= 10
				v += float64(c-'0') * scale
			} else {
				v = v*10 + float64(c-'0')
			}
		default:
			return 0, false
		}
	}
	return sign * v, digits > 0
}
