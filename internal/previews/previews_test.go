package previews

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"quire/engine/pdf"
	"quire/engine/preview"
	"quire/ent"
	"quire/ent/upload"
	"quire/internal/problem"
	"quire/storage"
)

// compiledDir is where the tests keep the compiled renderer, and renderer is one
// that all share, since it takes seconds to compile.
var (
	compiledDir string
	renderer    *preview.Renderer
)

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "previews-test-*")
	if err != nil {
		panic(err)
	}
	compiledDir = dir
	renderer = preview.New(preview.Options{CacheDir: dir})
	code := m.Run()
	_ = renderer.Close()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// tally counts results.
type tally struct {
	mu   sync.Mutex
	seen map[string]int
}

func (c *tally) Preview(result string, _ time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen[result]++
}

func (c *tally) want(t *testing.T, want map[string]int) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if !maps.Equal(c.seen, want) {
		t.Errorf("counted %v, want %v", c.seen, want)
	}
}

type bundle struct {
	*Service
	t     *testing.T
	tally *tally
	// now is the time of the service.
	now time.Time
}

func setup(t *testing.T) *bundle {
	t.Helper()
	b := &bundle{t: t, tally: &tally{seen: map[string]int{}}, now: time.Now()}
	store, err := storage.Open(t.Context(), storage.Config{
		Bucket: "mem://", SigningKey: bytes.Repeat([]byte("k"), 32), TempDir: t.TempDir(),
	})
	if err != nil {
		t.Fatal(err)
	}
	b.Service = New(Config{
		Store: store, Dir: t.TempDir(), SigningKeys: [][]byte{bytes.Repeat([]byte("p"), 32)}, PublicBaseURL: "https://books.example",
		Renderer: renderer,
		Now:      func() time.Time { return b.now }, Metrics: b.tally,
	})
	t.Cleanup(func() { _ = store.Close() })
	return b
}

// file stores a file as a tenant's upload.
func (b *bundle) file(tenant, name string, content []byte) *ent.Upload {
	b.t.Helper()
	got, err := b.Store.Receive(b.t.Context(), tenant, name, bytes.NewReader(content), 10<<20)
	if err != nil {
		b.t.Fatal(err)
	}
	return &ent.Upload{StorageKey: got.Key, Sha256: got.SHA256, Name: got.Name, Kind: upload.Kind(got.Kind), Size: got.Size}
}

