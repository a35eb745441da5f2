package pdf_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/pdf"
)

// noise is data that does not compress.
func noise(n int) []byte {
	b := make([]byte, n)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// withFont is a page that uses a font with a large file.
func withFont(extra string) *pdf.Document {
	d := pdf.New()
	fontFile := d.AddStream(nil, noise(50_000))
	descriptor := d.AddObject(types.Dict{"Type": types.Name("FontDescriptor"), "FontFile2": fontFile})
	face := d.AddObject(types.Dict{"Type": types.Name("Font"), "Subtype": types.Name("TrueType"), "FontDescriptor": descriptor})
	d.AddPage(a4, types.Dict{"Font": types.Dict{"F1": face}}, []byte("BT /F1 9 Tf ("+extra+") Tj ET"))
	return d
}

func TestEqualObjectsAreStoredOnce(t *testing.T) {
	t.Parallel()
	data := joined(t, pdf.Info{}, withFont("one"), withFont("two"))
	if len(data) > 60_000 {
		t.Errorf("%d bytes: the font is there twice", len(data))
	}
	d := reread(t, data)
	var fonts []types.Object
	for _, p := range d.Pages() {
		fonts = append(fonts, d.Dict(d.Dict(p.Dict["Resources"])["Font"])["F1"])
	}
	if fonts[0] != fonts[1] {
		t.Errorf("fonts %v, want one for both pages", fonts)
	}
}

func TestDeterminism(t *testing.T) {
	t.Parallel()
	info := pdf.Info{Title: "Żółć", Author: "A (b)", Date: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	run := func() []byte {
		return joined(t, info, reread(t, linked("a")), withFont("x"), reread(t, linked("b")))
	}
	first := run()
	for range 5 {
		if !bytes.Equal(first, run()) {
			t.Fatal("two runs differ")
		}
	}
	d := reread(t, first)
	meta := d.Dict(*d.Context().Info)
	if title, _ := d.Text(meta["Title"]); title != info.Title {
		t.Errorf("title %q", title)
	}
	if date, _ := d.Text(meta["CreationDate"]); date != "D:20260102030405Z" {
		t.Errorf("date %q", date)
	}
}

func TestDocumentCanBeAppendedAgain(t *testing.T) {
	t.Parallel()
	doc := reread(t, linked("x"))
	d := reread(t, joined(t, pdf.Info{}, doc, doc))
	if len(d.Pages()) != 4 {
		t.Fatalf("%d pages, want 4", len(d.Pages()))
	}
	checkLinks(t, d, 0)
	checkLinks(t, d, 2)
}

func TestPageUsedTwice(t *testing.T) {
	t.Parallel()
	d := reread(t, file(`<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Count 2/Kids[3 0 R 3 0 R]>>`, leaf))
	if got := len(reread(t, joined(t, pdf.Info{}, d)).Pages()); got != 2 {
		t.Errorf("%d pages, want 2", got)
	}
}

func TestManyPages(t *testing.T) {
	t.Parallel()
	for _, n := range []int{64, 65, 64*64 + 1} {
		d := reread(t, joined(t, pdf.Info{}, drawn(n)))
		if len(d.Pages()) != n {
			t.Fatalf("%d pages, want %d", len(d.Pages()), n)
		}
		root := d.Dict(d.Catalog()["Pages"])
		if count, _ := d.Integer(root["Count"]); count != n {
			t.Errorf("count %d, want %d", count, n)
		}
		if kids := len(d.Array(root["Kids"])); kids > 64 {
			t.Errorf("%d kids at the root of %d pages", kids, n)
		}
	}
}

func TestSelfReference(t *testing.T) {
	t.Parallel()
	d := pdf.New()
	group := types.Dict{}
	ref := d.AddObject(group)
	group["Self"] = ref
	group["Other"] = d.AddObject(types.Array{ref, ref})
	d.AddPage(a4, types.Dict{"ExtGState": types.Dict{"G": ref}}, nil)
	out := reread(t, joined(t, pdf.Info{}, d))
	got := out.Dict(out.Dict(out.Pages()[0].Dict["Resources"])["ExtGState"])["G"]
	if self := out.Dict(got)["Self"]; self != got {
		t.Errorf("self is %v, want %v", self, got)
	}
	if other := out.Array(out.Dict(got)["Other"]); len(other) != 2 || other[0] != got {
		t.Errorf("other is %v", other)
	}
}

func TestLongChain(t *testing.T) {
	t.Parallel()
	const length = 20_000
	d := pdf.New()
	next := d.AddObject(types.Dict{"End": types.Boolean(true)})
	for range length {
		next = d.AddObject(types.Dict{"Next": next})
	}
	d.AddPage(a4, types.Dict{"ExtGState": next}, nil)
	out := reread(t, joined(t, pdf.Info{}, d))
	o, n := out.Dict(out.Dict(out.Pages()[0].Dict["Resources"])["ExtGState"]), 0
	for ; o["Next"] != nil; n++ {
		o = out.Dict(o["Next"])
	}
	if end, _ := out.Bool(o["End"]); n != length || !end {
		t.Errorf("chain of %d, want %d", n, length)
	}
}

func TestStringsNamesAndNumbersSurvive(t *testing.T) {
	t.Parallel()
	d := pdf.New()
	odd := "a b/#(ü)"
	ref := d.AddObject(types.Dict{
		odd:    types.Name(odd),
		"S":    pdf.TextString("(Zażółć \\ \n)"),
		"R":    types.Float(-0.00012),
		"Big":  types.Float(1e30),
		"B":    pdf.ByteString([]byte("back\\slash (x)")),
		"Null": nil,
	})
	d.AddPage(a4, types.Dict{"ExtGState": ref}, nil)
	out := reread(t, joined(t, pdf.Info{}, d))
	got := out.Dict(out.Dict(out.Pages()[0].Dict["Resources"])["ExtGState"])
	if n, _ := out.NameOf(got[odd]); n != odd {
		t.Errorf("name %q", n)
	}
	if s, _ := out.Text(got["S"]); s != "(Zażółć \\ \n)" {
		t.Errorf("text %q", s)
	}
	if b, _ := out.Bytes(got["B"]); string(b) != "back\\slash (x)" {
		t.Errorf("bytes %q", b)
	}
	if r, _ := out.Number(got["R"]); r != -0.00012 {
		t.Errorf("real %v", r)
	}
	if big, _ := out.Number(got["Big"]); big != 1<<31-1 {
		t.Errorf("large real %v", big)
	}
}

func TestEmptyFileIsAnError(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	w := pdf.NewWriter(&b, pdf.Info{})
	if err := w.Append(t.Context(), pdf.New(), pdf.AppendOptions{}); err == nil {
		t.Error("a document without pages was appended")
	}
	if err := w.Close(); err == nil {
		t.Error("a file without pages was closed")
	}
}

// failing takes some bytes and no more.
type failing struct{ left int }

func (f *failing) Write(p []byte) (int, error) {
	if len(p) > f.left {
		return 0, errNetwork
	}
	f.left -= len(p)
	return len(p), nil
}

func TestWriteErrors(t *testing.T) {
	t.Parallel()
	w := pdf.NewWriter(&failing{left: 70_000}, pdf.Info{})
	var err error
	for i := 0; i < 5 && err == nil; i++ {
		d := pdf.New()
		d.AddPage(a4, nil, append(noise(40_000), fmt.Sprint(i)...))
		err = w.Append(t.Context(), d, pdf.AppendOptions{})
	}
	if err != errNetwork {
		t.Errorf("append: %v", err)
	}
	if err := w.Close(); err != errNetwork {
		t.Errorf("close: %v", err)
	}
}
