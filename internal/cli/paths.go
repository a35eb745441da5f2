package cli

import (
	"context"
	"fmt"
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
	info, err := regular(name)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &file{File: f, size: info.Size()}, nil
}

// regular refuses what is no file: opening a pipe would wait for its writer.
func regular(name string) (os.FileInfo, error) {
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is not a file", name)
	}
	return info, err
}

// given checks the files that the command line names, before anything is made
// from them.
func given(ctx context.Context, names ...string) error {
	for _, name := range names {
		f, err := paths{}.Open(ctx, name)
		if err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

type file struct {
	*os.File
	size int64
}

// Size is the file's length when it was opened.
func (f *file) Size() int64 { return f.size }
