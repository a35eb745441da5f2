package engine

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"quire/engine/pdf"
)

// brokenRoom has a fault of its own.
type brokenRoom struct{}

func (brokenRoom) check(Page) string { return "" }

func (brokenRoom) render(context.Context, task) (*pdf.Document, []Warning, error) {
	panic("internal detail")
}

func TestPanicInARoomIsAnError(t *testing.T) {
	t.Parallel()
	c := composer{
		rooms: map[Kind]room{"broken": brokenRoom{}},
		plan:  Plan{Pages: []Page{{Kind: "broken", Source: "a", SourceName: "a.pdf"}}},
		out:   &meter{w: &bytes.Buffer{}},
	}
	_, err := c.run(t.Context(), MemorySources{})
	var e *Error
	if !errors.As(err, &e) || e.Code != CodeFailure || e.Page != 1 {
		t.Fatalf("error %v", err)
	}
	if want := "page 1: the page could not be made from «a.pdf» because of a fault in the program; the log tells more"; e.Error() != want {
		t.Errorf("message %q, want %q", e.Error(), want)
	}
	if cause := e.Err.Error(); !strings.Contains(cause, "internal detail") || !strings.Contains(cause, "brokenRoom") {
		t.Errorf("the cause does not tell what happened: %q", cause)
	}
}
