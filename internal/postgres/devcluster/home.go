package devcluster

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// home is the folder of a cluster's files:
//
//	lock          held by the owner
//	data/         PostgreSQL's own
//	s/            the socket, unless its path would be too long
//	postgres.log  what the server says
type home struct {
	dir string
	as  account
}

func (h *home) data() string { return filepath.Join(h.dir, "data") }
func (h *home) log() string  { return filepath.Join(h.dir, "postgres.log") }

// movedNote is the file in the folder that was asked for that names the folder
// which is used instead.
const movedNote = "moved-to"

// stateDirs are the parents of a home that cannot lie where it was asked for.
var stateDirs = []string{"/var/lib", "/var/tmp"}

// makeHome makes the folder dir, or finds the folder that stands for it when
// the server's account cannot reach dir, and gives it to that account.
func makeHome(dir string) (*home, error) {
	h, err := findHome(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o711); err != nil {
		return nil, fmt.Errorf("the development database needs its folder: %w", err)
	}
	if moved := h.dir; moved != mustAbs(dir) {
		return h, makePrivate(moved, h.as)
	}
	if h.as.reaches(h.dir) {
		return h, makePrivate(h.dir, h.as)
	}
	return h.moveAway(dir)
}

// findHome says where the cluster of dir lies, without making anything.
func findHome(dir string) (*home, error) {
	if dir == "" {
		return nil, errors.New("the development database has no folder")
	}
	h := &home{dir: mustAbs(dir)}
	note, err := os.ReadFile(filepath.Join(dir, movedNote))
	if err == nil && len(note) > 0 {
		h.dir = strings.TrimSpace(string(note))
	}
	h.as, err = serverAccount(h.dir)
	return h, err
}

// moveAway picks a folder that the server's account can reach and notes it in
// dir. Whoever deletes dir deletes the note, and so begins afresh.
func (h *home) moveAway(dir string) (*home, error) {
	var failures []error
	for _, parent := range stateDirs {
		if _, err := os.Stat(parent); err != nil {
			continue
		}
		sum := sha256.Sum256([]byte(h.dir + rand.Text()))
		moved := filepath.Join(parent, "quire-"+hex.EncodeToString(sum[:6]))
		if err := makePrivate(moved, h.as); err != nil {
			failures = append(failures, err)
			continue
		}
		if !h.as.reaches(moved) {
			failures = append(failures, errors.Join(fmt.Errorf("%s is out of reach too", moved), os.Remove(moved)))
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, movedNote), []byte(moved+"\n"), 0o644); err != nil {
			return nil, errors.Join(err, os.Remove(moved))
		}
		return &home{dir: moved, as: h.as}, nil
	}
	return nil, fmt.Errorf("PostgreSQL runs as user %s, who cannot enter %s, and no other place was found (%w): set DATA_DIR to a folder that everyone may enter",
		h.as.name, dir, errors.Join(failures...))
}

// makePrivate makes dir for the account alone, or checks that it is. In a
// folder where everyone may write, somebody else may have been there before.
func makePrivate(dir string, as account) error {
	err := os.Mkdir(dir, 0o700)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() || !as.mayTrust(info) {
		return fmt.Errorf("%s belongs to another user than %s: run as the user who made it, or delete it, or choose another folder", dir, as.name)
	}
	if err := as.own(dir); err != nil {
		return err
	}
	return os.Chmod(dir, 0o700)
}

// command prepares a program of PostgreSQL to run as the server's account, in
// its own process group, so that the terminal's Ctrl-C reaches this process
// alone.
func (h *home) command(ctx context.Context, bin Binaries, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, filepath.Join(bin.Dir, name), args...)
	cmd.Dir = h.dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC"}
	for _, name := range []string{"LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"} {
		if v := os.Getenv(name); v != "" {
			cmd.Env = append(cmd.Env, name+"="+v)
		}
	}
	cmd.SysProcAttr = h.as.process()
	return cmd
}

// initialise makes the database cluster when there is none: in a scratch folder
// that is renamed at the end, so that a half-made one is never used.
func (h *home) initialise(ctx context.Context, bin Binaries) error {
	if _, err := os.Stat(filepath.Join(h.data(), "PG_VERSION")); err == nil {
		return nil
	}
	scratch := h.data() + ".new"
	out, err := h.initdb(ctx, bin, scratch, utf8Locale())
	if err != nil && ctx.Err() == nil {
		out, err = h.initdb(ctx, bin, scratch, "C") // a system without that locale
	}
	if err != nil {
		return fmt.Errorf("initdb: %w: %s", err, strings.TrimSpace(string(out)))
	}
	if err := os.RemoveAll(h.data()); err != nil {
		return err
	}
	return os.Rename(scratch, h.data())
}

func (h *home) initdb(ctx context.Context, bin Binaries, dir, ctype string) ([]byte, error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	var out []byte
	var err error
	onOwnThread(func() {
		out, err = h.command(ctx, bin, "initdb", "-D", dir, "-U", superuser, "-A", "trust", "-E", "UTF8",
			"--locale=C", "--lc-ctype="+ctype, "--no-sync", "--no-instructions").CombinedOutput()
	})
	return out, err
}

// utf8Locale is the locale whose character classes make lower() and ILIKE work
// beyond ASCII; the order of strings stays that of their bytes.
func utf8Locale() string {
	if runtime.GOOS == "darwin" {
		return "en_US.UTF-8"
	}
	return "C.UTF-8"
}

// mustAbs is filepath.Abs, which fails only where there is no working folder.
func mustAbs(dir string) string {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return dir
	}
	return abs
}
