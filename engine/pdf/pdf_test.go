package pdf_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/pdf"
)

// a4 is the size of a sheet in points.
var a4 = [4]float64{0, 0, 595, 842}

// drawn makes a document of n pages with a line on each.
func drawn(n int) *pdf.Document {
	d := pdf.New()
	for range n {
		d.AddPage(a4, types.Dict{}, []byte("10 10 m 100 100 l S"))
	}
	return d
}

// joined appends documents to a file and gives its bytes.
func joined(t *testing.T, info pdf.Info, docs ...*pdf.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	w := pdf.NewWriter(&b, info)
	for _, d := range docs {
		if err := w.Append(t.Context(), d, pdf.AppendOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// reread reads what was written.
func reread(t *testing.T, data []byte) *pdf.Document {
	t.Helper()
	d, err := pdf.ReadBytes(context.Background(), data, "output.pdf")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	d := reread(t, joined(t, pdf.Info{Title: "Ł"}, drawn(2), drawn(1)))
	if got := len(d.Pages()); got != 3 {
		t.Fatalf("pages: %d, want 3", got)
	}
	for i, p := range d.Pages() {
		if box, ok := d.Rect(p.Dict["MediaBox"]); !ok || box != a4 {
			t.Errorf("page %d: media box %v", i, box)
		}
		content, err := d.StreamContent(p.Dict["Contents"])
		if err != nil || string(content) != "10 10 m 100 100 l S" {
			t.Errorf("page %d: content %q, %v", i, content, err)
		}
	}
}
