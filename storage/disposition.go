package storage

import "strings"

// contentDisposition writes the header of RFC 6266 for a file name: a plain
// form for old clients and, when the name needs it, the exact form in UTF-8
// (RFC 8187), which others prefer.
func contentDisposition(kind, name string) string {
	plain := strings.Map(plainRune, name)
	header := kind + `; filename="` + plain + `"`
	if plain == name {
		return header
	}
	return header + "; filename*=UTF-8''" + percentEncode(name)
}

// plainRune keeps to characters that every client reads in the same way:
// some decode percent signs and mishandle escapes (RFC 6266, appendix D).
func plainRune(r rune) rune {
	switch {
	case r < ' ' || r > '~', r == '"', r == '\\', r == '%', r == '/':
		return '_'
	}
	return r
}

// percentEncode keeps the attr-char of RFC 8187, 3.2.1, and encodes the rest.
func percentEncode(s string) string {
	const hexadecimal = "0123456789ABCDEF"
	var out strings.Builder
	for i := range len(s) {
		c := s[i]
		if isAttrChar(c) {
			out.WriteByte(c)
			continue
		}
		out.Write([]byte{'%', hexadecimal[c>>4], hexadecimal[c&15]})
	}
	return out.String()
}

func isAttrChar(c byte) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	}
	return strings.IndexByte("!#$&+-.^_`|~", c) >= 0
}
