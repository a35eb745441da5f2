package storage

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestRemoveStranded(t *testing.T) {
	t.Parallel()
	now := newClock()
	s := newFolder(t, Config{Now: now.Now})
	key := mustKey(t, Uploads, "a")
	mustPut(t, s.Store, key, []byte("x"))
	kept := filepath.Join(s.folder, filepath.FromSlash(key))
	old, young := kept+".18f.tmp", kept+".19a.tmp"
	for path, age := range map[string]time.Duration{old: 2 * time.Hour, young: time.Minute, kept: 2 * time.Hour} {
		if path != kept {
			if err := os.WriteFile(path, []byte("part"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		at := now.Now().Add(-age)
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.RemoveStranded(t.Context(), time.Hour); n.Objects != 1 || err != nil {
		t.Errorf("removed %d, %v", n, err)
	}
	if left := filesIn(t, s.folder); len(left) != 2 {
		t.Errorf("left: %v", left)
	}
}

func TestNothingIsStrandedInMemory(t *testing.T) {
	t.Parallel()
	s := newMemory(t, Config{})
	if n, err := s.RemoveStranded(t.Context(), 0); n.Objects != 0 || err != nil {
		t.Errorf("removed %d, %v", n, err)
	}
}
