package font

import (
	"bytes"
	"encoding/binary"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// renamed makes a font file from a face: another family, and one of its
// letters at another code point.
func renamed(f *Face, family string, r rune) []byte {
	units := utf16.Encode([]rune(family))
	var name, cmap bytes.Buffer
	for _, v := range []uint16{0, 1, 18, 3, 1, 0x409, nameFamily, uint16(2 * len(units)), 0} {
		_ = binary.Write(&name, binary.BigEndian, v)
	}
	_ = binary.Write(&name, binary.BigEndian, units)
	for _, v := range []any{uint16(0), uint16(1), uint16(3), uint16(10), uint32(12), uint16(12), uint16(0),
		uint32(28), uint32(0), uint32(1), r, r, uint32(f.glyphs.at('A'))} {
		_ = binary.Write(&cmap, binary.BigEndian, v)
	}
	t := maps.Clone(f.tables)
	t["name"], t["cmap"] = name.Bytes(), cmap.Bytes()
	return assemble(t)
}

func writeFace(t *testing.T, dir, file, family string, r rune) {
	t.Helper()
	data := renamed(own(Sans, false, false), family, r)
	if err := os.WriteFile(filepath.Join(dir, file), data, 0o600); err != nil {
		t.Fatal(err)
	}
}

// objects is a document that just keeps what it is given.
type objects struct {
	all     []types.Object
	streams map[int][]byte
}

func (o *objects) AddObject(v types.Object) types.IndirectRef {
	o.all = append(o.all, v)
	return *types.NewIndirectRef(len(o.all), 0)
}

func (o *objects) AddStream(d types.Dict, content []byte) types.IndirectRef {
	ref := o.AddObject(d)
	if o.streams == nil {
		o.streams = map[int][]byte{}
	}
	o.streams[len(o.all)] = content
	return ref
}

// reparse reads a subset's file as a font whose characters are the codes.
func reparse(t *testing.T, file []byte) *Face {
	t.Helper()
	dir, err := directory(file, 0)
	if err != nil {
		t.Fatal(err)
	}
	dir["cmap"] = make(blob, 4)
	if err := dir.require(); err != nil {
		t.Fatal(err)
	}
	dir["cmap"] = nil
	return &Face{
		tables: dir, hmtx: dir["hmtx"], unitsPerEm: float64(dir["head"].u16(18)), longLoca: dir["head"].u16(50) == 1,
		numGlyphs: int(dir["maxp"].u16(4)), numMetrics: int(dir["hhea"].u16(34)),
	}
}

// flat expands a glyph into the simple outlines that it is made of.
func flat(f *Face, gid uint16, depth int) []byte {
	g := f.glyph(gid)
	at := components(g)
	if len(at) == 0 || depth > 5 {
		return bytes.TrimRight(g, "\x00")
	}
	out := slices.Clone(g)
	var parts []byte
	for _, a := range at {
		parts = append(parts, flat(f, g.u16(a), depth+1)...)
		out[a], out[a+1] = 0, 0
	}
	return append(bytes.TrimRight(out, "\x00"), parts...)
}

func TestSubsetKeepsShapesAndWidths(t *testing.T) {
	t.Parallel()
	for family := range bundled {
		for s := range 4 {
			f := own(family, s&1 != 0, s&2 != 0)
			t.Run(f.Name(), func(t *testing.T) {
				t.Parallel()
				sub := NewSubset(f)
				text := "Łódź, Äpfel & Ünal: 12,50 € — ‘§’ \u00a0Ωя"
				codes := sub.Encode(text)
				small := reparse(t, sub.file())
				for i, r := range []rune(text) {
					code := binary.BigEndian.Uint16(codes[2*i:])
					if code == 0 {
						t.Fatalf("%q has no code", r)
					}
					if !bytes.Equal(flat(f, f.glyphs.at(r), 0), flat(small, code, 0)) {
						t.Errorf("%q changed its shape", r)
					}
					if got, want := small.advance(code), f.Advance(r); got != want {
						t.Errorf("%q is %g wide, was %g", r, got, want)
					}
					if got, want := small.bearing(code), f.bearing(f.glyphs.at(r)); got != want {
						t.Errorf("%q begins at %d, began at %d", r, got, want)
					}
				}
			})
		}
	}
}

func TestSubsetFileIsSound(t *testing.T) {
	t.Parallel()
	sub := NewSubset(own(Serif, false, false))
	sub.Encode("Ångström")
	file := sub.file()
	if got := checksum(file); got != checksumMagic {
		t.Errorf("the file adds up to %#x, want %#x", got, uint32(checksumMagic))
	}
	if len(file) > 12<<10 {
		t.Errorf("eight letters take %d bytes", len(file))
	}
}

func TestFillIsDeterministicAndComplete(t *testing.T) {
	t.Parallel()
	make1 := func() (types.Dict, *objects) {
		sub, doc, dict := NewSubset(own(Sans, true, false)), &objects{}, types.Dict{}
		sub.Encode("Grüße 😀")
		sub.Fill(dict, doc)
		return dict, doc
	}
	dict, doc := make1()
	again, _ := make1()
	if dict.PDFString() != again.PDFString() {
		t.Error("two runs differ")
	}
	for _, key := range []string{"Type", "Subtype", "BaseFont", "Encoding", "DescendantFonts", "ToUnicode"} {
		if dict[key] == nil {
			t.Errorf("font dictionary lacks %s", key)
		}
	}
	name := string(dict["BaseFont"].(types.Name))
	if len(name) < 8 || name[6:] != "+LiberationSans-Bold" {
		t.Errorf("font is named %s", name)
	}
	ref := dict["ToUnicode"].(types.IndirectRef)
	if cmap := doc.streams[int(ref.ObjectNumber)]; !bytes.Contains(cmap, []byte("<0003> <00FC>")) {
		t.Errorf("ü cannot be copied:\n%s", cmap)
	}
}
