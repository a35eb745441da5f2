package pdf_test

import (
	"errors"
	"io"
	"strings"
	"testing"

	"quire/engine/pdf"
)

// FuzzReadAppend reads anything and appends what could be read: both end with
// a result or an error of one line.
func FuzzReadAppend(f *testing.F) {
	f.Add(linked("seed"))
	f.Add(truncated(linked("seed")))
	f.Add(shifted(linked("seed")))
	f.Add(chain(5))
	f.Add(heavy()[:5000])
	f.Add(file(`<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>`, `<</Type/Pages/Count 1/Kids[3 0 R]>>`,
		`<</Type/Page/Annots[4 0 R]>>`, `<</Subtype/Widget/Rect[0 0 9 9]/FT/Tx/T(a)/V<FEFF0141>/Parent 4 0 R>>`))
	f.Add(file(`<</Type/Catalog/Pages 2 0 R/Names<</Dests 4 0 R>>>>`, `<</Type/Pages/Count 1/Kids[3 0 R]>>`,
		`<</Type/Page/Contents 4 0 R>>`, stream("/Kids[4 0 R]/Names[(a)[3 0 R]]", "q Q")))
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := pdf.ReadBytes(t.Context(), data, "fuzz.pdf")
		if err != nil {
			checkError(t, err)
			return
		}
		pieces, err := pdf.ReadInPieces(t.Context(), data)
		if sound, _ := pdf.ReadSound(t.Context(), data); (sound == nil) != (pieces == nil) || err != nil {
			t.Fatalf("only one of two readers takes it as sound: %v", err)
		}
		sum, err := twice(t, doc)
		if err != nil {
			checkError(t, err)
			return
		}
		if pieces != nil {
			if again, err := twice(t, pieces); err != nil || again != sum {
				t.Errorf("a file that is read in pieces gives other bytes: %v", err)
			}
		}
		if err := doc.Seal(t.Context()); err != nil {
			t.Fatalf("what was appended cannot be sealed: %v", err)
		}
		if again, err := twice(t, doc); err != nil || again != sum {
			t.Errorf("a sealed document gives other bytes: %v", err)
		}
	})
}

// twice appends a document two times and hashes the file.
func twice(t *testing.T, doc *pdf.Document) (sum [32]byte, err error) {
	t.Helper()
	w := pdf.NewWriter(io.Discard, pdf.Info{})
	for range 2 {
		if err := w.Append(t.Context(), doc, pdf.AppendOptions{Title: "part"}); err != nil {
			return sum, err
		}
	}
	if err := w.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	return w.SHA256(), nil
}

func checkError(t *testing.T, err error) {
	t.Helper()
	var e *pdf.Error
	if !errors.As(err, &e) || strings.Contains(err.Error(), "\n") {
		t.Errorf("error %q of type %T", err, err)
	}
	if e != nil && e.Err != nil && strings.Contains(e.Err.Error(), "copying panicked") {
		t.Errorf("our own code panicked: %v", e.Err)
	}
}
