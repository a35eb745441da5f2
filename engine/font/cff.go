package font

import (
	"encoding/binary"
	"math"

	"github.com/go-text/typesetting/font/opentype"

	shapes "github.com/go-text/typesetting/font"
)

// Operators of the Compact Font Format (Adobe Technical Note 5176, table 9 to 23)
// and of its charstrings (5177).
const (
	cffBox        = 5
	cffCharset    = 15
	cffGlyphs     = 17
	cffPrivate    = 18
	cffDefault    = 20
	cffNominal    = 21
	cffROS        = 0x0c1e
	cffCount      = 0x0c22
	cffFonts      = 0x0c24
	cffSelect     = 0x0c25
	cffOwnStrings = 391 // number of the first string that is not a standard one

	charLine  = 5
	charCurve = 8
	charEnd   = 14
	charMove  = 21
)

// cff is the subset as a font with codes for names of its glyphs, in units of
// thousandths of the font size (ISO 32000-1, 9.9, CIDFontType0C). The outlines
// are written anew, without subroutines and hints.
func (s *Subset) cff() []byte {
	glyphs := [][]byte{s.face.charstring(0)}
	for _, c := range s.characters {
		glyphs = append(glyphs, s.face.charstring(c.glyph))
	}
	n := len(glyphs)
	head := append([]byte{1, 0, 4, 4}, index([]byte(s.tag()+"+"+s.face.postScript))...)
	texts := append(index([]byte("Adobe"), []byte("Identity")), index()...) // and no subroutines
	charset := []byte{0}
	if n > 1 {
		charset = append([]byte{2, 0, 1}, byte((n-2)>>8), byte(n-2))
	}
	sel := []byte{3, 0, 1, 0, 0, 0, byte(n >> 8), byte(n)}
	private := append(operator(cffDefault, 0), operator(cffNominal, 0)...)
	strings := index(glyphs...)
	// All numbers are written in one length, so that the top dictionary's is known.
	top := func(charsetAt, selectAt, glyphsAt, fontsAt int) []byte {
		d := operator(cffROS, cffOwnStrings, cffOwnStrings+1, 0)
		box := s.face.tables["head"]
		d = append(d, operator(cffBox, int(s.face.em(box.i16(36))), int(s.face.em(box.i16(38))), int(s.face.em(box.i16(40))), int(s.face.em(box.i16(42))))...)
		d = append(append(d, operator(cffCount, n)...), operator(cffCharset, charsetAt)...)
		d = append(append(d, operator(cffSelect, selectAt)...), operator(cffGlyphs, glyphsAt)...)
		return index(append(d, operator(cffFonts, fontsAt)...))
	}
	at := len(head) + len(top(0, 0, 0, 0)) + len(texts)
	selectAt := at + len(charset)
	privateAt := selectAt + len(sel)
	glyphsAt := privateAt + len(private)
	fontsAt := glyphsAt + len(strings)
	out := append(head, top(at, selectAt, glyphsAt, fontsAt)...)
	for _, part := range [][]byte{texts, charset, sel, private, strings, index(operator(cffPrivate, len(private), privateAt))} {
		out = append(out, part...)
	}
	return out
}

// operator writes operands, as integers of five bytes, and an operator.
func operator(op int, operands ...int) []byte {
	var b []byte
	for _, v := range operands {
		b = binary.BigEndian.AppendUint32(append(b, 29), uint32(int32(v)))
	}
	if op > 0xff {
		b = append(b, byte(op>>8))
	}
	return append(b, byte(op))
}

// index writes a list of byte strings (5176, 5).
func index(items ...[]byte) []byte {
	b := binary.BigEndian.AppendUint16(nil, uint16(len(items)))
	if len(items) == 0 {
		return b
	}
	b = append(b, 4)
	offset := uint32(1)
	b = binary.BigEndian.AppendUint32(b, offset)
	for _, item := range items {
		offset += uint32(len(item))
		b = binary.BigEndian.AppendUint32(b, offset)
	}
	for _, item := range items {
		b = append(b, item...)
	}
	return b
}

// charstring is the outline of a glyph; nothing for one that cannot be read.
func (f *Face) charstring(gid uint16) []byte {
	w := charstringWriter{scale: 1000 / f.unitsPerEm}
	for _, s := range f.segments(gid) {
		w.segment(s)
	}
	return append(w.out, charEnd)
}

// segments is the outline of a glyph of a font without TrueType outlines.
func (f *Face) segments(gid uint16) (segments []shapes.Segment) {
	s := f.shaper()
	if s == nil || gid == blank {
		return nil
	}
	defer func() {
		if recover() != nil { // a damaged font must not end the booklet
			segments = nil
		}
	}()
	d := s.idle.Get().(*desk)
	defer s.idle.Put(d)
	outline, _ := d.face.GlyphDataOutline(shapes.GID(gid))
	return outline.Segments
}

// charstringWriter writes steps from point to point, which is where it is after
// rounding.
type charstringWriter struct {
	out   []byte
	scale float64
	at    [2]float64
}

func (w *charstringWriter) segment(s shapes.Segment) {
	from := w.at
	point := func(i int) [2]float64 {
		return [2]float64{w.round(float64(s.Args[i].X)), w.round(float64(s.Args[i].Y))}
	}
	switch s.Op {
	case opentype.SegmentOpMoveTo:
		w.steps(charMove, point(0))
	case opentype.SegmentOpLineTo:
		w.steps(charLine, point(0))
	case opentype.SegmentOpQuadTo:
		c, to := point(0), point(1)
		third := func(a, b float64) float64 { return a + (b-a)*2/3 }
		w.steps(charCurve, [2]float64{third(from[0], c[0]), third(from[1], c[1])}, [2]float64{third(to[0], c[0]), third(to[1], c[1])}, to)
	case opentype.SegmentOpCubeTo:
		w.steps(charCurve, point(0), point(1), point(2))
	}
}

// round brings a length to hundredths of a thousandth of the font size.
func (w *charstringWriter) round(v float64) float64 { return math.Round(v*w.scale*100) / 100 }

func (w *charstringWriter) steps(op byte, points ...[2]float64) {
	for _, p := range points {
		for i := range p {
			w.at[i] += w.number(p[i] - w.at[i])
		}
	}
	w.out = append(w.out, op)
}

// number writes a number (5177, 3.2) and gives it as it is read again.
func (w *charstringWriter) number(v float64) float64 {
	v = max(-32000, min(32000, v))
	n := int(math.Round(v))
	switch {
	case math.Abs(v-float64(n)) > 1e-3:
		fixed := int32(math.Round(v * 65536))
		w.out = binary.BigEndian.AppendUint32(append(w.out, 255), uint32(fixed))
		return float64(fixed) / 65536
	case n >= -107 && n <= 107:
		w.out = append(w.out, byte(n+139))
	case n >= 108 && n <= 1131:
		w.out = append(w.out, byte((n-108)>>8+247), byte(n-108))
	case n <= -108 && n >= -1131:
		w.out = append(w.out, byte((-n-108)>>8+251), byte(-n-108))
	default:
		w.out = append(w.out, 28, byte(n>>8), byte(n))
	}
	return float64(n)
}
