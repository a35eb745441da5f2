package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"google.golang.org/api/googleapi"

	"quire/internal/s3test"
)

// refusedS3 is the URL of an S3 server that is not running.
func refusedS3(t *testing.T) string {
	t.Helper()
	address, err := s3test.FreeAddress()
	if err != nil {
		t.Fatal(err)
	}
	return "s3://bucket?region=us-east-1&use_path_style=true&endpoint=http://" + address
}

func TestAServerThatIsDownMayComeBack(t *testing.T) {
	t.Parallel()
	s := open(t, Config{Bucket: refusedS3(t)})
	key := mustKey(t, Uploads, "a")
	_, putErr := s.Put(t.Context(), key, strings.NewReader("x"), 1)
	_, openErr := s.Open(t.Context(), key)
	for _, err := range []error{putErr, openErr, s.Check(t.Context())} {
		if err == nil || !isTemporary(err) || errors.Is(err, ErrNotFound) {
			t.Errorf("got %v", err)
		}
	}
}

func TestAnOverloadedServerMayRecover(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	t.Cleanup(server.Close)
	s := open(t, Config{Bucket: "s3://bucket?region=us-east-1&use_path_style=true&endpoint=" + server.URL})
	if _, err := s.Open(t.Context(), mustKey(t, Uploads, "a")); !isTemporary(err) {
		t.Errorf("got %v", err)
	}
}

// TestAMissingBucketIsNotAMissingFile: it is a fault of the configuration.
func TestAMissingBucketIsNotAMissingFile(t *testing.T) {
	t.Parallel()
	s := open(t, Config{Bucket: strings.Replace(bucketURL(t), "s3://bucket", "s3://no-bucket", 1)})
	key := mustKey(t, Uploads, "a")
	_, putErr := s.Put(t.Context(), key, strings.NewReader("x"), 1)
	_, fetchErr := s.Fetch(t.Context(), key, "", t.TempDir())
	for _, err := range []error{putErr, fetchErr, s.Check(t.Context())} {
		if err == nil || errors.Is(err, ErrNotFound) || isTemporary(err) {
			t.Errorf("got %v", err)
		}
	}
}

func TestWrongCredentialsStayWrong(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusForbidden)
	}))
	t.Cleanup(server.Close)
	s := open(t, Config{Bucket: "s3://bucket?region=us-east-1&use_path_style=true&endpoint=" + server.URL})
	err := s.Check(t.Context())
	if err == nil || isTemporary(err) || errors.Is(err, ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

func TestTemporary(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		want bool
	}{
		{context.Canceled, false},
		{context.DeadlineExceeded, true},
		{fs.ErrPermission, false},
		{syscall.EROFS, false},
		{syscall.ENOSPC, true},
		{syscall.ECONNRESET, true},
		{errors.New("something new"), true},
		{&googleapi.Error{Code: 429}, true},
		{&googleapi.Error{Code: 400}, false},
		{&googleapi.Error{Code: 500}, true},
	} {
		if got := temporary(fmt.Errorf("wrapped: %w", c.err)); got != c.want {
			t.Errorf("%v: %v, want %v", c.err, got, c.want)
		}
	}
}

func TestDeadlinesPass(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then is a hang-up noticed
		<-r.Context().Done()
	}))
	t.Cleanup(server.Close)
	s := open(t, Config{Bucket: "s3://bucket?region=us-east-1&use_path_style=true&endpoint=" + server.URL})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := s.Put(ctx, mustKey(t, Uploads, "a"), strings.NewReader("x"), 1)
	if !errors.Is(err, context.DeadlineExceeded) || !isTemporary(err) {
		t.Errorf("got %v", err)
	}
}

func TestTooLargeNamesTheLimit(t *testing.T) {
	t.Parallel()
	for limit, want := range map[int64]string{25 << 20: "25 MiB", 10 << 10: "10 KiB", 999: "999 bytes"} {
		if got := (&TooLarge{Limit: limit}).Error(); !strings.Contains(got, want) {
			t.Errorf("%q lacks %q", got, want)
		}
	}
}
