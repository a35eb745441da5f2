package pdf_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"

	"quire/engine/pdf"
)

const leaf = `<</Type/Page/MediaBox[0 0 10 10]/Resources<<>>>>`

func TestRefusals(t *testing.T) {
	t.Parallel()
	doubling := []string{`<</Type/Catalog/Pages 2 0 R>>`}
	for i := 2; i < 40; i++ {
		doubling = append(doubling, fmt.Sprintf("<</Type/Pages/Count 2/Kids[%d 0 R %d 0 R]>>", i+1, i+1))
	}
	for name, c := range map[string]struct {
		data   []byte
		reason pdf.Reason
	}{
		"empty":        {nil, pdf.NotAPDF},
		"text":         {[]byte("hello"), pdf.NotAPDF},
		"zip":          {[]byte("PK\x03\x04 and more"), pdf.NotAPDF},
		"header alone": {[]byte("%PDF-1.7\n"), pdf.Damaged},
		"no pages":     {file(`<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Count 0/Kids[]>>`), pdf.NoPages},
		"own parent":   {file(`<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Count 1/Kids[2 0 R]>>`), pdf.Damaged},
		"loop": {file(`<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Count 1/Kids[3 0 R]>>`,
			`<</Type/Pages/Count 1/Kids[2 0 R]>>`), pdf.Damaged},
		"doubling": {file(append(doubling, leaf)...), pdf.TooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := pdf.ReadBytes(t.Context(), c.data, "a file.pdf")
			var e *pdf.Error
			if !errors.As(err, &e) || e.Reason != c.reason {
				t.Fatalf("error %v, want %s", err, c.reason)
			}
			if s := err.Error(); !strings.Contains(s, "«a file.pdf»") || strings.Contains(s, "\n") {
				t.Errorf("message %q", s)
			}
		})
	}
}

func TestMending(t *testing.T) {
	t.Parallel()
	packed := joined(t, pdf.Info{}, reread(t, linked("x"))) // with object streams
	for name, data := range map[string][]byte{
		"truncated":     truncated(linked("x")),
		"misled":        misled(linked("x")),
		"shifted":       shifted(linked("x")),
		"misled packed": misled(packed),
		"junk before":   append([]byte("junk\n"), linked("x")...),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := reread(t, data)
			if len(d.Pages()) != 2 {
				t.Fatalf("%d pages, want 2", len(d.Pages()))
			}
			content, err := d.StreamContent(d.Pages()[0].Dict["Contents"])
			if err != nil || string(content) != "/OC /L BDC (x) Tj EMC" {
				t.Errorf("content %q, %v", content, err)
			}
		})
	}
}

func TestEncryption(t *testing.T) {
	t.Parallel()
	for _, key := range []int{128, 256} {
		for user, readable := range map[string]bool{"": true, "secret": false} {
			var b bytes.Buffer
			conf := model.NewAESConfiguration(user, "owner", key)
			if err := api.Encrypt(bytes.NewReader(linked("x")), &b, conf); err != nil {
				t.Fatal(err)
			}
			d, err := pdf.ReadBytes(t.Context(), b.Bytes(), "locked.pdf")
			if !readable {
				var e *pdf.Error
				if !errors.As(err, &e) || e.Code() != "SOURCE_ENCRYPTED" {
					t.Errorf("AES %d: %v", key, err)
				}
				continue
			}
			if err != nil {
				t.Fatalf("AES %d: %v", key, err)
			}
			d = reread(t, joined(t, pdf.Info{}, d))
			content, err := d.StreamContent(d.Pages()[0].Dict["Contents"])
			if err != nil || !strings.Contains(string(content), "(x) Tj") {
				t.Errorf("AES %d: content %q, %v", key, content, err)
			}
		}
	}
}

func TestInheritance(t *testing.T) {
	t.Parallel()
	d := reread(t, joined(t, pdf.Info{}, reread(t, linked("x"))))
	for i, want := range []int{90, 0} {
		p := d.Pages()[i].Dict
		if r, _ := d.Integer(p["Rotate"]); r != want {
			t.Errorf("page %d: rotation %d, want %d", i, r, want)
		}
		if box, _ := d.Rect(p["CropBox"]); box != [4]float64{10, 10, 290, 390} {
			t.Errorf("page %d: crop box %v", i, box)
		}
	}
}

func TestMissingMediaBox(t *testing.T) {
	t.Parallel()
	d := reread(t, file(`<</Type/Catalog/Pages 2 0 R>>`, `<</Type/Pages/Count 1/Kids[3 0 R null 9 0 R]>>`, `<</Type/Page/MediaBox[1 1]>>`))
	if box, _ := d.Rect(d.Pages()[0].Dict["MediaBox"]); box != [4]float64{0, 0, 612, 792} {
		t.Errorf("box %v, want Letter", box)
	}
}

var errNetwork = errors.New("connection reset")

// flaky fails after some bytes.
type flaky struct{ left int }

func (f *flaky) ReadAt(p []byte, off int64) (int, error) {
	if off+int64(len(p)) > int64(f.left) {
		return 0, errNetwork
	}
	return len(p), nil
}

func TestFailureToFetchIsNotDamage(t *testing.T) {
	t.Parallel()
	for _, size := range []int64{1 << 10, 100 << 20} {
		_, err := pdf.Read(t.Context(), &flaky{left: 10}, size, "far.pdf")
		var e *pdf.Error
		if !errors.As(err, &e) || e.Reason != pdf.Unreadable || !errors.Is(err, errNetwork) {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
	_, err := pdf.Read(t.Context(), strings.NewReader("%PDF-"), 10, "short.pdf")
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("shorter than announced: %v", err)
	}
}

func TestCancelledReadAndAppend(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := pdf.ReadBytes(ctx, linked("x"), "a.pdf"); !errors.Is(err, context.Canceled) {
		t.Errorf("read: %v", err)
	}
	w := pdf.NewWriter(io.Discard, pdf.Info{})
	if err := w.Append(ctx, drawn(1), pdf.AppendOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("append: %v", err)
	}
}
