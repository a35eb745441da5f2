package font

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math"
	"slices"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// Flags of a font descriptor (ISO 32000-1, table 123).
const (
	flagFixedPitch = 1 << 0
	flagSerif      = 1 << 1
	flagSymbolic   = 1 << 2
	flagItalic     = 1 << 6
)

// Document takes up the objects of a font; pdf.Document is one.
type Document interface {
	AddObject(types.Object) types.IndirectRef
	AddStream(dict types.Dict, content []byte) types.IndirectRef
}

// Fill completes dict as the font dictionary of the subset: a composite font
// with two-byte codes (ISO 32000-1, 9.7). Equal subsets give equal objects.
func (s *Subset) Fill(dict types.Dict, doc Document) {
	compact := s.face.tables.compact()
	var file types.IndirectRef
	if compact {
		file = doc.AddStream(types.Dict{"Subtype": types.Name("CIDFontType0C")}, s.cff())
	} else {
		plain := s.file()
		file = doc.AddStream(types.Dict{"Length1": types.Integer(len(plain))}, plain)
	}
	name := types.Name(s.tag() + "+" + s.face.postScript)
	descendant := types.Dict{
		"Type":           types.Name("Font"),
		"Subtype":        types.Name("CIDFontType2"),
		"BaseFont":       name,
		"CIDSystemInfo":  types.Dict{"Registry": types.StringLiteral("Adobe"), "Ordering": types.StringLiteral("Identity"), "Supplement": types.Integer(0)},
		"CIDToGIDMap":    types.Name("Identity"),
		"DW":             number(s.face.advance(0)),
		"W":              s.widths(),
		"FontDescriptor": doc.AddObject(s.descriptor(name, file)),
	}
	if compact { // its glyphs are found by their codes
		descendant["Subtype"] = types.Name("CIDFontType0")
		delete(descendant, "CIDToGIDMap")
	}
	dict["Type"] = types.Name("Font")
	dict["Subtype"] = types.Name("Type0")
	dict["BaseFont"] = name
	dict["Encoding"] = types.Name("Identity-H")
	dict["DescendantFonts"] = types.Array{doc.AddObject(descendant)}
	dict["ToUnicode"] = doc.AddStream(nil, s.toUnicode())
}

// tag is the six letters before the name of a subset (ISO 32000-1, 9.6.4),
// taken from its content so that it is the same in every run.
func (s *Subset) tag() string {
	sum := sha256.Sum256(s.key())
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}

func (s *Subset) widths() types.Array {
	w := types.Array{}
	for _, c := range s.characters {
		w = append(w, number(s.face.advance(c.glyph)))
	}
	return types.Array{types.Integer(1), w}
}

func (s *Subset) descriptor(name types.Name, file types.IndirectRef) types.Dict {
	f := s.face
	head := f.tables["head"]
	box := types.Array{}
	for _, off := range []int{36, 38, 40, 42} {
		box = append(box, number(f.em(head.i16(off))))
	}
	weight := float64(f.tables["OS/2"].u16(4))
	if weight == 0 {
		weight = 400
	}
	embedded := "FontFile2"
	if f.tables.compact() {
		embedded = "FontFile3"
	}
	return types.Dict{
		"Type":        types.Name("FontDescriptor"),
		"FontName":    name,
		"Flags":       types.Integer(f.flags()),
		"FontBBox":    box,
		"ItalicAngle": number(f.italicAngle()),
		"Ascent":      number(f.Ascent()),
		"Descent":     number(f.Descent()),
		"CapHeight":   number(f.CapHeight()),
		// No font file tells the width of its stems; this curve through known
		// faces is what renderers use when they draw a replacement.
		"StemV":  types.Integer(math.Round(50 + weight*weight/4225)),
		embedded: file,
	}
}

func (f *Face) flags() int {
	flags := flagSymbolic
	if f.tables["post"].u32(12) != 0 {
		flags |= flagFixedPitch
	}
	// PANOSE: family kind 2 is Latin text, serif styles 2 to 10 have serifs.
	if p := f.tables["OS/2"].slice(32, 34); len(p) == 2 && p[0] == 2 && p[1] >= 2 && p[1] <= 10 {
		flags |= flagSerif
	}
	if f.italic {
		flags |= flagItalic
	}
	return flags
}

func (f *Face) italicAngle() float64 {
	return float64(int32(f.tables["post"].u32(4))) / 65536
}

// toUnicode is the map from codes to characters (ISO 32000-1, 9.10.3).
func (s *Subset) toUnicode() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	var lines []string
	for i, c := range s.characters {
		if c.text == "" {
			continue // a part of the glyph before it, which says it all
		}
		line := fmt.Sprintf("<%04X> <", i+1)
		for _, u := range utf16.Encode([]rune(c.text)) {
			line += fmt.Sprintf("%04X", u)
		}
		lines = append(lines, line+">\n")
	}
	for part := range slices.Chunk(lines, 100) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(part))
		for _, line := range part {
			b.WriteString(line)
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
	return b.Bytes()
}

// number is the shortest PDF number within a hundredth of v.
func number(v float64) types.Object {
	v = math.Round(v*100) / 100
	if v == math.Trunc(v) {
		return types.Integer(v)
	}
	return types.Float(v)
}
