package engine

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// FileSources are the files of a directory, by their path in it. Names that
// lead out of the directory, symbolic links included, are refused.
func FileSources(dir string) Sources { return fileSources(dir) }

type fileSources string

// Open opens a file of the directory.
func (dir fileSources) Open(ctx context.Context, name string) (Source, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(string(dir))
	if err != nil {
		return nil, err
	}
	defer func() { _ = root.Close() }()
	name = filepath.FromSlash(name)
	info, err := root.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() { // opening a pipe would wait for its writer
		return nil, &fs.PathError{Op: "open", Path: name, Err: fmt.Errorf("not a regular file: %w", fs.ErrInvalid)}
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	return &openFile{File: f, size: info.Size()}, nil
}

type openFile struct {
	*os.File
	size int64
}

// Size is the file's length when it was opened.
func (f *openFile) Size() int64 { return f.size }

// MemorySources are files in memory, by name. The map must not change while it
// is in use.
type MemorySources map[string][]byte

// Open gives a file of the map.
func (m MemorySources) Open(ctx context.Context, name string) (Source, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	data, ok := m[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return memorySource{bytes.NewReader(data)}, nil
}

type memorySource struct{ *bytes.Reader }

// Close has nothing to give back.
func (memorySource) Close() error { return nil }