// pages writes a PDF with a page of each colour.
func pages(t *testing.T, colours ...string) []byte {
	t.Helper()
	doc := pdf.New()
	for _, c := range colours {
		doc.AddPage([4]float64{0, 0, 600, 800}, nil, []byte(c+" rg 0 0 600 800 re f"))
	}
	var out bytes.Buffer
	w := pdf.NewWriter(&out, pdf.Info{})
	if err := errors.Join(w.Append(t.Context(), doc, pdf.AppendOptions{}), w.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (b *bundle) link(f *ent.Upload, page, width int) string {
	b.t.Helper()
	url, expires, err := b.Link(f, page, width)
	if err != nil {
		b.t.Fatal(err)
	}
	if left := expires.Sub(b.now); left <= 0 || left > b.TTL {
		b.t.Errorf("the link works for %v", left)
	}
	return url
}

// follow asks for a link of the service, with headers in pairs.
func (b *bundle) follow(url string, headers ...string) (*http.Response, []byte) {
	b.t.Helper()
	r := httptest.NewRequestWithContext(b.t.Context(), http.MethodGet, url, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	b.Handler().ServeHTTP(w, r)
	response := w.Result()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return response, body
}

func (b *bundle) picture(url string) image.Image {
	b.t.Helper()
	response, body := b.follow(url)
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != "image/png" {
		b.t.Fatalf("%s: %s", response.Status, body)
	}
	decoded, err := png.Decode(bytes.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	return decoded
}

func (b *bundle) wantColour(picture image.Image, want color.RGBA) {
	b.t.Helper()
	middle := picture.Bounds().Max.Div(2)
	if got := color.RGBAModel.Convert(picture.At(middle.X, middle.Y)); got != want {
		b.t.Errorf("in the middle: %v, want %v", got, want)
	}
}

func TestAPageOfAPDFIsDrawnOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	f := b.file("one", "two.pdf", pages(t, "1 0 0", "0 0 1"))
	first, second := b.link(f, 1, 90), b.link(f, 2, 90)
	b.tally.want(t, map[string]int{}) // a link costs nothing
	b.wantColour(b.picture(first), color.RGBA{255, 0, 0, 255})
	b.wantColour(b.picture(second), color.RGBA{0, 0, 255, 255})
	if size := b.picture(second).Bounds().Size(); size != image.Pt(90, 120) {
		t.Errorf("the size is %v", size)
	}
	b.tally.want(t, map[string]int{"drawn": 2, "cached": 1})
}

func TestWhatWasDrawnOutlivesTheProcess(t *testing.T) {
	t.Parallel()
	b := setup(t)
	f := b.file("one", "red.pdf", pages(t, "1 0 0"))
	b.picture(b.link(f, 1, 90))
	again := New(Config{Store: b.Store, Dir: b.Dir, SigningKeys: b.SigningKeys, Renderer: b.Renderer, Metrics: b.tally})
	url, _, err := again.Link(f, 1, 90)
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	again.Handler().ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, url, nil))
	if w.Code != http.StatusOK {
		t.Errorf("status %d", w.Code)
	}
	b.tally.want(t, map[string]int{"drawn": 1, "cached": 1})
}

func TestBrowsersKeepPictures(t *testing.T) {
	t.Parallel()
	b := setup(t)
	f := b.file("one", "red.pdf", pages(t, "1 0 0"))
	url := b.link(f, 1, 90)
	response, _ := b.follow(url)
	tag := response.Header.Get("ETag")
	if tag == "" || !strings.HasPrefix(response.Header.Get("Cache-Control"), "private, max-age=") {
		t.Errorf("headers %v", response.Header)
	}
	b.now = b.now.Truncate(b.TTL / 2).Add(b.TTL/2 - time.Second)
	if b.link(f, 1, 90) == b.link(f, 1, 91) {
		t.Error("two widths have one link")
	}
	response, body := b.follow(b.link(f, 1, 90), "If-None-Match", tag)
	if response.StatusCode != http.StatusNotModified || len(body) > 0 {
		t.Errorf("%s with %d bytes", response.Status, len(body))
	}
}

func TestALinkStaysTheSameForAWhile(t *testing.T) {
	t.Parallel()
	b := setup(t)
	f := &ent.Upload{StorageKey: "one/uploads/a", Kind: upload.KindPDF}
	b.now = b.now.Truncate(b.TTL / 2)
	first := b.link(f, 1, 90)
	b.now = b.now.Add(b.TTL/2 - time.Second)
	if b.link(f, 1, 90) != first {
		t.Error("it changed at once")
	}
	b.now = b.now.Add(time.Second)
	if b.link(f, 1, 90) == first {
		t.Error("it never changes")
	}
}

func TestLinksAreOfNoUseWhenChangedOrOld(t *testing.T) {
	t.Parallel()
	b := setup(t)
	f := b.file("one", "red.pdf", pages(t, "1 0 0"))
	url := b.link(f, 1, 90)
	token := strings.TrimPrefix(url, b.PublicBaseURL+Path)
	body, signature, _ := strings.Cut(token, ".")
	other, _, _ := strings.Cut(strings.TrimPrefix(b.link(f, 2, 90), b.PublicBaseURL+Path), ".")
	for name, forged := range map[string]string{
		"another page":  other + "." + signature,
		"no signature":  body,
		"empty":         "",
		"last letter":   token[:len(token)-1] + string(token[len(token)-1]^1),
		"first letter":  "A" + token[1:],
		"longer":        token + "A",
		"long":          strings.Repeat("A", 5000) + "." + signature,
		"empty signing": body + ".",
	} {
		if response, _ := b.follow(b.PublicBaseURL + Path + forged); response.StatusCode != http.StatusForbidden {
			t.Errorf("%s: %s", name, response.Status)
		}
	}
	stranger := &Service{Config: Config{SigningKeys: [][]byte{bytes.Repeat([]byte("q"), 32)}}}
	sealed, err := stranger.links().Seal(grant{Key: f.StorageKey, SHA256: f.Sha256, Page: 1, Width: 90, Expires: b.now.Add(time.Hour).Unix()})
	if err != nil {
		t.Fatal(err)
	}
	if response, _ := b.follow(Path + sealed); response.StatusCode != http.StatusForbidden {
		t.Errorf("another key: %s", response.Status)
	}
	b.SigningKeys = append(stranger.SigningKeys, b.SigningKeys...)
	if response, _ := b.follow(url); response.StatusCode != http.StatusOK {
		t.Errorf("a retired key: %s", response.Status)
	}
	b.now = b.now.Add(b.TTL)
	if response, text := b.follow(url); response.StatusCode != http.StatusForbidden || !strings.Contains(string(text), "expired") {
		t.Errorf("old: %s %s", response.Status, text)
	}
	b.tally.want(t, map[string]int{"drawn": 1})
}

func TestADeletedFileIsNotShown(t *testing.T) {
	t.Parallel()
	b := setup(t)
	f := b.file("one", "red.pdf", pages(t, "1 0 0"))
	url := b.link(f, 1, 90)
	response, _ := b.follow(url)
	if err := b.Store.Delete(t.Context(), f.StorageKey); err != nil {
		t.Fatal(err)
	}
	for _, headers := range [][]string{nil, {"If-None-Match", response.Header.Get("ETag")}} {
		if response, _ := b.follow(url, headers...); response.StatusCode != http.StatusNotFound {
			t.Errorf("with %v: %s", headers, response.Status)
		}
	}
	if n, err := b.PageCount(t.Context(), f); n != nil || err != nil {
		t.Errorf("page count %v, %v", n, err)
	}
}

// TestTenantsShareNothing: what one has drawn says nothing to another with the
// same file.
func TestTenantsShareNothing(t *testing.T) {
	t.Parallel()
	b := setup(t)
	content := pages(t, "1 0 0")
	ours, theirs := b.file("one", "red.pdf", content), b.file("two", "red.pdf", content)
	first, _ := b.follow(b.link(ours, 1, 90))
	second, _ := b.follow(b.link(theirs, 1, 90))
	if first.Header.Get("ETag") == second.Header.Get("ETag") {
		t.Error("they share a tag")
	}
	b.tally.want(t, map[string]int{"drawn": 2})
}

func TestWhatCannotBeDrawnIsTriedOnceAWhile(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.picture(b.link(b.file("one", "blue.pdf", pages(t, "0 0 1")), 1, 64)) // compiles
	b.Renderer = preview.New(preview.Options{CacheDir: compiledDir, AtOnce: 1})
	key, err := storage.Key("one", storage.Uploads, "broken")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Store.Put(t.Context(), key, strings.NewReader("%PDF-1.7 and no more"), 100); err != nil {
		t.Fatal(err)
	}
	broken := &ent.Upload{StorageKey: key, Kind: upload.KindPDF}
	whole := b.file("one", "red.pdf", pages(t, "1 0 0"))
	for range 2 {
		response, text := b.follow(b.link(broken, 1, 90))
		if response.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(string(text), "damaged") || response.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %s", response.Status, text)
		}
		response, text = b.follow(b.link(whole, 2, 90))
		if response.StatusCode != http.StatusNotFound || !strings.Contains(string(text), "the file has 1") {
			t.Errorf("%s: %s", response.Status, text)
		}
	}
	if n := b.failed.Len(); n != 2 {
		t.Errorf("%d failures are remembered", n)
	}
	// The renderer is gone: what is remembered does not ask for it, what is not
	// remembered any more does.
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if response, _ := b.follow(b.link(broken, 1, 90)); response.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("remembered: %s", response.Status)
	}
	b.now = b.now.Add(failureHolds)
	if response, _ := b.follow(b.link(broken, 1, 90)); response.StatusCode != http.StatusInternalServerError {
		t.Errorf("forgotten: %s", response.Status)
	}
	if n, err := b.PageCount(t.Context(), broken); n != nil || err != nil {
		t.Errorf("page count %v, %v", n, err)
	}
}

