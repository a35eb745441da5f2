package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"quire/internal/progress"
)

// tempRooms is this process's folder for temporary files. A lock on a file in it
// says that the process lives; the kernel drops it however the process ends.
type tempRooms struct {
	dir  string
	lock *os.File
}

const lockName = "alive"

// openTempRooms makes the folder below parent, and removes those of processes
// that are dead.
func openTempRooms(parent, id string) (*tempRooms, error) {
	if parent == "" {
		parent = os.TempDir()
	}
	parent = filepath.Join(parent, roomsName())
	if err := makePrivate(parent); err != nil {
		return nil, err
	}
	if err := errors.Join(removeDead(parent), removeForgotten(os.TempDir())); err != nil {
		return nil, err
	}
	// Made under another name, so that it is never seen without its lock.
	making, err := os.MkdirTemp(parent, ".new-*")
	if err != nil {
		return nil, err
	}
	lock, err := os.Create(filepath.Join(making, lockName))
	if err != nil {
		return nil, err
	}
	r := &tempRooms{dir: filepath.Join(parent, id), lock: lock}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return r, os.Rename(making, r.dir)
}

// roomsName is the name of the folder that all processes of a user share. Each
// user has one, for the system's folder is everybody's.
func roomsName() string { return fmt.Sprintf("quire-jobs-%d", os.Geteuid()) }

// makePrivate makes a folder for this user alone, or checks that it is one:
// where everybody may write, somebody else may have been there before.
func makePrivate(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	owner, known := info.Sys().(*syscall.Stat_t)
	if !info.IsDir() || info.Mode().Perm()&0o077 != 0 || known && int(owner.Uid) != os.Geteuid() {
		return fmt.Errorf("%s is not this user's alone: remove it, or set TMPDIR to another folder", dir)
	}
	return nil
}

// tidyEvery is how often folders of dead processes are looked for.
const tidyEvery = time.Hour

// tidy removes the folders of processes that die on this machine, until the
// context ends. Only a process of the machine can, so no leader does it for all.
func (r *tempRooms) tidy(ctx context.Context, log *slog.Logger) {
	ticker := time.NewTicker(tidyEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if err := errors.Join(removeDead(filepath.Dir(r.dir)), removeForgotten(os.TempDir())); err != nil {
			log.WarnContext(ctx, "temporary files of dead processes stay for now", "error", err)
		}
	}
}

// halfMade is the age at which a folder that has no lock yet is given up.
const halfMade = time.Hour

func removeDead(parent string) error {
	var dirs []string
	for _, pattern := range []string{"wrk_*", ".new-*"} {
		found, err := filepath.Glob(filepath.Join(parent, pattern))
		if err != nil {
			return err
		}
		dirs = append(dirs, found...)
	}
	for _, dir := range dirs {
		info, err := os.Stat(dir)
		if err != nil || strings.HasPrefix(filepath.Base(dir), ".") && time.Since(info.ModTime()) < halfMade || !dead(dir) {
			continue
		}
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	return nil
}

// forgottenUploads are files that the API keeps while a request is read, and
// forgottenAge is far beyond the time that one may take.
const (
	forgottenUploads = "quire-upload-*"
	forgottenAge     = 24 * time.Hour
)

// removeForgotten removes what was left in the system's folder by processes that
// were killed while they received a file; it leaves other users' files alone.
func removeForgotten(dir string) error {
	found, err := filepath.Glob(filepath.Join(dir, forgottenUploads))
	if err != nil {
		return err
	}
	for _, name := range found {
		info, err := os.Lstat(name)
		if err != nil || !info.Mode().IsRegular() || time.Since(info.ModTime()) < forgottenAge {
			continue
		}
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) && !errors.Is(err, os.ErrPermission) {
			return err
		}
	}
	return nil
}

// dead tells whether nobody holds the lock of a folder.
func dead(dir string) bool {
	lock, err := os.Open(filepath.Join(dir, lockName))
	if err != nil {
		return os.IsNotExist(err)
	}
	defer lock.Close()
	return syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}

// room is the folder of one attempt, which is made when something is to lie in it.
type room struct {
	path string
	once sync.Once
	err  error
}

// open gives the room of an attempt; whoever asked closes it.
func (r *tempRooms) open(a progress.Attempt) *room {
	return &room{path: filepath.Join(r.dir, fmt.Sprintf("%s-%d", a.JobID, a.RiverJobID))}
}

func (r *room) dir() (string, error) {
	r.once.Do(func() { r.err = os.Mkdir(r.path, 0o700) })
	if r.err != nil {
		return "", &temporary{fmt.Errorf("make a temporary folder: %w", r.err)}
	}
	return r.path, nil
}

func (r *room) close() {
	r.once.Do(func() { r.err = errors.New("the attempt is over") })
	_ = os.RemoveAll(r.path)
}

func (r *tempRooms) close() error {
	return errors.Join(os.RemoveAll(r.dir), r.lock.Close())
}
