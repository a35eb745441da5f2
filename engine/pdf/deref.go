package pdf

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// maxRefChain bounds references that point at references.
const maxRefChain = 32

// Resolve follows references to the object they lead to. It is nil for null,
// for objects that do not exist or cannot be parsed, and for circles.
func (d *Document) Resolve(o types.Object) types.Object {
	for range maxRefChain {
		ref, ok := o.(types.IndirectRef)
		if !ok {
			return o
		}
		o = d.object(ref.ObjectNumber.Value())
	}
	return nil
}

// object is the object of this number; nil when there is none.
func (d *Document) object(nr int) types.Object {
	entry, ok := d.ctx.Table[nr]
	if !ok && d.file != nil {
		return d.make(nr)
	}
	if !ok || entry == nil || entry.Free {
		return nil
	}
	if lazy, ok := entry.Object.(types.LazyObjectStreamObject); ok {
		entry.Object = decodeLazy(lazy)
	}
	return entry.Object
}

// make takes an object from the file, which from then on is the document's own
// and may be changed. What its file cannot give is looked for as in a damaged one.
func (d *Document) make(nr int) types.Object {
	if nr <= 0 || nr >= len(d.file.places) || d.file.places[nr].kind < inFile {
		return nil
	}
	entry := model.NewXRefTableEntryGen0(nil)
	d.ctx.Table[nr] = entry
	if entry.Object = d.file.object(nr); entry.Object == nil && d.file.places[nr].kind == inStream && d.file.packs[d.file.places[nr].at] == nil {
		entry.Object = d.file.rescue(nr)
	}
	return entry.Object
}

// decodeLazy parses an object of an object stream; nil when it is damaged.
func decodeLazy(lazy types.LazyObjectStreamObject) (o types.Object) {
	defer func() {
		if recover() != nil {
			o = nil
		}
	}()
	o, err := lazy.DecodedObject(context.Background())
	if err != nil {
		return nil
	}
	return o
}

// Dict is the dictionary that o is or refers to; nil when it is none. The
// dictionary of a stream counts, too.
func (d *Document) Dict(o types.Object) types.Dict {
	switch v := d.Resolve(o).(type) {
	case types.Dict:
		return v
	case types.StreamDict:
		return v.Dict
	}
	return nil
}

// Array is the array that o is or refers to; nil when it is none.
func (d *Document) Array(o types.Object) types.Array {
	a, _ := d.Resolve(o).(types.Array)
	return a
}

// Number is the value of an integer or real.
func (d *Document) Number(o types.Object) (float64, bool) {
	switch v := d.Resolve(o).(type) {
	case types.Integer:
		return float64(v), true
	case types.Float:
		return float64(v), true
	}
	return 0, false
}

// Integer is the value of an integer, or of a real without its fraction.
func (d *Document) Integer(o types.Object) (int, bool) {
	switch v := d.Resolve(o).(type) {
	case types.Integer:
		return int(v), true
	case types.Float:
		return int(v), true
	}
	return 0, false
}

// Bool is the value of a boolean.
func (d *Document) Bool(o types.Object) (value, ok bool) {
	b, ok := d.Resolve(o).(types.Boolean)
	return bool(b), ok
}

// NameOf is the value of a name object, without the slash and decoded.
func (d *Document) NameOf(o types.Object) (string, bool) {
	n, ok := d.Resolve(o).(types.Name)
	return string(n), ok
}

// Bytes are the bytes of a string, literal or hexadecimal.
func (d *Document) Bytes(o types.Object) ([]byte, bool) {
	switch v := d.Resolve(o).(type) {
	case types.StringLiteral:
		b, err := types.Unescape(string(v))
		return b, err == nil
	case types.HexLiteral:
		return unhex(string(v)), true
	}
	return nil, false
}

// Text is a text string decoded: UTF-16, UTF-8 or PDFDocEncoding
// (ISO 32000-1, 7.9.2.2).
func (d *Document) Text(o types.Object) (string, bool) {
	b, ok := d.Bytes(o)
	if !ok {
		return "", false
	}
	return DecodeText(b), true
}

// Stream is the stream that o is or refers to; nil when it is none. It is a
// copy: changes to its dictionary are seen by others, changes to its fields
// are not.
func (d *Document) Stream(o types.Object) *types.StreamDict {
	switch v := d.Resolve(o).(type) {
	case types.StreamDict:
		return &v
	case *types.StreamDict:
		return v
	}
	return nil
}

// StreamContent decodes the bytes of a stream, up to 64 MB of them.
func (d *Document) StreamContent(o types.Object) ([]byte, error) {
	sd := d.Stream(o)
	if sd == nil {
		return nil, errors.New("not a stream")
	}
	return decoded(sd)
}

// decoded decodes a stream, within limits.
func decoded(sd *types.StreamDict) (content []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			content, err = nil, fmt.Errorf("decoding panicked: %v", r)
		}
	}()
	if sd.Content == nil {
		if content, ok, err := inflate(sd, maxStreamBytes); ok {
			return content, err
		}
	}
	if err := sd.DecodeWithLimit(maxStreamBytes); err != nil {
		return nil, err
	}
	return sd.Content, nil
}

// Rect is a rectangle as left, bottom, right and top (ISO 32000-1, 7.9.5),
// whatever corners were given. It is false for anything without an area.
func (d *Document) Rect(o types.Object) ([4]float64, bool) {
	var r [4]float64
	a := d.Array(o)
	if len(a) < 4 {
		return r, false
	}
	for i := range r {
		n, ok := d.Number(a[i])
		if !ok {
			return r, false
		}
		r[i] = n
	}
	r = [4]float64{min(r[0], r[2]), min(r[1], r[3]), max(r[0], r[2]), max(r[1], r[3])}
	return r, r[2] > r[0] && r[3] > r[1]
}

// unhex decodes a hexadecimal string; white space is skipped and an odd last
// digit is followed by a zero (ISO 32000-1, 7.3.4.3).
func unhex(s string) []byte {
	digits := make([]byte, 0, len(s)+1)
	for i := range len(s) {
		c := s[i]
		if c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' {
			digits = append(digits, c)
		}
	}
	if len(digits)%2 == 1 {
		digits = append(digits, '0')
	}
	out := make([]byte, len(digits)/2)
	if _, err := hex.Decode(out, digits); err != nil {
		return nil
	}
	return out
}
