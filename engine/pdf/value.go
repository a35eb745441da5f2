package pdf

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// value makes an object of text that the scanner took as sound, and gives its
// end. Names are decoded; strings stay as they are written, like pdfcpu's.
func value(text []byte, at int) (types.Object, int) {
	end := skipValue(text, at, 0)
	if end == unsound {
		return nil, len(text)
	}
	switch text[at] {
	case '/':
		return types.Name(nameOf(text[at+1 : end])), end
	case '(':
		return types.StringLiteral(text[at+1 : end-1]), end
	case '[':
		return array(text, at), end
	case '<':
		if text[at+1] == '<' {
			return dict(entriesOf(nil, text, at), text), end
		}
		return types.HexLiteral(hexDigitsOf(text[at+1 : end-1])), end
	}
	return scalar(text, at, end), end
}

func array(text []byte, at int) types.Array {
	a := types.Array{}
	for at = skipSpace(text, at+1); text[at] != ']'; at = skipSpace(text, at) {
		var v types.Object
		v, at = value(text, at)
		a = append(a, v)
	}
	return a
}

func dict(entries []entry, text []byte) types.Dict {
	d := make(types.Dict, len(entries))
	for _, e := range entries {
		d[string(e.key)], _ = value(text, e.at)
	}
	return d
}

func scalar(text []byte, at, end int) types.Object {
	switch s := text[at:end]; string(s) {
	case "true":
		return types.Boolean(true)
	case "false":
		return types.Boolean(false)
	case "null":
		return nil
	default:
		if nr, _, ok := reading(text, at).ref(); ok {
			return *types.NewIndirectRef(nr, 0)
		}
		return numeral(s)
	}
}

func numeral(s []byte) types.Object {
	if bytes.IndexByte(s, '.') < 0 {
		n, err := strconv.Atoi(string(s))
		if err != nil {
			return nil
		}
		return types.Integer(n)
	}
	f, err := strconv.ParseFloat(string(s), 64)
	if err != nil {
		return nil
	}
	return types.Float(f)
}

// entry is a key of a dictionary, decoded, and the place of its value.
type entry struct {
	key []byte
	at  int
}

// entriesOf appends the entries of a sound dictionary, sorted; of a key that
// occurs twice the last counts, and null is no value (ISO 32000-1, 7.3.7).
func entriesOf(to []entry, text []byte, at int) []entry {
	first := len(to)
	sorted := true
	for at = skipSpace(text, at+2); text[at] == '/'; at = skipSpace(text, at) {
		end := skipRegular(text, at+1)
		e := entry{nameOf(text[at+1 : end]), skipSpace(text, end)}
		at = skipValue(text, e.at, 0)
		if n := len(to); n > first && bytes.Compare(to[n-1].key, e.key) >= 0 {
			sorted = false
		}
		to = append(to, e)
	}
	found := to[first:]
	if !sorted {
		slices.SortStableFunc(found, func(a, b entry) int { return bytes.Compare(a.key, b.key) })
	}
	n := 0
	for i, e := range found {
		if i+1 < len(found) && bytes.Equal(e.key, found[i+1].key) || bytes.HasPrefix(text[e.at:], []byte("null")) {
			continue
		}
		found[n] = e
		n++
	}
	return to[:first+n]
}

// find gives the place of a key's value; unsound when there is none.
func find(entries []entry, key string) int {
	for _, e := range entries {
		if string(e.key) == key {
			return e.at
		}
	}
	return unsound
}

// nameOf decodes a name without its slash (ISO 32000-1, 7.3.5).
func nameOf(raw []byte) []byte {
	if bytes.IndexByte(raw, '#') < 0 {
		return raw
	}
	out := make([]byte, 0, len(raw))
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		if c == '#' && i+2 < len(raw) {
			if b, err := hex.DecodeString(string(raw[i+1 : i+3])); err == nil {
				c = b[0]
				i += 2
			}
		}
		out = append(out, c)
	}
	return out
}

// hexDigitsOf are the digits of a hexadecimal string, in capitals and pairs.
func hexDigitsOf(raw []byte) []byte {
	out := make([]byte, 0, len(raw)+1)
	for _, c := range raw {
		switch {
		case byteClass[c] == spaceByte:
			continue
		case c >= 'a':
			c -= 'a' - 'A'
		}
		out = append(out, c)
	}
	if len(out)%2 == 1 {
		out = append(out, '0')
	}
	return out
}
