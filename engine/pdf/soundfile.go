package pdf

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/filter"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// soundFile is a file whose objects all stand where its table says, each whole.
// They are made when they are asked for. Anything else (damage, encryption,
// abbreviations) is left to pdfcpu's reader, which makes all objects at once.
type soundFile struct {
	fileText
	places  []place // by object number
	trailer types.Dict
	packs   map[int]*objectStream
	budget  int64 // bytes of object streams that may still be decoded
	doc     *Document
	// cause is why an object stream could not be decoded after all; spare is what
	// looking for its objects gave, and damage the cause when that was nothing.
	cause, damage error
	spare         *Document
	// made are objects for the copies of the document; nil before the first.
	made *prototypes
}

// place is where an object is: at an offset of the file, or in an object stream.
type place struct {
	kind placeKind
	at   int // the offset, or the number of the stream
}

type placeKind uint8

const (
	unlisted placeKind = iota
	freePlace
	inFile
	inStream
)

// objectStream is a decoded object stream (ISO 32000-1, 7.5.7).
type objectStream struct {
	text []byte
	at   map[int]int // by object number
}

// readSound reads a file that is sound and not encrypted; nil for others.
func readSound(ctx context.Context, text fileText, name string) (*Document, error) {
	if err := ctx.Err(); err != nil || !bytes.HasPrefix(text.view(0, headerSearch).text, []byte("%PDF-")) {
		return nil, err
	}
	f := &soundFile{fileText: text, packs: map[int]*objectStream{}, budget: maxUnpacked}
	if !f.readTables() || f.trailer["Encrypt"] != nil {
		return nil, nil
	}
	root, ok := f.trailer["Root"].(types.IndirectRef)
	if !ok || !f.check(ctx) {
		return nil, ctx.Err()
	}
	doc := New()
	doc.ctx.Table = map[int]*model.XRefTableEntry{0: doc.ctx.Table[0]}
	doc.name, doc.file, doc.ctx.Root = name, f, &root
	if info, ok := f.trailer["Info"].(types.IndirectRef); ok {
		doc.ctx.Info = &info
	}
	*doc.ctx.XRefTable.Size = len(f.places)
	f.doc = doc
	if err := doc.findPages(ctx); err != nil {
		if ctxErr := ctx.Err(); ctxErr != nil {
			return nil, ctxErr
		}
		return nil, nil // the other reader may find more, or tell why not
	}
	return doc, nil
}

// check looks at every object that stands in the file by itself.
func (f *soundFile) check(ctx context.Context) bool {
	for nr, p := range f.places {
		if nr%1024 == 0 && ctx.Err() != nil {
			return false
		}
		if p.kind != inFile {
			continue
		}
		if _, ok := f.stand(nr); !ok {
			return false
		}
	}
	return true
}

// standing is an object as it stands in a text.
type standing struct {
	text     []byte
	at       int
	raw      raw // of a stream
	isStream bool
}

// stand finds an object that stands in the file by itself.
func (f *soundFile) stand(nr int) (s standing, ok bool) {
	ok = f.look(f.places[nr].at, func(p piece, at int) bool {
		got, at, ok := reading(p.text, at).header()
		if !ok || got != nr {
			return false
		}
		s = standing{text: p.text, at: at}
		end := skipValue(p.text, at, 0)
		if end == unsound {
			return false
		}
		r := reading(p.text, skipSpace(p.text, end))
		if r.word("endobj") {
			return true
		}
		if p.text[at] != '<' || !r.word("stream") {
			return false
		}
		s.isStream = true
		s.raw, ok = f.streamBytes(p, at, r.at)
		return ok
	})
	return s, ok
}

// streamBytes are the bytes of a stream behind the keyword, if they are as
// many as its dictionary says (ISO 32000-1, 7.3.8).
func (f *soundFile) streamBytes(p piece, dict, at int) (bytes raw, ok bool) {
	var few [16]entry
	entries := entriesOf(few[:0], p.text, dict)
	length, ok := f.whole(p.text, find(entries, "Length"))
	if !ok || abbreviated(p.text, find(entries, "Filter")) || at+2 >= len(p.text) {
		return raw{}, false
	}
	switch {
	case p.text[at] == '\r' && p.text[at+1] == '\n':
		at += 2
	case p.text[at] == '\n':
		at++
	default:
		return raw{}, false
	}
	begin := p.at + at
	if length > f.size-begin {
		return raw{}, false
	}
	if at+length+len("\r\nendstream") >= len(p.text) && p.at+len(p.text) < f.size {
		p = f.view(begin+length, f.first)
	}
	r := reading(p.text, begin+length-p.at)
	for r.at < len(p.text) && (p.text[r.at] == '\r' || p.text[r.at] == '\n') {
		r.at++
	}
	return f.stretch(begin, length), r.word("endstream")
}

// whole is a whole number, or one that stands in the file by itself.
func (f *soundFile) whole(text []byte, at int) (n int, ok bool) {
	if at == unsound {
		return 0, false
	}
	r := reading(text, at)
	nr, _, isRef := r.ref()
	if !isRef {
		return r.whole()
	}
	if nr >= len(f.places) || f.places[nr].kind != inFile {
		return 0, false
	}
	found := f.look(f.places[nr].at, func(p piece, at int) bool {
		got, at, isObject := reading(p.text, at).header()
		if !isObject || got != nr {
			return false
		}
		r := reading(p.text, at)
		n, ok = r.whole()
		return r.at < len(p.text) || p.at+r.at == f.size // else more digits may follow
	})
	return n, ok && found
}

