package cli

import (
	"context"
	"os"

	"quire/engine"
)

// paths are the files that the command line names, wherever they lie.
type paths struct{}

// Open opens a file by its path.
func (paths) Open(ctx context.Context, name string) (engine.Source, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return &file{File: f, size: info.Size()}, nil
}

type file struct {
	*os.File
	size int64
}

// Size is the file's length when it was opened.
func (f *file) Size() int64 { return f.size }
