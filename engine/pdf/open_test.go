package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"testing"

	"quire/engine/pdf"
)

// closable is a file that counts what is read, until it is closed.
type closable struct {
	data   []byte
	read   atomic.Int64
	closed atomic.Bool
}

var errClosed = errors.New("closed")

// ReadAt reads.
func (c *closable) ReadAt(p []byte, off int64) (int, error) {
	if c.closed.Load() {
		return 0, errClosed
	}
	n, err := bytes.NewReader(c.data).ReadAt(p, off)
	c.read.Add(int64(n))
	return n, err
}

// heavy is a file of three pages with a large stream each.
func heavy() []byte {
	objects := []string{`<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Kids[3 0 R 5 0 R 7 0 R]/Count 3>>`}
	for i := range 3 {
		objects = append(objects, fmt.Sprintf(`<</Type/Page/MediaBox[0 0 9 9]/Contents %d 0 R>>`, 4+2*i), stream("", fmt.Sprint(i)+string(noise(700_000))))
	}
	return file(objects...)
}

func TestOpenLeavesStreamsInTheFile(t *testing.T) {
	t.Parallel()
	data := heavy()
	want := joined(t, pdf.Info{}, reread(t, data))
	src := &closable{data: data}
	doc, err := pdf.Open(t.Context(), src, int64(len(data)), "heavy.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if n := src.read.Load(); n > int64(len(data))/5 || doc.Footprint() > int64(len(data))/5 {
		t.Errorf("%d of %d bytes were read, %d are in memory", n, len(data), doc.Footprint())
	}
	if !bytes.Equal(joined(t, pdf.Info{}, doc), want) {
		t.Error("the bytes differ")
	}
	sealed, err := pdf.Open(t.Context(), src, int64(len(data)), "heavy.pdf")
	if err != nil {
		t.Fatal(err)
	}
	if err := sealed.Seal(t.Context()); err != nil {
		t.Fatal(err)
	}
	src.closed.Store(true)
	if !bytes.Equal(joined(t, pdf.Info{}, sealed), want) {
		t.Error("the bytes of the sealed document differ")
	}
	err = pdf.NewWriter(io.Discard, pdf.Info{}).Append(t.Context(), doc, pdf.AppendOptions{})
	var e *pdf.Error
	if !errors.As(err, &e) || e.Reason != pdf.Unreadable || !errors.Is(err, errClosed) {
		t.Errorf("what cannot be fetched gives %v", err)
	}
}