func TestImagesAreScaledDownOnly(t *testing.T) {
	t.Parallel()
	b := setup(t)
	red := image.NewRGBA(image.Rect(0, 0, 400, 100))
	for i := 0; i < len(red.Pix); i += 4 {
		red.Pix[i], red.Pix[i+3] = 255, 255
	}
	clear := image.NewRGBA(image.Rect(0, 0, 80, 80))
	var asPNG, asJPEG, asClear bytes.Buffer
	if err := errors.Join(png.Encode(&asPNG, red), jpeg.Encode(&asJPEG, red, nil), png.Encode(&asClear, clear)); err != nil {
		t.Fatal(err)
	}
	logo := b.file("one", "logo.png", asPNG.Bytes())
	picture := b.picture(b.link(logo, 1, 100))
	b.wantColour(picture, color.RGBA{255, 0, 0, 255})
	if size := picture.Bounds().Size(); size != image.Pt(100, 25) {
		t.Errorf("the size is %v", size)
	}
	photo := b.file("one", "photo.jpg", asJPEG.Bytes())
	if size := b.picture(b.link(photo, 1, 1600)).Bounds().Size(); size != image.Pt(400, 100) {
		t.Errorf("the size is %v", size)
	}
	b.wantColour(b.picture(b.link(b.file("one", "clear.png", asClear.Bytes()), 1, 64)), color.RGBA{255, 255, 255, 255})
	if _, _, err := b.Link(logo, 2, 100); err == nil {
		t.Error("an image has a second page")
	}
	if n, err := b.PageCount(t.Context(), logo); n != nil || err != nil {
		t.Errorf("page count %v, %v", n, err)
	}
}

