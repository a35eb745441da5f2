package cli

import (
	"bufio"
	"errors"
	"io"
	"os"
	"path/filepath"
)

// writeFile makes a file that is whole or not there: it is written beside its
// place and renamed when write has succeeded.
func writeFile(path string, write func(io.Writer) error) (err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".quire-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(tmp.Name()))
		}
	}()
	buffered := bufio.NewWriterSize(tmp, 1<<16)
	if err := write(buffered); err != nil {
		return errors.Join(err, tmp.Close())
	}
	if err := errors.Join(buffered.Flush(), tmp.Chmod(0o644), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
