package worker

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/sync/errgroup"

	"quire/engine"
	"quire/internal/plan"
	"quire/storage"
)

// fetchAtOnce is how many files of one job are taken from storage at a time.
const fetchAtOnce = 4

// sourceError says which file could not be had, and where it is used.
type sourceError struct {
	snapshot plan.Snapshot
	file     plan.File
	err      error
}

// Error is for the log.
func (e *sourceError) Error() string { return fmt.Sprintf("fetch «%s»: %v", e.file.Name, e.err) }

// Unwrap gives the cause.
func (e *sourceError) Unwrap() error { return e.err }

// fetch takes the files of a plan from storage and verifies them: small ones
// into memory, where they stay for other jobs, large ones into the attempt's room.
func (w *Worker) fetch(ctx context.Context, s plan.Snapshot, p engine.Plan, room *room) (engine.Sources, error) {
	files := s.Used(p)
	opened := make([]opener, len(files))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(fetchAtOnce)
	for i, f := range files {
		if opened[i] = w.shelf.get(f.SHA256); opened[i] != nil {
			continue
		}
		group.Go(func() (err error) {
			if opened[i], err = w.fetchOne(ctx, f, room); err != nil {
				return &sourceError{snapshot: s, file: f, err: err}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	sources := fetched{}
	for i, f := range files {
		sources[f.Key] = opened[i]
	}
	return sources, nil
}

func (w *Worker) fetchOne(ctx context.Context, f plan.File, room *room) (opener, error) {
	if f.SHA256 != "" && f.Size <= shelfMost {
		data, err := w.Store.Load(ctx, f.Key, f.SHA256, f.Size)
		if err != nil {
			return nil, err
		}
		return w.shelf.put(f.SHA256, data), nil
	}
	dir, err := room.dir()
	if err != nil {
		return nil, err
	}
	file, err := w.Store.Fetch(ctx, f.Key, f.SHA256, dir)
	if err != nil {
		return nil, err
	}
	return copied{file.Name(), f.SHA256}, file.Close()
}

// speak gives the code and the message of a file that will not come.
func (e *sourceError) speak() (code, message string) {
	where := ""
	if n := e.page(); n > 0 {
		where = e.snapshot.Label(n) + ": "
	}
	var changed *storage.Mismatch
	switch {
	case errors.Is(e.err, storage.ErrNotFound):
		return engine.CodeMissing, fmt.Sprintf("%sthe file «%s» is not in storage any more; upload it again and order the booklet anew", where, e.file.Name)
	case errors.As(e.err, &changed):
		return "SOURCE_CHANGED", fmt.Sprintf("%sthe file «%s» in storage is not the one that was uploaded: it was changed or damaged; upload it again and order the booklet anew", where, e.file.Name)
	}
	return engine.CodeUnreadable, fmt.Sprintf("%sthe file «%s» cannot be taken from storage; ask the operator to look at the log", where, e.file.Name)
}

// page is the number of the first page that may use the file; 0 for the cover.
func (e *sourceError) page() int {
	for i, p := range e.snapshot.Pages {
		one := plan.Snapshot{Pages: []plan.Page{p}, Spreadsheet: e.snapshot.Spreadsheet, Attributes: e.snapshot.Attributes}
		for _, f := range one.Sources() {
			if f.Key == e.file.Key {
				return i + 1
			}
		}
	}
	return 0
}

// cacheBytes bounds the static pages that a worker keeps in memory for the next
// booklets.
const cacheBytes = 128 << 20

// opener opens a file anew, so that several may read it.
type opener interface{ open() (engine.Source, error) }

// fetched are files by their keys.
type fetched map[string]opener

// Open opens a file of the plan.
func (m fetched) Open(ctx context.Context, name string) (engine.Source, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	o, ok := m[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return o.open()
}

// copied is a file's copy on disk, and the hash that it was verified by.
type copied struct{ path, sha256 string }

func (c copied) open() (engine.Source, error) {
	file, err := os.Open(c.path)
	if err != nil {
		return nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &source{File: file, size: info.Size(), sha256: c.sha256}, nil
}

type source struct {
	*os.File
	size   int64
	sha256 string
}

// SHA256 is the hash that the content was verified by, by which the engine's
// cache knows it.
func (s *source) SHA256() string { return s.sha256 }

// Size is the file's length in bytes.
func (s *source) Size() int64 { return s.size }
