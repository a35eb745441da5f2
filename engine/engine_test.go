package engine_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"sync/atomic"
	"testing"
	"time"

	"quire/engine"
	"quire/engine/pdf"
)

// sheets is a PDF of n pages that say so.
func sheets(t *testing.T, n int, tag string) []byte {
	t.Helper()
	d := pdf.New()
	for i := range n {
		d.AddPage([4]float64{0, 0, 200, 300}, nil, fmt.Appendf(nil, "%% %s %d", tag, i))
	}
	var b bytes.Buffer
	w := pdf.NewWriter(&b, pdf.Info{})
	if err := w.Append(t.Context(), d, pdf.AppendOptions{}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// counting counts what is opened and closed.
type counting struct {
	engine.Sources
	opened, closed atomic.Int64
}

func (c *counting) Open(ctx context.Context, name string) (engine.Source, error) {
	src, err := c.Sources.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	c.opened.Add(1)
	return &countedSource{src, c}, nil
}

type countedSource struct {
	engine.Source
	from *counting
}

func (s *countedSource) Close() error {
	s.from.closed.Add(1)
	return s.Source.Close()
}

func static(name string) engine.Page {
	return engine.Page{Kind: engine.KindStatic, Title: name, Source: name, SourceName: name + ".pdf"}
}

func coverPage() engine.Page {
	return engine.Page{Kind: engine.KindCover, Cover: &engine.CoverOptions{Book: "Book", Customer: "Łukasz Żółć"}}
}

func TestCompose(t *testing.T) {
	t.Parallel()
	sources := &counting{Sources: engine.MemorySources{"a": sheets(t, 2, "a"), "b": sheets(t, 3, "b")}}
	plan := engine.Plan{
		Title: "Book",
		Date:  time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		Pages: []engine.Page{coverPage(), static("a"), static("b"), static("a")},
	}
	var steps []engine.Step
	var b bytes.Buffer
	got, err := engine.Compose(t.Context(), plan, sources, &b, func(s engine.Step) { steps = append(steps, s) })
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(b.Bytes())
	if got.Sheets != 8 || got.Bytes != int64(b.Len()) || got.SHA256 != hex.EncodeToString(sum[:]) || len(got.Warnings) > 0 {
		t.Errorf("result %+v of %d bytes", got, b.Len())
	}
	if o, c := sources.opened.Load(), sources.closed.Load(); o != 2 || c != 2 {
		t.Errorf("opened %d and closed %d sources, want 2", o, c)
	}
	want := []engine.Step{{"render", 1, 4}, {"render", 2, 4}, {"render", 3, 4}, {"render", 4, 4}, {"write", 4, 4}}
	if fmt.Sprint(steps) != fmt.Sprint(want) {
		t.Errorf("steps %v, want %v", steps, want)
	}
	d, err := pdf.ReadBytes(t.Context(), b.Bytes(), "book.pdf")
	if err != nil || len(d.Pages()) != 8 {
		t.Fatalf("reading the booklet: %v", err)
	}
	for i, want := range []string{"% a 0", "% a 1", "% b 0", "% b 1", "% b 2", "% a 0", "% a 1"} {
		if content, err := d.StreamContent(d.Pages()[i+1].Dict["Contents"]); string(content) != want {
			t.Errorf("page %d: %q, want %q (%v)", i+1, content, want, err)
		}
	}
	again, err := engine.Compose(t.Context(), plan, sources, &bytes.Buffer{}, nil)
	if err != nil || again.SHA256 != got.SHA256 {
		t.Errorf("a second run gives %s (%v), want %s", again.SHA256, err, got.SHA256)
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	got, err := engine.Merge(t.Context(), &b, []string{"x/a.pdf", "b.pdf"},
		engine.MemorySources{"x/a.pdf": sheets(t, 2, "a"), "b.pdf": sheets(t, 1, "b")}, nil)
	if err != nil || got.Sheets != 3 {
		t.Fatalf("%+v, %v", got, err)
	}
	d, err := pdf.ReadBytes(t.Context(), b.Bytes(), "merged.pdf")
	if err != nil {
		t.Fatal(err)
	}
	first := d.Dict(d.Dict(d.Catalog()["Outlines"])["First"])
	if title, _ := d.Text(first["Title"]); title != "a.pdf" {
		t.Errorf("first entry %q", title)
	}
}

// failsWith is a source that cannot be opened, or not read.
type failsWith struct {
	open, read error
}

func (f failsWith) Open(context.Context, string) (engine.Source, error) {
	if f.open != nil {
		return nil, f.open
	}
	return f, nil
}
func (f failsWith) ReadAt([]byte, int64) (int, error) { return 0, f.read }
func (failsWith) Size() int64                         { return 100 }
func (failsWith) Close() error                        { return nil }

// passing is an error that says whether it passes.
type passing bool

func (p passing) Error() string   { return "network down" }
func (p passing) Temporary() bool { return bool(p) }

func TestErrors(t *testing.T) {
	t.Parallel()
	good := sheets(t, 1, "good")
	loop := bytes.Replace(good, []byte("%PDF-"), []byte("%PDQ-"), 1)
	for name, c := range map[string]struct {
		sources   engine.Sources
		page      engine.Page
		message   string
		code      string
		retryable bool
	}{
		"missing": {engine.MemorySources{}, static("b"),
			"page 2: the file «b.pdf» does not exist; upload it again or choose another", "SOURCE_MISSING", false},
		"not a PDF": {engine.MemorySources{"b": loop}, static("b"),
			"page 2: «b.pdf» is not a PDF file: save or export it as PDF and try again", "SOURCE_NOT_A_PDF", false},
		"cannot open": {failsWith{open: passing(false)}, static("b"),
			"page 2: the file «b.pdf» could not be read; try again later", "SOURCE_UNREADABLE", false},
		"cannot open for now": {failsWith{open: fmt.Errorf("get: %w", passing(true))}, static("b"),
			"page 2: the file «b.pdf» could not be read; try again later", "SOURCE_UNREADABLE", true},
		"cannot read for now": {failsWith{read: passing(true)}, static("b"),
			"page 2: the file «b.pdf» could not be read; try again later", "SOURCE_UNREADABLE", true},
		"no source": {engine.MemorySources{}, engine.Page{Kind: engine.KindStatic},
			"page 2: it has no source", "PLAN_INVALID", false},
		"unknown kind": {engine.MemorySources{}, engine.Page{Kind: "poster"},
			`page 2: pages of the kind "poster" cannot be made`, "PLAN_INVALID", false},
		"no texts": {engine.MemorySources{}, engine.Page{Kind: engine.KindCover},
			"cover: a cover needs its texts", "PLAN_INVALID", false},
		"bad logo": {engine.MemorySources{"l": []byte("no image")},
			engine.Page{Kind: engine.KindCover, Cover: &engine.CoverOptions{Logo: "l"}},
			"cover: the logo cannot be used (it is neither PNG nor JPEG, or damaged): choose a PNG or JPEG file of at most 10 MB and 16 megapixels",
			"LOGO_UNUSABLE", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := engine.Plan{Pages: []engine.Page{static("good"), c.page}}
			var b bytes.Buffer
			_, err := engine.Compose(t.Context(), plan, fallback{c.sources, good}, &b, nil)
			var e *engine.Error
			if !errors.As(err, &e) {
				t.Fatalf("error %T %v", err, err)
			}
			if e.Error() != c.message || e.Code != c.code || engine.Retryable(err) != c.retryable {
				t.Errorf("%s, %q, retryable %v", e.Code, e.Error(), engine.Retryable(err))
			}
		})
	}
}

// fallback has one good file besides the others.
type fallback struct {
	engine.Sources
	good []byte
}

func (f fallback) Open(ctx context.Context, name string) (engine.Source, error) {
	if name == "good" {
		return engine.MemorySources{"good": f.good}.Open(ctx, name)
	}
	return f.Sources.Open(ctx, name)
}

func TestCoversAreNotCounted(t *testing.T) {
	t.Parallel()
	plan := engine.Plan{Pages: []engine.Page{coverPage(), static("a"), static("none")}}
	_, err := engine.Compose(t.Context(), plan, engine.MemorySources{"a": sheets(t, 1, "a")}, &bytes.Buffer{}, nil)
	var e *engine.Error
	if !errors.As(err, &e) || e.Page != 2 || e.Source != "none" {
		t.Errorf("error %v", err)
	}
}

func TestEmptyPlan(t *testing.T) {
	t.Parallel()
	_, err := engine.Compose(t.Context(), engine.Plan{}, engine.MemorySources{}, &bytes.Buffer{}, nil)
	var e *engine.Error
	if !errors.As(err, &e) || e.Code != engine.CodePlan {
		t.Errorf("error %v", err)
	}
}

func TestCancellationBetweenPages(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	sources := &counting{Sources: engine.MemorySources{"a": sheets(t, 1, "a"), "b": sheets(t, 1, "b")}}
	plan := engine.Plan{Pages: []engine.Page{static("a"), static("b"), static("a")}}
	_, err := engine.Compose(ctx, plan, sources, &bytes.Buffer{}, func(engine.Step) { cancel() })
	var e *engine.Error
	if !errors.As(err, &e) || e.Code != engine.CodeCancelled || e.Page != 2 || !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if o, c := sources.opened.Load(), sources.closed.Load(); o != c || o > 2 {
		t.Errorf("opened %d and closed %d sources", o, c)
	}
}

func TestDeadline(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(-time.Second))
	defer cancel()
	plan := engine.Plan{Pages: []engine.Page{static("a")}}
	_, err := engine.Compose(ctx, plan, engine.MemorySources{"a": sheets(t, 1, "a")}, &bytes.Buffer{}, nil)
	var e *engine.Error
	if !errors.As(err, &e) || e.Code != engine.CodeTimeout || engine.Retryable(err) {
		t.Errorf("error %v", err)
	}
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, fs.ErrPermission }

func TestOutputCannotBeWritten(t *testing.T) {
	t.Parallel()
	plan := engine.Plan{Pages: []engine.Page{static("a")}}
	_, err := engine.Compose(t.Context(), plan, engine.MemorySources{"a": sheets(t, 1, "a")}, full{}, nil)
	var e *engine.Error
	if !errors.As(err, &e) || e.Code != engine.CodeWrite || !errors.Is(err, fs.ErrPermission) {
		t.Errorf("error %v", err)
	}
}
