package engine_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"quire/engine"
)

func TestFileSources(t *testing.T) {
	t.Parallel()
	outside := t.TempDir()
	dir := filepath.Join(outside, "in")
	for name, content := range map[string]string{"secret": "secret", "in/a.pdf": "content", "in/sub/b.pdf": "below"} {
		path := filepath.Join(outside, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("../secret", filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	sources := engine.FileSources(dir)
	for name, want := range map[string]string{"a.pdf": "content", "sub/b.pdf": "below", "sub/../a.pdf": "content"} {
		src, err := sources.Open(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(io.NewSectionReader(src, 0, src.Size()))
		if err != nil || string(data) != want {
			t.Errorf("%s: %q, %v", name, data, err)
		}
		if err := src.Close(); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"../secret", "link", "/etc/hostname", "sub", ""} {
		if src, err := sources.Open(t.Context(), name); err == nil {
			t.Errorf("%q was opened", name)
			_ = src.Close()
		}
	}
	if _, err := sources.Open(t.Context(), "none"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("none: %v", err)
	}
}
