package storage

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

func TestKeys(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		tenant string
		area   Area
		name   string
		want   string
	}{
		{tenant, Uploads, "ab12", tenant + "/uploads/ab12"},
		{"acme_1", Outputs, "job-7", "acme_1/outputs/job-7"},
		{"", Uploads, "a", ""},
		{"acme", Uploads, "", ""},
		{"acme", "checks", "a", ""},
		{"..", Uploads, "a", ""},
		{"acme", Uploads, "..", ""},
		{"acme", Uploads, "../other/uploads/a", ""},
		{"acme", Uploads, "a/b", ""},
		{"acme", Uploads, `a\b`, ""},
		{"acme", Uploads, "a.pdf", ""},
		{"acme", Uploads, "a\n", ""},
		{"acme", Uploads, "a\x00", ""},
		{"Acme", Uploads, "a", ""},
		{"acme", Uploads, "-a", ""},
		{"acme", Uploads, strings.Repeat("a", 129), ""},
	} {
		key, err := Key(c.tenant, c.area, c.name)
		var bad *BadKey
		if c.want == "" && !errors.As(err, &bad) {
			t.Errorf("Key(%q, %q, %q) = %q, %v; want a BadKey", c.tenant, c.area, c.name, key, err)
		}
		if c.want != "" && (key != c.want || err != nil) {
			t.Errorf("Key(%q, %q, %q) = %q, %v; want %q", c.tenant, c.area, c.name, key, err, c.want)
		}
	}
}

// TestBadKeysReachNoBucket calls each method that takes a key.
func TestBadKeysReachNoBucket(t *testing.T) {
	t.Parallel()
	s := open(t, Config{Bucket: "mem://"})
	const key = "acme/uploads/../../other"
	_, putErr := s.Put(t.Context(), key, strings.NewReader("x"), 1)
	_, openErr := s.Open(t.Context(), key)
	_, fetchErr := s.Fetch(t.Context(), key, "", t.TempDir())
	_, existsErr := s.Exists(t.Context(), key)
	_, _, signErr := s.SignedURL(t.Context(), key, "a.pdf", "application/pdf")
	_, receiveErr := s.Receive(t.Context(), "../other", "a.pdf", strings.NewReader("%PDF-1.7"), 100)
	for _, err := range []error{putErr, openErr, fetchErr, existsErr, signErr, receiveErr, s.Delete(t.Context(), key)} {
		var bad *BadKey
		if !errors.As(err, &bad) {
			t.Errorf("got %v, want a BadKey", err)
		}
	}
}

// FuzzKey: whatever is accepted as a key stays inside its own tenant's folder.
func FuzzKey(f *testing.F) {
	for _, key := range []string{"acme/uploads/a", "../uploads/a", "acme/uploads/..", "a/../b", "acme/uploads/a/", "/acme/uploads/a"} {
		f.Add(key)
	}
	f.Fuzz(func(t *testing.T, key string) {
		if checkKey(key) != nil {
			return
		}
		parts := strings.Split(key, "/")
		within := filepath.Join("/root", parts[0], parts[1]) + string(filepath.Separator)
		if path := filepath.Join("/root", filepath.FromSlash(key)); !strings.HasPrefix(path, within) || strings.Count(path, "/") != 4 {
			t.Errorf("key %q leads to %q", key, path)
		}
	})
}
