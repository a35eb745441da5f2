package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheProgramsApart runs each of the two files without the other.
func TestTheProgramsApart(t *testing.T) {
	t.Parallel()
	r := folder(t)
	alone := filepath.Join(t.TempDir(), "quire")
	if err := os.Link(program, alone); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) (string, error) {
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Dir, cmd.Env = r.dir, r.env
		said, err := cmd.CombinedOutput()
		return string(said), err
	}
	if said, err := run(alone, "merge", "small.pdf", "about.pdf", "ana.pdf"); err != nil {
		t.Errorf("the small one cannot merge: %v, %s", err, said)
	}
	said, err := run(alone, "serve")
	if err == nil || strings.Count(said, "\n") != 1 || !strings.Contains(said, alone+"-server") || !strings.Contains(said, "no such file") {
		t.Errorf("without the whole one serving gives %v, %q", err, said)
	}
	if said, err := run(program+"-server", "merge", "whole.pdf", "about.pdf", "ana.pdf"); err != nil {
		t.Errorf("the whole one cannot merge: %v, %s", err, said)
	}
	if string(r.read(t, "small.pdf")) != string(r.read(t, "whole.pdf")) {
		t.Error("the two make other bytes of the same files")
	}
	linked := filepath.Join(t.TempDir(), "linked")
	if err := os.Symlink(program, linked); err != nil {
		t.Fatal(err)
	}
	if said, err := run(linked, "help"); err != nil || !strings.Contains(said, "serve") || !strings.Contains(said, "merge") {
		t.Errorf("help through a link gives %v, %s", err, said)
	}
}
