package contents

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"quire/internal/problem"
	"quire/internal/sample"
)

// held is a file in memory that counts how often it was opened.
type held struct {
	opened, closed atomic.Int64
	data           []byte
}

func (h *held) file(sha, name string) File {
	return File{SHA256: sha, Name: name, Open: func(context.Context) (Source, error) {
		h.opened.Add(1)
		return &opened{bytes.NewReader(h.data), h}, nil
	}}
}

type opened struct {
	*bytes.Reader
	of *held
}

// Close counts.
func (o *opened) Close() error { o.of.closed.Add(1); return nil }

func TestFields(t *testing.T) {
	t.Parallel()
	data, err := sample.CarrierForm()
	if err != nil {
		t.Fatal(err)
	}
	r, h := NewReader(), &held{data: data}
	for range 3 {
		fields, err := r.Fields(t.Context(), h.file("one", "form.pdf"))
		if err != nil || len(fields) == 0 {
			t.Fatal(fields, err)
		}
		for _, f := range fields {
			if f.Name == "" || f.Page == nil || len(f.Widgets) == 0 || f.Widgets[0].Rect.Right <= f.Widgets[0].Rect.Left {
				t.Errorf("field %+v", f)
			}
		}
	}
	if o, c := h.opened.Load(), h.closed.Load(); o != 1 || c != 1 {
		t.Errorf("opened %d and closed %d times", o, c)
	}
}

func TestSheets(t *testing.T) {
	t.Parallel()
	data, err := sample.Workbook("Acme", "2026 Q1", 12)
	if err != nil {
		t.Fatal(err)
	}
	sheets, err := NewReader().Sheets(t.Context(), (&held{data: data}).file("two", "figures.xlsx"))
	if err != nil || len(sheets) == 0 {
		t.Fatal(sheets, err)
	}
	for _, s := range sheets {
		if s.Name == "" || s.Rows < 1 || s.Columns < 1 || s.PrintedPages == nil {
			t.Errorf("sheet %+v", s)
		}
	}
}

func TestFilesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	r, bad := NewReader(), &held{data: []byte("neither the one nor the other")}
	for name, look := range map[string]func(context.Context) error{
		"x.pdf":  func(ctx context.Context) error { _, err := r.Fields(ctx, bad.file("three", "x.pdf")); return err },
		"x.xlsx": func(ctx context.Context) error { _, err := r.Sheets(ctx, bad.file("three", "x.xlsx")); return err },
	} {
		p, ok := problem.As(look(t.Context()))
		if !ok || p.Code != problem.UploadRejected || p.Message == "" {
			t.Errorf("%s: %v", name, p)
		}
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		if p, ok := problem.As(look(ended)); !ok || p.Code != problem.Timeout {
			t.Errorf("%s after the end: %v", name, p)
		}
	}
	lost := errors.New("lost")
	_, err := r.Fields(t.Context(), File{SHA256: "four", Open: func(context.Context) (Source, error) { return nil, lost }})
	if !errors.Is(err, lost) {
		t.Errorf("error %v", err)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	m := newMemory()
	for i := range 3 * maxRemembered / 1000 {
		m.put(fmt.Sprint(i), i, 999)
		m.get("0")
	}
	if m.weight > maxRemembered || len(m.memos) != m.order.Len() || m.order.Len() != maxRemembered/1000 {
		t.Errorf("%d of weight %d", m.order.Len(), m.weight)
	}
	if _, ok := m.get("0"); !ok {
		t.Error("what is asked for often was forgotten")
	}
	if _, ok := m.get("1"); ok {
		t.Error("what is old was kept")
	}
	m.put("huge", 1, maxRemembered)
	if _, ok := m.get("huge"); ok || !strings.HasPrefix(m.order.Front().Value.(*memo).key, "0") {
		t.Error("what is too much was kept")
	}
}
