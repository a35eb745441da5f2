package storage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"
)

// stage is a store in a folder, behind a server, with a clock to turn.
type stage struct {
	t     *testing.T
	store *Store
	now   time.Time
	url   string
}

func setupStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{t: t, now: time.Now()}
	store, err := Open(t.Context(), Config{
		Bucket: "file://" + t.TempDir(), SigningKey: testKey, TempDir: t.TempDir(), Now: func() time.Time { return s.now },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	s.store = store
	mux := http.NewServeMux()
	mux.Handle(UploadPath, store.UploadHandler())
	mux.Handle(DownloadPath, store.DownloadHandler())
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

func (s *stage) target(name string, limit int64) string {
	s.t.Helper()
	link, _, err := s.store.UploadTarget(tenant, name, limit)
	if err != nil {
		s.t.Fatal(err)
	}
	return link
}

func (s *stage) send(method, link string, body io.Reader, headers ...string) (*http.Response, string) {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), method, s.url+link, body)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	said, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response, string(said)
}

func TestUploadTargetTakesAFile_U1(t *testing.T) {
	t.Parallel()
	s := setupStage(t)
	link := s.target("tgt_1", 100)
	for _, text := range []string{"first", "sent again"} {
		sum := sha256.Sum256([]byte(text))
		response, said := s.send(http.MethodPut, link, strings.NewReader(text))
		if response.StatusCode != 204 || response.Header.Get("ETag") != `"`+hex.EncodeToString(sum[:])+`"` {
			t.Fatalf("%d %v %s", response.StatusCode, response.Header, said)
		}
	}
	object, err := s.store.Open(t.Context(), tenant+"/staged/tgt_1")
	if err != nil {
		t.Fatal(err)
	}
	defer object.Close()
	if content, err := io.ReadAll(object); string(content) != "sent again" || err != nil {
		t.Errorf("kept %q, %v", content, err)
	}
}

func TestUploadTargetRefusals_U1(t *testing.T) {
	t.Parallel()
	s := setupStage(t)
	link := s.target("tgt_1", 4)
	download, _, err := s.store.SignedURL(t.Context(), tenant+"/uploads/x", "x", "application/pdf")
	if err != nil {
		t.Fatal(err)
	}
	unknown := struct{ io.Reader }{strings.NewReader("too long")} // no length is announced
	for name, c := range map[string]struct {
		method, link string
		body         io.Reader
		headers      []string
		status       int
	}{
		"GET":            {http.MethodGet, link, nil, nil, 405},
		"POST":           {http.MethodPost, link, strings.NewReader("x"), nil, 405},
		"forged":         {http.MethodPut, link + "x", strings.NewReader("x"), nil, 403},
		"download token": {http.MethodPut, UploadPath + strings.TrimPrefix(download, DownloadPath), strings.NewReader("x"), nil, 403},
		"upload token":   {http.MethodGet, DownloadPath + strings.TrimPrefix(link, UploadPath), nil, nil, 403},
		"announced":      {http.MethodPut, link, strings.NewReader("too long"), nil, 413},
		"not announced":  {http.MethodPut, link, unknown, nil, 413},
		"compressed":     {http.MethodPut, link, strings.NewReader("x"), []string{"Content-Encoding", "gzip"}, 415},
	} {
		if response, said := s.send(c.method, c.link, c.body, c.headers...); response.StatusCode != c.status || said == "" {
			t.Errorf("%s: %d %s", name, response.StatusCode, said)
		}
	}
	if there, err := s.store.Exists(t.Context(), tenant+"/staged/tgt_1"); there || err != nil {
		t.Errorf("something was kept: %v %v", there, err)
	}
	s.now = s.now.Add(DefaultSignedURLTTL)
	if response, _ := s.send(http.MethodPut, link, strings.NewReader("x")); response.StatusCode != 403 {
		t.Errorf("expired: %d", response.StatusCode)
	}
}

// zeroes is a file of so many zeroes that no memory holds.
type zeroes struct{ left int64 }

func (z *zeroes) Read(p []byte) (int, error) {
	n := min(int64(len(p)), z.left)
	if n == 0 {
		return 0, io.EOF
	}
	z.left -= n
	clear(p[:n])
	return int(n), nil
}

func TestUploadTargetKeepsMemoryFlat_U1(t *testing.T) {
	const size = 200 << 20
	s := setupStage(t)
	link := s.target("tgt_1", size)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	response, said := s.send(http.MethodPut, link, &zeroes{size})
	runtime.ReadMemStats(&after)
	if response.StatusCode != 204 {
		t.Fatalf("%d %s", response.StatusCode, said)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 20<<20 {
		t.Errorf("%d MB were allocated for 200 MB", used>>20)
	}
}

func TestWhatNobodyCompletesIsRemoved_U1(t *testing.T) {
	t.Parallel()
	s := setupStage(t)
	for _, key := range []string{"one/staged/tgt_1", "two/staged/tgt_2", "two/uploads/kept"} {
		if _, err := s.store.Put(context.Background(), key, strings.NewReader("x"), 10); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.store.Expire(t.Context(), Staged, time.Hour); n.Objects != 0 || err != nil {
		t.Errorf("removed %+v at once, %v", n, err)
	}
	s.now = s.now.Add(2 * time.Hour)
	if n, err := s.store.Expire(t.Context(), Staged, time.Hour); n.Objects != 2 || err != nil {
		t.Errorf("removed %+v, %v", n, err)
	}
	if there, err := s.store.Exists(t.Context(), "two/uploads/kept"); !there || err != nil {
		t.Errorf("a finished upload was removed: %v", err)
	}
}
