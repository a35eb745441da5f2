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

// serialise drafts an object of the source.
func (c *copier) serialise(p *part, src source) {
	if src.standing != nil {
		c.transcribe(p, src)
		return
	}
	switch v := src.obj.(type) {
	case types.StreamDict:
		c.streamDict(p, &v)
	case *types.StreamDict:
		c.streamDict(p, v)
	default:
		c.append(&p.draft, src.obj, 0)
	}
}

var lengthOnly = map[string]bool{"Length": true}

func (c *copier) streamDict(p *part, sd *types.StreamDict) {
	p.isStream = true
	if sd.Raw == nil && sd.Content != nil {
		c.unencoded(p, sd)
		return
	}
	c.entries(&p.draft, sd.Dict, lengthOnly, 0)
	p.raw = inMemory(sd.Raw)
}

// unencoded is a stream that was made in memory and has not been encoded.
func (c *copier) unencoded(p *part, sd *types.StreamDict) {
	dict := types.Dict{}
	for k, v := range sd.Dict {
		if k != "Filter" && k != "DecodeParms" {
			dict[k] = v
		}
	}
	dict["Filter"] = types.Name("FlateDecode")
	c.entries(&p.draft, dict, lengthOnly, 0)
	p.raw = inMemory(deflate(sd.Content))
}

func (c *copier) append(d *draft, o types.Object, depth int) {
	switch v := o.(type) {
	case types.IndirectRef:
		c.reference(d, v.ObjectNumber.Value())
		return
	case *types.IndirectRef:
		if v != nil {
			c.append(d, *v, depth)
			return
		}
	case types.Array:
		if depth < maxDirectDepth {
			c.array(d, v, depth)
			return
		}
	case types.Dict:
		if depth < maxDirectDepth {
			c.entries(d, v, nil, depth)
			d.add(">>")
			return
		}
	case types.LazyObjectStreamObject:
		c.append(d, decodeLazy(v), depth)
		return
	default:
		d.text = appendScalar(d.text, o)
		return
	}
	d.add("null")
}

// reference leaves a gap for an object, or writes null for one that is left out.
func (c *copier) reference(d *draft, nr int) {
	if at := c.ref(nr); at.kind != noGap {
		d.leave(at.kind, at.to)
		return
	}
	d.add("null")
}

func (c *copier) array(d *draft, a types.Array, depth int) {
	d.add("[")
	for i, x := range a {
		if i > 0 {
			d.add(" ")
		}
		c.append(d, x, depth+1)
	}
	d.add("]")
}

// entries drafts a dictionary without the closing brackets: sorted, without
// what is skipped, and with destinations as the output names them.
func (c *copier) entries(to *draft, d types.Dict, skip map[string]bool, depth int) {
	to.add("<<")
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
		to.text = append(appendName(to.text, k), ' ')
		if kind == goTo && k == "D" || kind == link && k == "Dest" {
			c.destination(to, d[k])
			continue
		}
		c.append(to, d[k], depth+1)
	}
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