func TestSizesAreChecked(t *testing.T) {
	t.Parallel()
	b := setup(t)
	f := &ent.Upload{StorageKey: "one/uploads/a", Kind: upload.KindPDF}
	for _, c := range []struct {
		page, width int
		fields      string
	}{{0, 320, "page"}, {1, 63, "width"}, {1, 1601, "width"}, {-5, 0, "page width"}} {
		_, _, err := b.Link(f, c.page, c.width)
		var fields []string
		for _, p := range problem.All(err) {
			fields = append(fields, p.Field)
			if p.Code != problem.BadInput {
				t.Errorf("%v", p)
			}
		}
		if got := strings.Join(fields, " "); got != c.fields {
			t.Errorf("%d, %d: fields %q, want %q", c.page, c.width, got, c.fields)
		}
	}
	f.Kind = upload.KindWorkbook
	if url, _, err := b.Link(f, 1, 320); url != "" || err != nil {
		t.Errorf("a workbook: %q, %v", url, err)
	}
}

func TestPagesAreCountedOnce(t *testing.T) {
	t.Parallel()
	b := setup(t)
	f := b.file("one", "three.pdf", pages(t, "1 0 0", "0 1 0", "0 0 1"))
	for range 2 {
		if n, err := b.PageCount(t.Context(), f); err != nil || n == nil || *n != 3 {
			t.Errorf("got %v, %v", n, err)
		}
	}
	if b.counts.Len() != 1 {
		t.Errorf("%d counts are remembered", b.counts.Len())
	}
}

// TestTheLeavingOfOneLeavesThePicture: a drawing that was begun is finished for
// the next.
func TestTheLeavingOfOneLeavesThePicture(t *testing.T) {
	t.Parallel()
	b := setup(t)
	f := b.file("one", "red.pdf", pages(t, "1 0 0"))
	g := grant{Key: f.StorageKey, SHA256: f.Sha256, Page: 1, Width: 90}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.drawOnce(ctx, g); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := b.drawOnce(t.Context(), g); err != nil {
		t.Errorf("the next: %v", err)
	}
	if _, found := b.pictures.get(g.name()); !found {
		t.Error("it is not kept")
	}
}

func TestTheCacheIsBounded(t *testing.T) {
	t.Parallel()
	picture := append([]byte("\x89PNG"), append(bytes.Repeat([]byte("x"), 84), pngEnd...)...) // 100 bytes
	c := &cache{dir: t.TempDir(), limit: 250}
	c.put("a", picture)
	c.put("b", picture)
	if _, found := c.get("a"); !found { // a is wanted later than b
		t.Fatal("a is gone")
	}
	c.put("c", picture)
	c.put("huge", bytes.Repeat(picture, 3))
	for name, want := range map[string]bool{"a": true, "b": false, "c": true, "huge": false} {
		if _, found := c.get(name); found != want {
			t.Errorf("%s: %t", name, found)
		}
	}
	if err := os.WriteFile(c.path("a"), picture[:50], 0o600); err != nil { // a loss of power
		t.Fatal(err)
	}
	if _, found := c.get("a"); found {
		t.Error("half a picture is shown")
	}
	if err := os.Remove(c.path("a")); err != nil {
		t.Fatal(err)
	}
	smaller := &cache{dir: c.dir, limit: 100}
	if _, found := smaller.get("c"); !found {
		t.Error("the newest is gone")
	}
	left, err := filepath.Glob(filepath.Join(c.dir, "*"))
	if err != nil || len(left) != 1 {
		t.Errorf("files %v, %v", left, err)
	}
	var none *cache
	none.put("a", picture)
	if _, found := none.get("a"); found {
		t.Error("found in no cache")
	}
}

// FuzzOpen: no token but one that was signed opens.
func FuzzOpen(f *testing.F) {
	s := &Service{Config: Config{SigningKeys: [][]byte{bytes.Repeat([]byte("p"), 32)}}}
	sealed, _ := s.links().Seal(grant{Key: "one/uploads/a", Page: 1, Width: 90})
	for _, token := range []string{"", ".", "a.b", sealed, sealed + "=", strings.ToUpper(sealed)} {
		f.Add(token)
	}
	f.Fuzz(func(t *testing.T, token string) {
		var g grant
		if err := s.links().Open(token, &g); err == nil && token != sealed {
			t.Errorf("%q opens: %+v", token, g)
		}
	})
}
