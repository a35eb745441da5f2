package pdf

import "bytes"

// The scanner finds its way through objects in the text of a file without making
// anything of them (ISO 32000-1, 7.2 and 7.3). It takes only what is plainly
// sound: files with anything else are read by pdfcpu, which knows how to repair.

// unsound is the end of something that is not plainly sound.
const unsound = -1

// Numbers have at most as many digits: before the point they are exact.
const (
	maxNumeral  = 15
	maxDecimals = 64
)

// Classes of bytes (ISO 32000-1, 7.2.2).
const (
	regularByte = iota
	spaceByte
	delimiterByte
)

var byteClass = [256]byte{
	0: spaceByte, '\t': spaceByte, '\n': spaceByte, '\f': spaceByte, '\r': spaceByte, ' ': spaceByte,
	'(': delimiterByte, ')': delimiterByte, '<': delimiterByte, '>': delimiterByte, '[': delimiterByte,
	']': delimiterByte, '{': delimiterByte, '}': delimiterByte, '/': delimiterByte, '%': delimiterByte,
}

// skipSpace gives the next place that is neither white space nor a comment.
func skipSpace(text []byte, at int) int {
	for at < len(text) {
		switch c := text[at]; {
		case byteClass[c] == spaceByte:
			at++
		case c == '%':
			for at < len(text) && text[at] != '\n' && text[at] != '\r' {
				at++
			}
		default:
			return at
		}
	}
	return at
}

// skipRegular gives the end of the regular characters.
func skipRegular(text []byte, at int) int {
	for at < len(text) && byteClass[text[at]] == regularByte {
		at++
	}
	return at
}

// skipValue gives the end of the object at this place.
func skipValue(text []byte, at, depth int) int {
	if at >= len(text) || depth > maxNesting {
		return unsound
	}
	switch text[at] {
	case '/':
		return skipName(text, at)
	case '(':
		return skipString(text, at)
	case '[':
		return skipArray(text, at, depth)
	case '<':
		if at+1 < len(text) && text[at+1] == '<' {
			return skipDict(text, at, depth)
		}
		return skipHex(text, at)
	}
	end := skipRegular(text, at)
	switch string(text[at:end]) {
	case "true", "false", "null":
		return end
	}
	if _, refEnd, ok := reading(text, at).ref(); ok {
		return refEnd
	}
	if !isNumeral(text[at:end]) {
		return unsound
	}
	return end
}

func skipName(text []byte, at int) int {
	end := skipRegular(text, at+1)
	if end < len(text) && (text[end] == '{' || text[end] == '}') {
		return unsound
	}
	name := text[at+1 : end]
	for i := bytes.IndexByte(name, '#'); i >= 0; {
		if i+2 >= len(name) || !isHex(name[i+1]) || !isHex(name[i+2]) || name[i+1] == '0' && name[i+2] == '0' {
			return unsound
		}
		next := bytes.IndexByte(name[i+3:], '#')
		if next < 0 {
			break
		}
		i += 3 + next
	}
	return end
}

func skipString(text []byte, at int) int {
	open := 0
	for ; at < len(text); at++ {
		switch text[at] {
		case '\\':
			at++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				return at + 1
			}
		}
	}
	return unsound
}

func skipHex(text []byte, at int) int {
	for at++; at < len(text); at++ {
		switch c := text[at]; {
		case c == '>':
			return at + 1
		case !isHex(c) && byteClass[c] != spaceByte:
			return unsound
		}
	}
	return unsound
}

func skipArray(text []byte, at, depth int) int {
	for at = skipSpace(text, at+1); at < len(text); at = skipSpace(text, at) {
		if text[at] == ']' {
			return at + 1
		}
		if at = skipValue(text, at, depth+1); at == unsound {
			return unsound
		}
	}
	return unsound
}

func skipDict(text []byte, at, depth int) int {
	for at = skipSpace(text, at+2); at+1 < len(text); at = skipSpace(text, at) {
		if text[at] == '>' && text[at+1] == '>' {
			return at + 2
		}
		if text[at] != '/' {
			return unsound
		}
		if at = skipName(text, at); at == unsound {
			return unsound
		}
		if at = skipValue(text, skipSpace(text, at), depth+1); at == unsound {
			return unsound
		}
	}
	return unsound
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// isNumeral takes numbers as the standard writes them (ISO 32000-1, 7.3.3).
func isNumeral(s []byte) bool {
	if len(s) > 0 && (s[0] == '+' || s[0] == '-') {
		s = s[1:]
	}
	point := bytes.IndexByte(s, '.')
	if point < 0 {
		return allDigits(s) && len(s) > 0 && len(s) <= maxNumeral
	}
	return allDigits(s[:point]) && allDigits(s[point+1:]) && len(s) > 1 && point <= maxNumeral && len(s) <= maxDecimals
}

func allDigits(s []byte) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// reader reads what has a fixed form, one part after the other.
type reader struct {
	text []byte
	at   int
}

func reading(text []byte, at int) reader { return reader{text, at} }

// whole reads a whole number without a sign and what space follows.
func (r *reader) whole() (n int, ok bool) {
	from := r.at
	for r.at < len(r.text) && r.text[r.at] >= '0' && r.text[r.at] <= '9' && r.at-from < maxNumeral {
		n = 10*n + int(r.text[r.at]-'0')
		r.at++
	}
	ok = r.at > from
	r.at = skipSpace(r.text, r.at)
	return n, ok
}

// word reads these letters, of which the last must end there.
func (r *reader) word(letters string) bool {
	if !bytes.HasPrefix(r.text[r.at:], []byte(letters)) {
		return false
	}
	end := r.at + len(letters)
	if end < len(r.text) && byteClass[r.text[end]] == regularByte {
		return false
	}
	r.at = end
	return true
}

// ref reads a reference, such as 12 0 R, and gives its number and its end.
func (r reader) ref() (nr, end int, ok bool) {
	if r.at >= len(r.text) || r.text[r.at] < '0' || r.text[r.at] > '9' {
		return 0, 0, false
	}
	nr, _ = r.whole()
	if _, ok = r.whole(); ok {
		ok = r.word("R")
	}
	return nr, r.at, ok
}

// header reads the beginning of an object in the file, such as 12 0 obj, and
// gives its number and where its value begins.
func (r reader) header() (nr, at int, ok bool) {
	r.at = skipSpace(r.text, r.at)
	nr, ok = r.whole()
	if !ok {
		return 0, 0, false
	}
	_, ok = r.whole()
	if !ok || !r.word("obj") {
		return 0, 0, false
	}
	return nr, skipSpace(r.text, r.at), true
}
