package devcluster

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// oldestVersion is the oldest PostgreSQL that Quire works on.
const oldestVersion = 15

// ErrNoBinaries says that no usable PostgreSQL is installed.
var ErrNoBinaries = errors.New("no PostgreSQL programs found")

// Binaries is a folder with PostgreSQL's server programs.
type Binaries struct {
	Dir     string
	Version int // the major version
}

// installPatterns are the folders where distributions keep server programs.
var installPatterns = []string{
	"/usr/lib/postgresql/*/bin",                          // Debian, Ubuntu
	"/usr/pgsql-*/bin",                                   // Fedora and RHEL, PostgreSQL's own packages
	"/usr/bin",                                           // Fedora, Arch
	"/usr/libexec/postgresql*",                           // Alpine
	"/usr/lib/postgresql*/bin",                           // Alpine, SUSE
	"/opt/homebrew/opt/postgresql*/bin",                  // Homebrew, Apple silicon
	"/usr/local/opt/postgresql*/bin",                     // Homebrew, Intel
	"/home/linuxbrew/.linuxbrew/opt/postgresql*/bin",     // Homebrew on Linux
	"/opt/local/lib/postgresql*/bin",                     // MacPorts
	"/Applications/Postgres.app/Contents/Versions/*/bin", // Postgres.app
	"/usr/local/pgsql/bin",                               // built from source
}

// FindBinaries looks for PostgreSQL's server programs: in $PG_BIN alone when it
// is set, else in PATH and the folders of the known distributions. The newest
// come first; versions before 15 are left out. The error is [ErrNoBinaries],
// with what to install.
func FindBinaries() ([]Binaries, error) {
	if dir := os.Getenv("PG_BIN"); dir != "" {
		b, err := inspect(dir)
		if err != nil {
			return nil, fmt.Errorf("PG_BIN: %w", err)
		}
		return []Binaries{b}, nil
	}
	var found []Binaries
	for _, dir := range candidateDirs() {
		if b, err := inspect(dir); err == nil {
			found = append(found, b)
		}
	}
	if len(found) == 0 {
		return nil, fmt.Errorf("%w: PostgreSQL %d or newer is needed; run `make setup`, or %s, or set PG_BIN to the folder of initdb and postgres, or set DATABASE_URL to a server of your own",
			ErrNoBinaries, oldestVersion, installHint())
	}
	slices.SortStableFunc(found, func(a, b Binaries) int { return b.Version - a.Version })
	return found, nil
}

// candidateDirs are existing folders to look in, each once, PATH first.
func candidateDirs() []string {
	var dirs []string
	if p, err := exec.LookPath("postgres"); err == nil {
		dirs = append(dirs, filepath.Dir(p))
	}
	for _, pattern := range installPatterns {
		m, _ := filepath.Glob(pattern)
		dirs = append(dirs, m...)
	}
	var unique []string
	for _, d := range dirs {
		real, err := filepath.EvalSymlinks(filepath.Join(d, "postgres"))
		if err != nil {
			continue
		}
		if d = filepath.Dir(real); !slices.Contains(unique, d) {
			unique = append(unique, d)
		}
	}
	return unique
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// inspect asks the programs of dir for their version.
func inspect(dir string) (Binaries, error) {
	for _, name := range []string{"initdb", "postgres"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			return Binaries{}, fmt.Errorf("%s has no program %q", dir, name)
		}
	}
	out, err := exec.Command(filepath.Join(dir, "postgres"), "--version").Output()
	if err != nil {
		return Binaries{}, fmt.Errorf("%s/postgres --version: %w", dir, err)
	}
	m := versionPattern.FindSubmatch(out)
	if m == nil {
		return Binaries{}, fmt.Errorf("%s/postgres has no version: %q", dir, strings.TrimSpace(string(out)))
	}
	version, _ := strconv.Atoi(string(m[1]))
	if version < oldestVersion {
		return Binaries{}, fmt.Errorf("%s has PostgreSQL %d, which is too old: %d or newer is needed", dir, version, oldestVersion)
	}
	return Binaries{Dir: dir, Version: version}, nil
}

// binariesFor finds the programs for the cluster in data: those of its own
// version, or the newest when it is yet to be made.
func binariesFor(data string) (Binaries, error) {
	found, err := FindBinaries()
	if err != nil {
		return Binaries{}, err
	}
	raw, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if err != nil {
		return found[0], nil
	}
	made, err := strconv.Atoi(strings.TrimSpace(string(raw)))
	if err != nil {
		return Binaries{}, fmt.Errorf("%s: %w", filepath.Join(data, "PG_VERSION"), err)
	}
	for _, b := range found {
		if b.Version == made {
			return b, nil
		}
	}
	return Binaries{}, fmt.Errorf("%s was made by PostgreSQL %d, and %d is installed: install PostgreSQL %d, or delete the folder to begin with an empty database",
		data, made, found[0].Version, made)
}

// installHint names the package for the package manager of this machine.
func installHint() string {
	if runtime.GOOS == "darwin" {
		return "`brew install postgresql@17`"
	}
	for _, m := range []struct{ manager, command string }{
		{"apt-get", "`apt-get install postgresql`"},
		{"dnf", "`dnf install postgresql-server`"},
		{"apk", "`apk add postgresql`"},
		{"pacman", "`pacman -S postgresql`"},
		{"zypper", "`zypper install postgresql-server`"},
	} {
		if _, err := exec.LookPath(m.manager); err == nil {
			return m.command
		}
	}
	return "install the package postgresql"
}
