package font

import (
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/go-fonts/liberation/liberationserifitalic"
	"github.com/go-fonts/liberation/liberationserifregular"
	shapes "github.com/go-text/typesetting/font"
)

// converted is a font file with the first glyphs of a TrueType one in the Compact
// Font Format.
func converted(t testing.TB, file []byte, glyphs int) []byte {
	t.Helper()
	face, err := Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	s := NewSubset(face)
	for i := 1; i < glyphs; i++ {
		s.Code(Glyph{ID: uint16(i), Text: string(rune(0xe000 + i))})
	}
	out := tables{"CFF ": s.cff(), "maxp": binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint32(nil, 0x5000), uint16(glyphs))}
	for _, tag := range []string{"hmtx", "cmap", "OS/2", "name", "post"} {
		out[tag] = face.tables[tag]
	}
	out["head"] = patched(face.tables["head"], map[int]uint16{18: 1000}) // the unit of what is written
	out["hhea"] = patched(face.tables["hhea"], map[int]uint16{34: uint16(min(glyphs, face.numMetrics))})
	made := assemble(out)
	binary.BigEndian.PutUint32(made, sfntOpenType)
	return made
}

// collected is a collection of font files.
func collected(files ...[]byte) []byte {
	out := binary.BigEndian.AppendUint32([]byte("ttcf\x00\x01\x00\x00"), uint32(len(files)))
	at := 12 + 4*len(files)
	for _, f := range files {
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		at += len(f)
	}
	begin := 12 + 4*len(files)
	for _, f := range files {
		f = slices.Clone(f)
		for i := range int(binary.BigEndian.Uint16(f[4:])) { // offsets count from the file's beginning
			rec := f[12+16*i:]
			binary.BigEndian.PutUint32(rec[8:], binary.BigEndian.Uint32(rec[8:])+uint32(begin))
		}
		out, begin = append(out, f...), begin+len(f)
	}
	return out
}

// area is what an outline encloses.
func area(segments []shapes.Segment) float64 {
	sum, x, y := 0.0, 0.0, 0.0
	for _, s := range segments {
		args := s.ArgsSlice()
		to := args[len(args)-1]
		if len(args) > 0 {
			sum += x*float64(to.Y) - float64(to.X)*y
		}
		x, y = float64(to.X), float64(to.Y)
	}
	return sum / 2
}

func TestCompactFontFormat(t *testing.T) {
	t.Parallel()
	plain, err := Parse(liberationserifregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := Parse(converted(t, liberationserifregular.TTF, 200))
	if err != nil {
		t.Fatal(err)
	}
	if face.Family() != Serif || math.Round(face.Advance('g')/2.048) != math.Round(plain.Advance('g')) {
		t.Errorf("%s: g is %g wide", face.Family(), face.Advance('g'))
	}
	// What was written twice is the same letters.
	s := NewSubset(face)
	s.Encode("Quire 2026, fg%")
	again, err := Parse(subsetFile(t, face, s))
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range "Quire 206,fg%" {
		want := area(plain.segments(plain.glyphs.at(r))) * 1e6 / plain.unitsPerEm / plain.unitsPerEm
		got := area(again.segments(s.code(r)))
		if math.Abs(got-want) > math.Abs(want)/1000+10 {
			t.Errorf("%d: %c has an area of %.0f, want %.0f", i, r, got, want)
		}
	}
}

// subsetFile is a file of a subset.
func subsetFile(t testing.TB, face *Face, s *Subset) []byte {
	t.Helper()
	n := uint16(len(s.characters) + 1)
	head := patched(face.tables["head"], map[int]uint16{18: 1000})
	out := tables{"CFF ": s.cff(), "head": head, "maxp": binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint32(nil, 0x5000), n)}
	for _, tag := range []string{"hmtx", "cmap", "OS/2", "name", "post"} {
		out[tag] = face.tables[tag]
	}
	out["hhea"] = patched(face.tables["hhea"], map[int]uint16{34: n})
	made := assemble(out)
	binary.BigEndian.PutUint32(made, sfntOpenType)
	return made
}

func TestCollections(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := collected(converted(t, liberationserifregular.TTF, 300), liberationserifitalic.TTF)
	renamed := slices.Clone(file)
	if err := os.WriteFile(filepath.Join(dir, "Two.TTC"), renamed, 0o600); err != nil {
		t.Fatal(err)
	}
	l := newLibrary(folders([]string{dir}))
	upright, slanted := l.Lookup(Serif, false, false), l.Lookup(Serif, false, true)
	want := dir + "/Two.TTC"
	if upright.Source() != want || slanted.Source() != want || upright.Italic() || !slanted.Italic() {
		t.Errorf("%s %v, %s %v", upright.Source(), upright.Italic(), slanted.Source(), slanted.Italic())
	}
	if !upright.tables.compact() || slanted.tables.compact() {
		t.Error("the fonts of the collection were taken for each other")
	}
	if g := slanted.shape([]rune("fi"), false, scriptOf([]rune("fi"))); len(g) == 0 {
		t.Error("the second font of a collection cannot be shaped")
	}
}
