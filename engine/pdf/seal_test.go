package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"

	"quire/engine/pdf"
)

// chain is a file of one page that leads through n objects and back to the first.
func chain(n int) []byte {
	objects := []string{`<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Kids[3 0 R]/Count 1>>`, `<</Type/Page/MediaBox[0 0 9 9]/Resources<</Properties<</A 4 0 R>>>>>>`}
	for i := range n {
		next := 5 + i
		if i == n-1 {
			next = 4
		}
		objects = append(objects, "<</Next "+strings.Repeat(" ", i%3)+fmt.Sprint(next)+" 0 R"+"/Again "+fmt.Sprint(4+i)+" 0 R>>")
	}
	return file(objects...)
}

func TestSealedDocumentGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	for name, data := range map[string][]byte{
		"linked": linked("x"), "rebuilt": truncated(linked("x")), "circle": chain(5), "deep circle": chain(500), "packed": joined(t, pdf.Info{}, reread(t, linked("y"))),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := joined(t, pdf.Info{}, reread(t, linked("x")), reread(t, data), reread(t, data))
			doc := reread(t, data)
			if err := errors.Join(doc.Seal(t.Context()), doc.Seal(t.Context())); err != nil {
				t.Fatal(err)
			}
			if doc.Footprint() <= 0 {
				t.Error("a sealed document takes no memory")
			}
			var all sync.WaitGroup
			for range 4 {
				all.Go(func() {
					if !bytes.Equal(joined(t, pdf.Info{}, reread(t, linked("x")), doc, doc), want) {
						t.Error("the bytes differ")
					}
				})
			}
			all.Wait()
			if err := pdf.NewWriter(io.Discard, pdf.Info{}).Append(t.Context(), doc, pdf.AppendOptions{KeepForm: true}); err == nil {
				t.Error("the form of a sealed document was kept")
			}
		})
	}
}
