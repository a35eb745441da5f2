package storage

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// clock is a clock that stands still until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2025, 3, 31, 12, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

func (c *clock) advance(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.now = c.now.Add(d) }

// site is a server of downloads with one file of content.
type site struct {
	place
	clock   *clock
	content []byte
	key     string
	link    string
	expires time.Time
}

// onEverySite runs a test on a server over each kind of store.
func onEverySite(t *testing.T, test func(t *testing.T, s site)) {
	for name, newPlace := range map[string]func(*testing.T, Config) place{"file": newFolder, "mem": newMemory, "s3": newS3} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newSite(t, newPlace))
		})
	}
}

func newSite(t *testing.T, newPlace func(*testing.T, Config) place) site {
	t.Helper()
	s := site{clock: newClock(), content: noise(100_000)}
	var handler http.Handler
	mux := http.NewServeMux()
	mux.HandleFunc(DownloadPath, func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	s.place = newPlace(t, Config{PublicBaseURL: server.URL + "/", SignedURLTTL: 10 * time.Minute, Now: s.clock.Now})
	handler = s.DownloadHandler()
	s.key = mustKey(t, Outputs, hexSHA256(s.content))
	mustPut(t, s.Store, s.key, s.content)
	var err error
	s.link, s.expires, err = s.SignedURL(t.Context(), s.key, "Renewal Book – Müller.pdf", "application/pdf")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(s.link, server.URL+DownloadPath) {
		t.Fatalf("link %s is not below %s", s.link, server.URL)
	}
	return s
}

// fetch makes a request with headers in pairs and reads the whole answer.
func fetch(t *testing.T, method, link string, headers ...string) (*http.Response, []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, link, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, body
}

func TestDownloadWhole(t *testing.T) {
	t.Parallel()
	onEverySite(t, func(t *testing.T, s site) {
		response, body := fetch(t, "GET", s.link)
		if response.StatusCode != 200 || !bytes.Equal(body, s.content) {
			t.Errorf("status %d, %d bytes", response.StatusCode, len(body))
		}
		for name, want := range map[string]string{
			"Content-Type":            "application/pdf",
			"Content-Length":          "100000",
			"Accept-Ranges":           "bytes",
			"ETag":                    `"` + hexSHA256(s.content) + `"`,
			"Cache-Control":           "private",
			"X-Content-Type-Options":  "nosniff",
			"Content-Security-Policy": "default-src 'none'; sandbox",
			"Referrer-Policy":         "no-referrer",
			"Content-Disposition":     `attachment; filename="Renewal Book _ M_ller.pdf"; filename*=UTF-8''Renewal%20Book%20%E2%80%93%20M%C3%BCller.pdf`,
		} {
			if got := response.Header.Get(name); got != want {
				t.Errorf("%s: %q, want %q", name, got, want)
			}
		}
	})
}

func TestDownloadHead(t *testing.T) {
	t.Parallel()
	onEverySite(t, func(t *testing.T, s site) {
		response, body := fetch(t, "HEAD", s.link)
		if response.StatusCode != 200 || response.ContentLength != 100_000 || len(body) != 0 {
			t.Errorf("status %d, length %d, %d bytes", response.StatusCode, response.ContentLength, len(body))
		}
	})
}

func TestDownloadRanges(t *testing.T) {
	t.Parallel()
	etag := `"` + hexSHA256(noise(100_000)) + `"`
	onEverySite(t, func(t *testing.T, s site) {
		for _, c := range []struct {
			headers  []string
			status   int
			from, to int
		}{
			{[]string{"Range", "bytes=0-0"}, 206, 0, 1},
			{[]string{"Range", "bytes=500-1499"}, 206, 500, 1500},
			{[]string{"Range", "bytes=99990-"}, 206, 99_990, 100_000},
			{[]string{"Range", "bytes=-7"}, 206, 99_993, 100_000},
			{[]string{"Range", "bytes=99990-200000"}, 206, 99_990, 100_000},
			{[]string{"Range", "bytes=10-19", "If-Range", etag}, 206, 10, 20},
			{[]string{"Range", "bytes=10-19", "If-Range", `"other"`}, 200, 0, 100_000},
			{[]string{"If-None-Match", etag}, 304, 0, 0},
			{[]string{"Range", "bytes=0-0" + strings.Repeat(",2-2", 20)}, 200, 0, 100_000},
		} {
			response, body := fetch(t, "GET", s.link, c.headers...)
			if response.StatusCode != c.status || !bytes.Equal(body, s.content[c.from:c.to]) {
				t.Errorf("%v: status %d, %d bytes", c.headers, response.StatusCode, len(body))
			}
			if want := fmt.Sprintf("bytes %d-%d/100000", c.from, c.to-1); c.status == 206 && response.Header.Get("Content-Range") != want {
				t.Errorf("%v: Content-Range %q, want %q", c.headers, response.Header.Get("Content-Range"), want)
			}
		}
		if response, _ := fetch(t, "GET", s.link, "Range", "bytes=100000-"); response.StatusCode != 416 {
			t.Errorf("beyond the end: status %d", response.StatusCode)
		}
	})
}

func TestDownloadSeveralRanges(t *testing.T) {
	t.Parallel()
	onEverySite(t, func(t *testing.T, s site) {
		response, body := fetch(t, "GET", s.link, "Range", "bytes=50000-50009,5-14")
		_, params, err := mime.ParseMediaType(response.Header.Get("Content-Type"))
		if response.StatusCode != 206 || err != nil {
			t.Fatalf("status %d, %v", response.StatusCode, err)
		}
		parts := multipart.NewReader(bytes.NewReader(body), params["boundary"])
		for _, from := range []int{50_000, 5} {
			part, err := parts.NextPart()
			if err != nil {
				t.Fatal(err)
			}
			if got, err := io.ReadAll(part); err != nil || !bytes.Equal(got, s.content[from:from+10]) {
				t.Errorf("part from %d: %d bytes, %v", from, len(got), err)
			}
		}
	})
}

func TestLinksExpire(t *testing.T) {
	t.Parallel()
	onEverySite(t, func(t *testing.T, s site) {
		if want := s.clock.Now().Add(10 * time.Minute); !s.expires.Equal(want) {
			t.Errorf("expires %v, want %v", s.expires, want)
		}
		s.clock.advance(10*time.Minute - time.Second)
		if response, _ := fetch(t, "GET", s.link); response.StatusCode != 200 {
			t.Errorf("a second before: status %d", response.StatusCode)
		}
		s.clock.advance(time.Second)
		response, body := fetch(t, "GET", s.link)
		if want := "expired on 31 March 2025 at 12:10:00 UTC. Ask for a new one."; response.StatusCode != 403 || !strings.Contains(string(body), want) {
			t.Errorf("at the end: status %d, %q", response.StatusCode, body)
		}
		if got := response.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("Cache-Control of a refusal: %q", got)
		}
	})
}

