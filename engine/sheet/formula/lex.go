package formula

import (
	"strconv"
	"strings"
)

// tokenKind is a kind of token.
type tokenKind uint8

const (
	tokEnd tokenKind = iota
	tokNumber
	tokText
	tokName // a function or TRUE and FALSE
	tokRef  // a cell or range
	tokOp
	tokError
)

type token struct {
	kind   tokenKind
	text   string
	number float64
	ref    ref
}

// ref is a cell or a range; each part may be fixed with a dollar sign.
type ref struct {
	row1, col1, row2, col2 int
	fixRow1, fixCol1       bool
	fixRow2, fixCol2       bool
	single                 bool
	// tab is the other sheet that the cells are on; empty for the formula's own.
	tab string
}

// lex takes a formula apart.
func lex(s string) ([]token, error) {
	var out []token
	for s = strings.TrimLeft(s, " \n\r\t="); s != ""; s = strings.TrimLeft(s, " \n\r\t") {
		t, rest, err := lexOne(s)
		if err != nil {
			return nil, err
		}
		out, s = append(out, t), rest
	}
	return append(out, token{}), nil
}

func lexOne(s string) (token, string, error) {
	c := s[0]
	switch {
	case c == '"':
		return lexText(s)
	case c >= '0' && c <= '9' || c == '.':
		return lexNumber(s)
	case c == '#':
		n := 1
		for n < len(s) && strings.IndexByte("ABCDEFGHIJKLMNOPQRSTUVWXYZ/0!?", s[n]) >= 0 {
			n++
		}
		return token{kind: tokError, text: s[:n]}, s[n:], nil
	case c == '\'':
		return lexQuoted(s)
	case c == '$' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_':
		return lexWord(s)
	}
	for _, op := range []string{"<=", ">=", "<>"} {
		if strings.HasPrefix(s, op) {
			return token{kind: tokOp, text: op}, s[2:], nil
		}
	}
	if strings.IndexByte("+-*/^&=<>(),%;", c) < 0 {
		return token{}, "", ErrUnknown
	}
	return token{kind: tokOp, text: s[:1]}, s[1:], nil
}

func lexText(s string) (token, string, error) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		if s[i] != '"' {
			b.WriteByte(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == '"' {
			b.WriteByte('"')
			i++
			continue
		}
		return token{kind: tokText, text: b.String()}, s[i+1:], nil
	}
	return token{}, "", ErrUnknown
}

func lexNumber(s string) (token, string, error) {
	n := 0
	for n < len(s) && (s[n] >= '0' && s[n] <= '9' || s[n] == '.') {
		n++
	}
	if n+1 < len(s) && s[n]|0x20 == 'e' {
		m := n + 1
		if s[m] == '+' || s[m] == '-' {
			m++
		}
		for m < len(s) && s[m] >= '0' && s[m] <= '9' {
			m++
			n = m
		}
	}
	v, err := strconv.ParseFloat(s[:n], 64)
	if err != nil || n < len(s) && s[n] == ':' {
		return token{}, "", ErrUnknown
	}
	return token{kind: tokNumber, number: v}, s[n:], nil
}

// lexQuoted reads a reference whose sheet has a name in quotes.
func lexQuoted(s string) (token, string, error) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		if s[i] != '\'' {
			b.WriteByte(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == '\'' {
			b.WriteByte('\'')
			i++
			continue
		}
		if !strings.HasPrefix(s[i+1:], "!") {
			break
		}
		return lexFar(b.String(), s[i+2:])
	}
	return token{}, "", ErrUnknown
}

// lexFar reads the cells of another sheet; those of other workbooks are not known here.
func lexFar(tab, rest string) (token, string, error) {
	if tab == "" || strings.ContainsAny(tab, "[]:") || rest == "" || !(rest[0] == '$' || rest[0]|0x20 >= 'a' && rest[0]|0x20 <= 'z') {
		return token{}, "", ErrUnknown
	}
	t, rest, err := lexWord(rest)
	if err != nil || t.kind != tokRef || t.ref.tab != "" {
		return token{}, "", ErrUnknown
	}
	t.ref.tab = tab
	return t, rest, nil
}

