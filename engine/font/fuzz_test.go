package font

import (
	"testing"

	"github.com/go-fonts/liberation/liberationserifregular"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

func FuzzParse(f *testing.F) {
	face := own(Sans, false, false)
	sub := NewSubset(face)
	sub.Encode("Aé")
	dir, err := directory(sub.file(), 0)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(sub.file())
	f.Add(renamed(&Face{tables: dir, glyphs: glyphMap{{'A': 1}}}, "Seed", 'x'))
	f.Add([]byte("\x00\x01\x00\x00\x00\x01"))
	compact := converted(f, liberationserifregular.TTF, 40)
	f.Add(compact)
	f.Add(collected(compact, sub.file()))
	f.Fuzz(func(t *testing.T, data []byte) {
		face, err := Parse(data)
		if err != nil {
			return
		}
		sub := NewSubset(face)
		n := 0
		for r := range face.glyphs.all() {
			sub.Encode(string(r))
			if n++; n > 64 {
				break
			}
		}
		doc := &objects{}
		sub.Fill(types.Dict{}, doc)
		if face.tables.compact() {
			return
		}
		if got := checksum(sub.file()); got != checksumMagic {
			t.Errorf("the subset adds up to %#x", got)
		}
	})
}