func TestChangedLinksAreRefused(t *testing.T) {
	t.Parallel()
	s := newSite(t, newMemory)
	base, token, _ := strings.Cut(s.link, DownloadPath)
	for _, changed := range []string{token[:len(token)-1], token + "x", strings.ToUpper(token), "x" + token, "", token + "/x", "a.b.c"} {
		response, body := fetch(t, "GET", base+DownloadPath+changed)
		if response.StatusCode != 403 || !strings.Contains(string(body), "not valid") {
			t.Errorf("%q: status %d, %q", changed, response.StatusCode, body)
		}
	}
}

func TestGoneFiles(t *testing.T) {
	t.Parallel()
	onEverySite(t, func(t *testing.T, s site) {
		if err := s.Delete(t.Context(), s.key); err != nil {
			t.Fatal(err)
		}
		if response, body := fetch(t, "GET", s.link); response.StatusCode != 404 || !strings.Contains(string(body), "no longer there") {
			t.Errorf("status %d, %q", response.StatusCode, body)
		}
	})
}

func TestOnlyReading(t *testing.T) {
	t.Parallel()
	s := newSite(t, newMemory)
	for _, method := range []string{"POST", "PUT", "DELETE"} {
		if response, _ := fetch(t, method, s.link); response.StatusCode != 405 || response.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: status %d, Allow %q", method, response.StatusCode, response.Header.Get("Allow"))
		}
	}
}

func TestInline(t *testing.T) {
	t.Parallel()
	s := newSite(t, newMemory)
	for mediaType, want := range map[string]string{"application/pdf": "inline", "image/png": "inline", "text/html": "attachment"} {
		link, _, err := s.SignedURL(t.Context(), s.key, "a", mediaType)
		if err != nil {
			t.Fatal(err)
		}
		response, _ := fetch(t, "GET", link+"?inline=1")
		if got := response.Header.Get("Content-Disposition"); got != want+`; filename="a"` {
			t.Errorf("%s: %q", mediaType, got)
		}
		sandboxed := strings.Contains(response.Header.Get("Content-Security-Policy"), "sandbox")
		if sandboxed == (mediaType == "application/pdf") {
			t.Errorf("%s: sandboxed %v", mediaType, sandboxed)
		}
	}
}

// TestETagOfNamedFiles: files that are not named by their content have an
// ETag too, which stays the same.
func TestETagOfNamedFiles(t *testing.T) {
	t.Parallel()
	onEverySite(t, func(t *testing.T, s site) {
		key := mustKey(t, Outputs, "job-1")
		mustPut(t, s.Store, key, []byte("content"))
		link, _, err := s.SignedURL(t.Context(), key, "a.pdf", "application/pdf")
		if err != nil {
			t.Fatal(err)
		}
		first, _ := fetch(t, "GET", link)
		etag := first.Header.Get("ETag")
		if second, _ := fetch(t, "GET", link, "If-None-Match", etag); len(etag) != 66 || second.StatusCode != 304 {
			t.Errorf("ETag %s, status %d", etag, second.StatusCode)
		}
	})
}

func TestUnreadableFilesAreNotMissing(t *testing.T) {
	t.Parallel()
	s := newSite(t, newFolder)
	// A file where the tenant's folder was: the file system answers ENOTDIR.
	dir := filepath.Join(s.folder, tenant)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if response, body := fetch(t, "GET", s.link); response.StatusCode != 500 || strings.Contains(string(body), dir) {
		t.Errorf("status %d, %q", response.StatusCode, body)
	}
}

func TestStoreOutOfOrder(t *testing.T) {
	t.Parallel()
	s := newSite(t, newMemory)
	broken := open(t, Config{Bucket: refusedS3(t), Now: s.clock.Now})
	server := httptest.NewServer(broken.DownloadHandler())
	t.Cleanup(server.Close)
	link := server.URL + s.link[strings.Index(s.link, DownloadPath):]
	response, body := fetch(t, "GET", link)
	if response.StatusCode != 503 || response.Header.Get("Retry-After") == "" || !strings.Contains(string(body), "Try again") {
		t.Errorf("status %d, %q", response.StatusCode, body)
	}
}
