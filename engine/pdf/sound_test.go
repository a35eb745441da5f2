package pdf_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"quire/engine/pdf"
)

// odd is a dictionary with what sound files may have in all its forms.
const odd = "<< /B#6c#61 [ 1 -2 +3 .5 -.5 0.50 12. 007 -0 1.23456789012345678 %comment\n(a\\)(b)) <4 a6B> <> /N#20m true false null ] /Zz null\r\n" +
	"/A 1 /A 2 /Deep<</Deep<</Deep[[[]]]>>>>/Ref 3 0 R/Two[4 0]>>"

// TestBothReadersAgree writes files twice: as the reader of sound files reads
// them, and as pdfcpu's does (which pads digits of hexadecimal strings before space).
func TestBothReadersAgree(t *testing.T) {
	t.Parallel()
	plain := linked("x")
	for name, data := range map[string][]byte{
		"linked": plain,
		"packed": joined(t, pdf.Info{Title: "packed"}, reread(t, plain)),
		"odd": file(`<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Count 1/Kids[3 0 R]>>`,
			`<</Type/Page/Contents 4 0 R/Odd 5 0 R/More[6 0 R 7 0 R 8 0 R 99 0 R 0 0 R]>>`, stream("/Odd[5 0 R]", "q Q"),
			strings.ReplaceAll(odd, "<4 a6B>", "<4a6B>"), "null", "(alone)", "[9 0 R]"),
	} {
		var written [3][]byte
		for i, read := range []func() (*pdf.Document, error){
			func() (*pdf.Document, error) { return pdf.ReadSound(t.Context(), data) },
			func() (*pdf.Document, error) { return pdf.ReadWhole(t.Context(), data) },
			func() (*pdf.Document, error) { return pdf.ReadInPieces(t.Context(), data) },
		} {
			d, err := read()
			if d == nil || err != nil {
				t.Fatalf("%s: reader %d: %v", name, i, err)
			}
			written[i] = joined(t, pdf.Info{}, d)
		}
		if !bytes.Equal(written[0], written[1]) || !bytes.Equal(written[0], written[2]) {
			t.Errorf("%s: the readers differ", name)
		}
	}
}

// TestWhatIsNotSound is left to the reader that can repair.
func TestWhatIsNotSound(t *testing.T) {
	t.Parallel()
	page := func(object string) []byte {
		return file(`<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Count 1/Kids[3 0 R]>>`, leaf, object)
	}
	if d, err := pdf.ReadSound(t.Context(), page("(sound)")); d == nil || err != nil {
		t.Fatalf("a sound file: %v", err)
	}
	for name, data := range map[string][]byte{
		"truncated":      truncated(linked("x")),
		"misled":         misled(linked("x")),
		"shifted":        shifted(linked("x")),
		"junk before":    append([]byte("junk\n"), linked("x")...),
		"open string":    page("(never closed"),
		"open array":     page("[1 2"),
		"half an entry":  page("<</A>>"),
		"two points":     page("1.2.3"),
		"a word":         page("[nothing]"),
		"a broken name":  page("/A#zz"),
		"long stream":    page("<</Length 9>>\nstream\nq Q\nendstream"),
		"abbreviated":    page("<</Filter/Fl/Length 3>>\nstream\nq Q\nendstream"),
		"no length":      page("<<>>\nstream\nq Q\nendstream"),
		"too deep":       page(strings.Repeat("[", 200) + strings.Repeat("]", 200)),
		"not hex":        page("<4x>"),
		"without a page": file(`<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Count 0/Kids[]>>`),
	} {
		if d, err := pdf.ReadSound(t.Context(), data); d != nil || err != nil {
			t.Errorf("%s is taken as sound, %v", name, err)
		}
		if d, err := pdf.ReadInPieces(t.Context(), data); d != nil || err != nil {
			t.Errorf("%s is taken as sound in pieces, %v", name, err)
		}
	}
}

// TestDamagedObjectStream has a table that is right and packed objects that are
// not: the file is read as a damaged one, and what is lost is not passed over.
func TestDamagedObjectStream(t *testing.T) {
	t.Parallel()
	packed := joined(t, pdf.Info{}, reread(t, linked("x")))
	at := bytes.Index(packed, []byte("/Type/ObjStm"))
	at += bytes.Index(packed[at:], []byte("stream\n")) + len("stream\n")
	broken := bytes.Clone(packed)
	for i := range 40 {
		broken[at+2+i] ^= 0x5a
	}
	d, err := pdf.ReadBytes(t.Context(), broken, "broken.pdf")
	if err == nil {
		err = pdf.NewWriter(&bytes.Buffer{}, pdf.Info{}).Append(t.Context(), d, pdf.AppendOptions{})
	}
	var e *pdf.Error
	if !errors.As(err, &e) {
		t.Errorf("without its objects the file gives %v", err)
	}
}

func TestTwoWaysOfWriting(t *testing.T) {
	t.Parallel()
	a, b, ok := pdf.TwoWays([]byte(odd))
	want := `<</A 2/Bla [1 -2 3 0.5 -0.5 0.5 12 7 0 1.2345678901234567 (a\)(b)) <4A6B> <> /N#20m true false null]/Deep <</Deep <</Deep [[[]]]>>>>/Ref null/Two [4 0]>>`
	if !ok || string(a) != string(b) {
		t.Errorf("%t:\n%s\n%s", ok, a, b)
	}
	if string(a) != want {
		t.Errorf("got  %s\nwant %s", a, want)
	}
}

// FuzzTwoWays writes anything that is sound in both ways, and reads what it wrote.
func FuzzTwoWays(f *testing.F) {
	for _, seed := range []string{odd, "[-.0 1 0 R 12 0 R]", "<</A(\\)>>", "<</A#00 1>>", "%\n1", "<</S/GoTo/D(x)>>", "<</Subtype/Link/Dest[1 0 R/Fit]>>"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		a, b, ok := pdf.TwoWays(text)
		if !ok {
			return
		}
		if !bytes.Equal(a, b) {
			t.Fatalf("%q becomes\n%q and\n%q", text, a, b)
		}
		if _, _, ok := pdf.TwoWays(a); !ok {
			t.Fatalf("%q becomes %q, which is not sound", text, a)
		}
	})
}
