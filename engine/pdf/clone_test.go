package pdf_test

import (
	"bytes"
	"sync"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/pdf"
)

func TestCloneIsAsReadAndApart(t *testing.T) {
	t.Parallel()
	data := joined(t, pdf.Info{}, reread(t, linked("x"))) // with object streams
	want := joined(t, pdf.Info{}, reread(t, data))
	base := reread(t, data)
	first, err := base.Clone(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range first.Context().Table {
		if d, ok := entry.Object.(types.Dict); ok {
			d["Changed"] = types.Integer(1)
		}
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			again, err := base.Clone(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			if !bytes.Equal(joined(t, pdf.Info{}, again), want) {
				t.Error("a clone differs from the file as it was read, or from another that was changed")
			}
		})
	}
	all.Wait()
}
