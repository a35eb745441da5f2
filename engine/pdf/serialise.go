package pdf

import (
	"math"
	"slices"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// maxReal is the largest number that every reader takes, whole numbers being
// read as integers of 32 bits (ISO 32000-1, table C.1).
const maxReal = math.MaxInt32

// maxDirectDepth bounds containers within containers.
const maxDirectDepth = 256

// serialise writes an object of the source with the output's references. A
// stream's dictionary comes without Length and closing brackets.
func (c *copier) serialise(src source) (body, raw []byte, isStream bool) {
	if src.standing != nil {
		return c.transcribe(src)
	}
	switch v := src.obj.(type) {
	case types.StreamDict:
		return c.streamDict(&v)
	case *types.StreamDict:
		return c.streamDict(v)
	}
	return c.append(nil, src.obj, 0), nil, false
}

var lengthOnly = map[string]bool{"Length": true}

func (c *copier) streamDict(sd *types.StreamDict) (body, raw []byte, isStream bool) {
	if sd.Raw == nil && sd.Content != nil {
		return c.unencoded(sd)
	}
	return c.entries(nil, sd.Dict, lengthOnly, 0), sd.Raw, true
}

// unencoded is a stream that was made in memory and has not been encoded.
func (c *copier) unencoded(sd *types.StreamDict) (body, raw []byte, isStream bool) {
	dict := types.Dict{}
	for k, v := range sd.Dict {
		if k != "Filter" && k != "DecodeParms" {
			dict[k] = v
		}
	}
	dict["Filter"] = types.Name("FlateDecode")
	return c.entries(nil, dict, lengthOnly, 0), deflate(sd.Content), true
}

func (c *copier) append(b []byte, o types.Object, depth int) []byte {
	switch v := o.(type) {
	case types.IndirectRef:
		if n := c.ref(v.ObjectNumber.Value()); n != 0 {
			return append(b, reference(n)...)
		}
	case *types.IndirectRef:
		if v != nil {
			return c.append(b, *v, depth)
		}
	case types.Array:
		if depth < maxDirectDepth {
			return c.array(b, v, depth)
		}
	case types.Dict:
		if depth < maxDirectDepth {
			return append(c.entries(b, v, nil, depth), ">>"...)
		}
	case types.LazyObjectStreamObject:
		return c.append(b, decodeLazy(v), depth)
	default:
		return appendScalar(b, o)
	}
	return append(b, "null"...)
}

func (c *copier) array(b []byte, a types.Array, depth int) []byte {
	b = append(b, '[')
	for i, x := range a {
		if i > 0 {
			b = append(b, ' ')
		}
		b = c.append(b, x, depth+1)
	}
	return append(b, ']')
}

// entries writes a dictionary without the closing brackets: sorted, without
// what is skipped, and with destinations as the output names them.
func (c *copier) entries(b []byte, d types.Dict, skip map[string]bool, depth int) []byte {
	b = append(b, "<<"...)
	keys := make([]string, 0, len(d))
	for k, v := range d {
		if v != nil && !skip[k] {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	kind := c.linkKind(d)
	for _, k := range keys {
		if kind == widget && k == "Parent" && c.form == nil {
			continue // the form that it leads to is not copied
		}
		b = appendName(b, k)
		b = append(b, ' ')
		if kind == goTo && k == "D" || kind == link && k == "Dest" {
			b = append(b, c.destination(d[k])...)
			continue
		}
		b = c.append(b, d[k], depth+1)
	}
	return b
}

// kindOfDict tells the dictionaries that need care.
type kindOfDict int

const (
	plain kindOfDict = iota
	goTo
	link
	widget
)

func (c *copier) linkKind(d types.Dict) kindOfDict {
	if s, ok := d["S"]; ok && d["D"] != nil {
		if n, _ := c.doc.NameOf(s); n == "GoTo" {
			return goTo
		}
	}
	if s, ok := d["Subtype"]; ok {
		switch n, _ := c.doc.NameOf(s); n {
		case "Link":
			return link
		case "Widget":
			return widget
		}
	}
	return plain
}

func appendScalar(b []byte, o types.Object) []byte {
	switch v := o.(type) {
	case types.Boolean:
		return strconv.AppendBool(b, bool(v))
	case types.Integer:
		return strconv.AppendInt(b, int64(v), 10)
	case types.Float:
		return appendReal(b, float64(v))
	case types.Name:
		return appendName(b, string(v))
	case types.StringLiteral:
		b = append(b, '(')
		b = append(b, v...)
		return append(b, ')')
	case types.HexLiteral:
		b = append(b, '<')
		b = append(b, v...)
		return append(b, '>')
	}
	return append(b, "null"...)
}

// appendReal writes a number without an exponent, which PDF does not know.
func appendReal(b []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		f = 0
	}
	f = max(-maxReal, min(maxReal, f))
	return strconv.AppendFloat(b, f, 'f', -1, 64)
}

const hexDigits = "0123456789abcdef"

// appendName writes a name with its irregular characters as #xx
// (ISO 32000-1, 7.3.5).
func appendName[T string | []byte](b []byte, name T) []byte {
	b = append(b, '/')
	for i := range len(name) {
		ch := name[i]
		if ch <= ' ' || ch > '~' || byteClass[ch] != regularByte || ch == '#' {
			b = append(b, '#', hexDigits[ch>>4], hexDigits[ch&15])
			continue
		}
		b = append(b, ch)
	}
	return b
}

// literal writes an object that holds no references.
func literal(o types.Object) string { return string(appendScalar(nil, o)) }
