package worker

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

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