// abbreviated tells a filter by a name that is only meant for images inside
// contents (ISO 32000-1, table 94), which would have to be written in full.
func abbreviated(text []byte, at int) bool {
	if at == unsound {
		return false
	}
	end := skipValue(text, at, 0)
	for name := range strings.FieldsFuncSeq(string(text[at:end]), func(r rune) bool { return strings.ContainsRune("/[] \t\r\n\f\x00", r) }) {
		if len(name) < len("LZWDecode") && name != "Crypt" {
			return true
		}
	}
	return false
}

// find gives an object as it stands; not ok when there is none.
func (f *soundFile) find(nr int) (s standing, ok bool) {
	if nr <= 0 || nr >= len(f.places) {
		return s, false
	}
	switch p := f.places[nr]; p.kind {
	case inFile:
		return f.stand(nr)
	case inStream:
		pack := f.pack(p.at)
		if pack == nil {
			return s, false
		}
		at, ok := pack.at[nr]
		return standing{text: pack.text, at: at}, ok
	}
	return s, false
}

// pack decodes an object stream; nil when it is damaged.
func (f *soundFile) pack(nr int) *objectStream {
	if pack, known := f.packs[nr]; known {
		return pack
	}
	f.packs[nr] = nil
	if nr >= len(f.places) || f.places[nr].kind != inFile {
		return nil
	}
	content, err := f.doc.StreamContent(*types.NewIndirectRef(nr, 0))
	if f.budget -= int64(len(content)); f.budget < 0 {
		err = filter.ErrDecodeLimitExceeded
	}
	if err != nil {
		f.cause = classify(f.doc.name, err)
		return nil
	}
	head := f.doc.Dict(*types.NewIndirectRef(nr, 0))
	n, _ := f.doc.Integer(head["N"])
	first, _ := f.doc.Integer(head["First"])
	if first < 0 || first > len(content) || n > maxObjects {
		return nil
	}
	f.packs[nr] = &objectStream{content, offsets(content, first, n)}
	delete(f.doc.ctx.Table, nr) // it has served
	return f.packs[nr]
}

// rescue looks for an object of a damaged object stream as in a damaged file.
func (f *soundFile) rescue(nr int) types.Object {
	if f.spare == nil {
		doc, ok := mend(context.Background(), f.src, int64(f.size), f.doc.name)
		if !ok {
			doc, f.damage = New(), f.cause
		}
		f.spare = doc
	}
	return f.spare.object(nr)
}

// share gives the file to a copy of its document, with all object streams decoded.
func (f *soundFile) share(with *Document) *soundFile {
	for _, p := range f.places {
		if p.kind == inStream {
			f.pack(p.at)
		}
	}
	if f.made == nil {
		f.made = &prototypes{by: map[int]types.Object{}}
	}
	s := *f
	s.pieces = slices.Clip(f.pieces)
	s.doc, s.packs, s.spare, s.damage = with, maps.Clone(f.packs), nil, nil
	return &s
}

// offsets reads the numbers and places at the beginning of an object stream.
func offsets(text []byte, first, n int) map[int]int {
	at := make(map[int]int, n)
	r := reading(text[:first], 0)
	r.at = skipSpace(r.text, 0)
	for range n {
		nr, ok := r.whole()
		off, ok2 := r.whole()
		if !ok || !ok2 || first+off >= len(text) {
			break
		}
		at[nr] = skipSpace(text, first+off)
	}
	return at
}

// object makes an object; nil when there is none.
func (f *soundFile) object(nr int) types.Object {
	if o := f.made.copyOf(nr); o != nil {
		return o
	}
	s, ok := f.find(nr)
	if !ok {
		return nil
	}
	if !s.isStream && skipValue(s.text, s.at, 0) == unsound {
		return parseObject(context.Background(), string(s.text[s.at:]))
	}
	o, end := value(s.text, s.at)
	d, isDict := o.(types.Dict)
	if !s.isStream || !isDict {
		f.made.keep(nr, o, end-s.at)
		return o
	}
	encoded, err := s.raw.load()
	if err != nil {
		f.failed = err
		return nil
	}
	length := int64(len(encoded))
	sd := types.NewStreamDict(d, 0, &length, nil, f.filters(d))
	sd.Raw = encoded
	if len(encoded) <= prototypeStream {
		f.made.keep(nr, sd, end-s.at)
	}
	return sd
}

// filters are the filters of a stream with their parameters.
func (f *soundFile) filters(d types.Dict) []types.PDFFilter {
	list := func(o types.Object) types.Array {
		switch v := f.doc.Resolve(o).(type) {
		case nil:
			return nil
		case types.Array:
			return v
		default:
			return types.Array{v}
		}
	}
	parms := list(d["DecodeParms"])
	var out []types.PDFFilter
	for i, o := range list(d["Filter"]) {
		name, _ := f.doc.NameOf(o)
		step := types.PDFFilter{Name: name}
		if i < len(parms) {
			step.DecodeParms = f.doc.Dict(parms[i])
		}
		out = append(out, step)
	}
	return out
}