// lexWord reads a function's name or a reference. Names of ranges are not known here.
func lexWord(s string) (token, string, error) {
	n := 0
	for n < len(s) && (s[n] == '$' || s[n] == '_' || s[n] == '.' || s[n] >= '0' && s[n] <= '9' || s[n]|0x20 >= 'a' && s[n]|0x20 <= 'z') {
		n++
	}
	word, rest := s[:n], s[n:]
	if strings.HasPrefix(rest, "!") {
		return lexFar(word, rest[1:])
	}
	if strings.HasPrefix(rest, "[") {
		return token{}, "", ErrUnknown
	}
	if strings.HasPrefix(rest, "(") {
		name := strings.ToUpper(strings.TrimPrefix(strings.ToUpper(word), "_XLFN."))
		return token{kind: tokName, text: name}, rest, nil
	}
	r, ok := parseCell(word)
	if !ok {
		if up := strings.ToUpper(word); up == "TRUE" || up == "FALSE" {
			return token{kind: tokName, text: up}, rest, nil
		}
		return lexColumns(word, rest)
	}
	if strings.HasPrefix(rest, ":") {
		m := 1
		for m < len(rest) && (rest[m] == '$' || rest[m] >= '0' && rest[m] <= '9' || rest[m]|0x20 >= 'a' && rest[m]|0x20 <= 'z') {
			m++
		}
		end, ok := parseCell(rest[1:m])
		if !ok {
			return token{}, "", ErrUnknown
		}
		r.row2, r.col2, r.fixRow2, r.fixCol2, r.single = end.row1, end.col1, end.fixRow1, end.fixCol1, false
		rest = rest[m:]
	}
	return token{kind: tokRef, ref: r}, rest, nil
}

// lexColumns reads whole columns, such as $A:$B.
func lexColumns(word, rest string) (token, string, error) {
	a, okA := parseCell(word + "1")
	m := 1
	for m < len(rest) && (rest[m] == '$' || rest[m]|0x20 >= 'a' && rest[m]|0x20 <= 'z') {
		m++
	}
	if !okA || m < 2 || rest[0] != ':' {
		return token{}, "", ErrUnknown
	}
	b, okB := parseCell(rest[1:m] + "1")
	if !okB {
		return token{}, "", ErrUnknown
	}
	return token{kind: tokRef, ref: ref{row1: 1, col1: a.col1, row2: lastRow, col2: b.col1,
		fixRow1: true, fixRow2: true, fixCol1: a.fixCol1, fixCol2: b.fixCol1}}, rest[m:], nil
}

const (
	lastRow = 1_048_576
	lastCol = 16_384
)

// parseCell reads "AB12" with or without dollar signs.
func parseCell(s string) (ref, bool) {
	r := ref{single: true}
	i := 0
	if i < len(s) && s[i] == '$' {
		r.fixCol1 = true
		i++
	}
	for ; i < len(s) && s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z' && r.col1 <= lastCol; i++ {
		r.col1 = r.col1*26 + int(s[i]|0x20-'a') + 1
	}
	if i < len(s) && s[i] == '$' {
		r.fixRow1 = true
		i++
	}
	for ; i < len(s) && s[i] >= '0' && s[i] <= '9' && r.row1 <= lastRow; i++ {
		r.row1 = r.row1*10 + int(s[i]-'0')
	}
	r.row2, r.col2, r.fixRow2, r.fixCol2 = r.row1, r.col1, r.fixRow1, r.fixCol1
	return r, i == len(s) && r.row1 > 0 && r.col1 > 0 && r.row1 <= lastRow && r.col1 <= lastCol
}
