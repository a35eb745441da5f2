package worker

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestForgottenUploadsAreRemoved(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, age := range map[string]time.Duration{"quire-upload-1": 25 * time.Hour, "quire-upload-2": time.Hour, "anything": 25 * time.Hour} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, time.Now(), time.Now().Add(-age)); err != nil {
			t.Fatal(err)
		}
	}
	if err := removeForgotten(dir); err != nil {
		t.Fatal(err)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(left) != 2 || filepath.Base(left[0]) != "anything" || filepath.Base(left[1]) != "quire-upload-2" {
		t.Errorf("left are %v, %v", left, err)
	}
}

func TestTemporaryFilesLieInNobodyElsesFolder(t *testing.T) {
	t.Parallel()
	for what, prepare := range map[string]func(rooms string) error{
		"a folder that all may read": func(rooms string) error { return os.Mkdir(rooms, 0o755) },
		"a link to another folder":   func(rooms string) error { return os.Symlink(os.TempDir(), rooms) },
	} {
		parent := t.TempDir()
		if err := prepare(filepath.Join(parent, roomsName())); err != nil {
			t.Fatal(err)
		}
		if _, err := openTempRooms(parent, "wrk_1"); err == nil || !strings.Contains(err.Error(), "not this user's alone") {
			t.Errorf("%s: %v", what, err)
		}
	}
}
