package devcluster

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// programs makes a folder with stand-ins that answer --version.
func programs(t *testing.T, version string) string {
	t.Helper()
	dir := t.TempDir()
	script := fmt.Sprintf("#!/bin/sh\necho 'postgres (PostgreSQL) %s'\n", version)
	for _, name := range []string{"initdb", "postgres"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestInspect(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		version string
		want    int
		problem string
	}{
		{"15.14 (Debian 15.14-0+deb12u1)", 15, ""},
		{"18beta1", 18, ""},
		{"14.9", 0, "too old"},
		{"9.6.24", 0, "too old"},
		{"", 0, "no version"},
	} {
		got, err := inspect(programs(t, c.version))
		switch {
		case c.problem == "" && (err != nil || got.Version != c.want):
			t.Errorf("%q: version %d, %v", c.version, got.Version, err)
		case c.problem != "" && (err == nil || !strings.Contains(err.Error(), c.problem)):
			t.Errorf("%q: error %v, want %q", c.version, err, c.problem)
		}
	}
	if _, err := inspect(t.TempDir()); err == nil || !strings.Contains(err.Error(), "initdb") {
		t.Errorf("an empty folder: %v", err)
	}
}

func TestPGBinDecides(t *testing.T) {
	dir := programs(t, "17.2")
	t.Setenv("PG_BIN", dir)
	found, err := FindBinaries()
	if err != nil || len(found) != 1 || found[0] != (Binaries{Dir: dir, Version: 17}) {
		t.Errorf("found %v, %v", found, err)
	}
	t.Setenv("PG_BIN", t.TempDir())
	if _, err := FindBinaries(); err == nil || !strings.HasPrefix(err.Error(), "PG_BIN: ") {
		t.Errorf("a PG_BIN without programs: %v", err)
	}
}

func TestNoBinariesSaysWhatToDo(t *testing.T) {
	saved := installPatterns
	t.Cleanup(func() { installPatterns = saved })
	installPatterns = nil
	t.Setenv("PATH", t.TempDir())
	t.Setenv("PG_BIN", "")
	_, err := FindBinaries()
	if !errors.Is(err, ErrNoBinaries) {
		t.Fatalf("error %v", err)
	}
	for _, want := range []string{"make setup", "install", "PG_BIN", "DATABASE_URL"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not mention %q", err, want)
		}
	}
}

func TestClusterOfAnotherVersion(t *testing.T) {
	t.Setenv("PG_BIN", programs(t, "17.2"))
	data := t.TempDir()
	if err := os.WriteFile(filepath.Join(data, "PG_VERSION"), []byte("15\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := binariesFor(data); err == nil || !strings.Contains(err.Error(), "made by PostgreSQL 15, and 17 is installed") {
		t.Errorf("error %v", err)
	}
}
