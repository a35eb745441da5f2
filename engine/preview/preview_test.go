package preview

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

	"quire/engine/pdf"
)

// shared has compiled its program once for all tests.
var shared *Renderer

// compiledDir is where the tests keep the compiled program.
var compiledDir string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "preview-test-*")
	if err != nil {
		panic(err)
	}
	compiledDir = dir
	shared = New(Options{CacheDir: dir})
	code := m.Run()
	_ = shared.Close()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// file writes a PDF whose pages have these contents.
func file(t testing.TB, box [4]float64, resources types.Dict, contents ...string) []byte {
	t.Helper()
	doc := pdf.New()
	for _, c := range contents {
		doc.AddPage(box, resources, []byte(c))
	}
	var out bytes.Buffer
	w := pdf.NewWriter(&out, pdf.Info{})
	if err := errors.Join(w.Append(t.Context(), doc, pdf.AppendOptions{}), w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

var letter = [4]float64{0, 0, 600, 800}

// halves are a red upper half and a blue lower one.
const halves = "1 0 0 rg 0 400 600 400 re f 0 0 1 rg 0 0 600 400 re f"

func draw(t *testing.T, r *Renderer, content []byte, page, width int) (Picture, image.Image) {
	t.Helper()
	p, err := r.Render(t.Context(), bytes.NewReader(content), int64(len(content)), page, width)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := png.Decode(bytes.NewReader(p.PNG))
	if err != nil {
		t.Fatal(err)
	}
	if size := decoded.Bounds().Size(); size.X != p.Width || size.Y != p.Height {
		t.Errorf("told %dx%d, drawn %v", p.Width, p.Height, size)
	}
	return p, decoded
}

func wantColour(t *testing.T, picture image.Image, x, y int, want color.NRGBA) {
	t.Helper()
	got := color.NRGBAModel.Convert(picture.At(x, y)).(color.NRGBA)
	near := func(a, b uint8) bool { return max(a, b)-min(a, b) <= 2 }
	if !near(got.R, want.R) || !near(got.G, want.G) || !near(got.B, want.B) || got.A != want.A {
		t.Errorf("at %d,%d: %v, want %v", x, y, got, want)
	}
}

var (
	white = color.NRGBA{255, 255, 255, 255}
	red   = color.NRGBA{255, 0, 0, 255}
	blue  = color.NRGBA{0, 0, 255, 255}
)

func TestAPageIsDrawnAtTheWidthAskedFor(t *testing.T) {
	t.Parallel()
	content := file(t, letter, nil, "", halves)
	for _, width := range []int{MinWidth, 320, MaxWidth} {
		p, picture := draw(t, shared, content, 2, width)
		if p.Width != width || p.Height < width*4/3-1 || p.Height > width*4/3+1 || p.Pages != 2 {
			t.Errorf("width %d: %dx%d of %d pages", width, p.Width, p.Height, p.Pages)
		}
		wantColour(t, picture, width/2, p.Height/4, red)
		wantColour(t, picture, width/2, p.Height*3/4, blue)
	}
}

func TestAnEmptyPageIsWhite(t *testing.T) {
	t.Parallel()
	p, picture := draw(t, shared, file(t, letter, nil, ""), 1, 100)
	for y := range p.Height {
		for x := range p.Width {
			wantColour(t, picture, x, y, white)
		}
	}
}

func TestTransparencyIsLaidOverWhite(t *testing.T) {
	t.Parallel()
	half := types.Dict{"Type": types.Name("ExtGState"), "ca": types.Float(0.5)}
	resources := types.Dict{"ExtGState": types.Dict{"Half": half}}
	p, picture := draw(t, shared, file(t, letter, resources, "/Half gs 1 0 0 rg 0 0 600 400 re f"), 1, 90)
	wantColour(t, picture, 45, p.Height/4, white)
	wantColour(t, picture, 45, p.Height*3/4, color.NRGBA{255, 127, 127, 255})
}

func TestAVeryLongPageIsDrawnNarrower(t *testing.T) {
	t.Parallel()
	p, picture := draw(t, shared, file(t, [4]float64{0, 0, 100, 10_000}, nil, "0 0 1 rg 0 0 100 10000 re f"), 1, 640)
	if p.Height != maxHeight || p.Width >= 640 {
		t.Errorf("%dx%d", p.Width, p.Height)
	}
	wantColour(t, picture, p.Width/2, maxHeight/2, blue)
}

func TestEqualPagesGiveEqualPictures(t *testing.T) {
	t.Parallel()
	content := file(t, letter, nil, halves)
	first, _ := draw(t, shared, content, 1, 200)
	second, _ := draw(t, shared, content, 1, 200)
	if !bytes.Equal(first.PNG, second.PNG) {
		t.Error("they differ")
	}
}

func reason(err error) Reason {
	var e *Error
	if errors.As(err, &e) {
		return e.Reason
	}
	return ""
}

func TestWhatCannotBeDrawnSaysWhy(t *testing.T) {
	t.Parallel()
	whole := file(t, letter, nil, halves)
	loop := []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF")
	for name, c := range map[string]struct {
		content []byte
		page    int
		want    Reason
		says    string
	}{
		"no page 2":  {whole, 2, NoSuchPage, "no page 2: the file has 1"},
		"no page 0":  {whole, 0, NoSuchPage, "no page 0"},
		"page below": {whole, -1 << 40, NoSuchPage, "the file has 1"},
		"not a PDF":  {[]byte("a letter to a friend"), 1, Damaged, "damaged"},
		"empty":      {nil, 1, Damaged, "damaged"},
		"loop":       {loop, 1, Damaged, "damaged"},
	} {
		_, err := shared.Render(t.Context(), bytes.NewReader(c.content), int64(len(c.content)), c.page, 100)
		if reason(err) != c.want || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

func TestWidthsAreBounded(t *testing.T) {
	t.Parallel()
	for _, width := range []int{-1, 0, MinWidth - 1, MaxWidth + 1} {
		if _, err := shared.Render(t.Context(), strings.NewReader(""), 0, 1, width); err == nil || !strings.Contains(err.Error(), "from 64 to 1600") {
			t.Errorf("width %d: %v", width, err)
		}
	}
}

// endless is a page whose drawing never ends for any purpose of a test.
func endless(t *testing.T) []byte {
	t.Helper()
	return file(t, letter, nil, "3 w "+strings.Repeat("0 0 m 0 800 600 0 600 800 c 600 0 0 800 5 5 c S\n", 400_000))
}

func TestTimeIsBounded(t *testing.T) {
	t.Parallel()
	r := New(Options{CacheDir: compiledDir, AtOnce: 1, Timeout: 300 * time.Millisecond})
	t.Cleanup(func() { _ = r.Close() })
	good, slow := file(t, letter, nil, halves), endless(t)
	draw(t, r, good, 1, 64)
	began := time.Now()
	_, err := r.Render(t.Context(), bytes.NewReader(slow), int64(len(slow)), 1, MaxWidth)
	if reason(err) != TooSlow {
		t.Errorf("got %v", err)
	}
	if took := time.Since(began); took > 30*time.Second {
		t.Errorf("ended after %v", took)
	}
	r.options.Timeout = time.Minute
	draw(t, r, good, 1, 64) // the desk is usable again
}

func TestMemoryIsBoundedAndGivenBack(t *testing.T) {
	t.Parallel()
	r := New(Options{CacheDir: compiledDir, AtOnce: 1, Memory: 24 << 20, Timeout: time.Minute})
	t.Cleanup(func() { _ = r.Close() })
	good := file(t, letter, nil, halves)
	draw(t, r, good, 1, 64)
	bomb := file(t, letter, nil, strings.Repeat(" ", 64<<20))
	_, err := r.Render(t.Context(), bytes.NewReader(bomb), int64(len(bomb)), 1, 64)
	if reason(err) != TooLarge {
		t.Errorf("got %v", err)
	}
	d := <-r.free
	if d.memory.bytes != nil || d.memory.peak > 24<<20 {
		t.Errorf("memory is kept, or beyond its bound: peak %d", d.memory.peak)
	}
	r.free <- d
	draw(t, r, good, 1, 64)
}

// hooked calls a function before it reads.
type hooked struct {
	io.ReaderAt
	before func() error
}

func (h hooked) ReadAt(p []byte, off int64) (int, error) {
	if err := h.before(); err != nil {
		return 0, err
	}
	return h.ReaderAt.ReadAt(p, off)
}

func TestCancelledInTheMiddle(t *testing.T) {
	t.Parallel()
	r := New(Options{CacheDir: compiledDir, AtOnce: 1, Timeout: time.Minute})
	t.Cleanup(func() { _ = r.Close() })
	ctx, cancel := context.WithCancel(t.Context())
	slow := endless(t)
	src := hooked{bytes.NewReader(slow), func() error { cancel(); return nil }}
	if _, err := r.Render(ctx, src, int64(len(slow)), 1, MaxWidth); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	draw(t, r, file(t, letter, nil, halves), 1, 64)
}

func TestTheAskersDeadlineIsNotThePages(t *testing.T) {
	t.Parallel()
	r := New(Options{CacheDir: compiledDir, AtOnce: 1, Timeout: time.Hour})
	t.Cleanup(func() { _ = r.Close() })
	ctx, cancel := context.WithCancelCause(t.Context())
	defer cancel(nil)
	ctx, release := context.WithTimeout(ctx, time.Hour)
	defer release()
	slow := endless(t)
	src := hooked{bytes.NewReader(slow), func() error { cancel(context.DeadlineExceeded); return nil }}
	if _, err := r.Render(ctx, src, int64(len(slow)), 1, MaxWidth); err == nil || reason(err) != "" {
		t.Errorf("got %v", err)
	}
}

func TestPreparedOnce(t *testing.T) {
	t.Parallel()
	r := New(Options{CacheDir: compiledDir, AtOnce: 1, Timeout: time.Minute})
	if err := r.Prepare(t.Context()); err != nil {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.Prepare(gone); err != nil {
		t.Errorf("the second time there is nothing to wait for: %v", err)
	}
	draw(t, r, file(t, letter, nil, halves), 1, 64)
	closed := New(Options{AtOnce: 1})
	if err := errors.Join(r.Close(), closed.Close()); err != nil {
		t.Error(err)
	}
	if err := closed.Prepare(t.Context()); err == nil {
		t.Error("a renderer that is closed was prepared")
	}
}

func TestAFailureToReadIsNotDamage(t *testing.T) {
	t.Parallel()
	away := errors.New("the disk is away")
	_, err := shared.Render(t.Context(), hooked{nil, func() error { return away }}, 10_000, 1, 64)
	if !errors.Is(err, away) || reason(err) != "" {
		t.Errorf("got %v", err)
	}
}

func TestOnlySoManyAtOnceAndWaiting(t *testing.T) {
	t.Parallel()
	r := New(Options{CacheDir: compiledDir, AtOnce: 2, Waiting: 1, Timeout: time.Minute})
	t.Cleanup(func() { _ = r.Close() })
	content := file(t, letter, nil, halves)
	draw(t, r, content, 1, 64)
	entered, leave := make(chan bool, 100), make(chan bool)
	var inside, most atomic.Int64
	results := make(chan error, 3)
	for range 3 {
		var first atomic.Bool
		src := hooked{bytes.NewReader(content), func() error {
			if !first.Swap(true) {
				most.Store(max(most.Load(), inside.Add(1)))
				entered <- true
				<-leave
				inside.Add(-1)
			}
			return nil
		}}
		go func() {
			_, err := r.Render(t.Context(), src, int64(len(content)), 1, 64)
			results <- err
		}()
	}
	<-entered
	<-entered
	for r.waiting.Load() != 1 { // the third waits for a desk
		runtime.Gosched()
	}
	close(leave)
	for range 3 {
		if err := <-results; err != nil {
			t.Error(err)
		}
	}
	if most.Load() > 2 {
		t.Errorf("%d at once", most.Load())
	}
}

func TestTooManyAreTurnedAway(t *testing.T) {
	t.Parallel()
	r := New(Options{AtOnce: 1, Waiting: 1})
	t.Cleanup(func() { _ = r.Close() })
	d := <-r.free // somebody draws
	results := make(chan error, 1)
	go func() {
		taken, err := r.take(t.Context())
		r.free <- taken
		results <- err
	}()
	for r.waiting.Load() != 1 {
		runtime.Gosched()
	}
	_, err := r.take(t.Context())
	var temporary interface{ Temporary() bool }
	if !errors.As(err, &temporary) || !temporary.Temporary() {
		t.Errorf("got %v", err)
	}
	r.free <- d
	if err := <-results; err != nil {
		t.Error(err)
	}
}

func TestNothingIsStartedBeforeItIsNeeded(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := New(Options{CacheDir: dir})
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) > 0 || r.compiled != nil {
		t.Errorf("%v, %v, %v", entries, err, r.compiled)
	}
	if err := errors.Join(r.Close(), r.Close()); err != nil {
		t.Error(err)
	}
	if _, err := r.Render(t.Context(), strings.NewReader(""), 0, 1, 64); !errors.Is(err, errClosed) {
		t.Errorf("closed: %v", err)
	}
}

// FuzzRender: no file ends anything but its own drawing.
func FuzzRender(f *testing.F) {
	f.Add(file(f, letter, nil, halves))
	f.Add([]byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[2 0 R]>>endobj\ntrailer<</Root 1 0 R>>"))
	f.Add([]byte("%PDF-"))
	f.Fuzz(func(t *testing.T, content []byte) {
		p, err := shared.Render(t.Context(), bytes.NewReader(content), int64(len(content)), 1, 64)
		if err != nil && reason(err) == "" {
			t.Error(err)
		}
		if err == nil && (p.Width < 1 || p.Width > 64 || p.Height > maxHeight) {
			t.Errorf("%dx%d", p.Width, p.Height)
		}
	})
}
