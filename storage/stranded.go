package storage

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// RemoveStranded removes the temporary files that killed processes left in a
// file store, unless they changed within the last age, and tells what it
// removed. Other stores have none: give the bucket a rule that ends
// incomplete uploads.
func (s *Store) RemoveStranded(ctx context.Context, age time.Duration) (Swept, error) {
	if s.folder == "" {
		return Swept{}, nil
	}
	before := s.now().Add(-age)
	var removed Swept
	err := filepath.WalkDir(s.folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil {
			err = ctx.Err()
		}
		// Keys have no dots, so no stored file ends like this.
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".tmp") {
			return ignoreMissing(err)
		}
		info, err := entry.Info()
		if err != nil || info.ModTime().After(before) {
			return ignoreMissing(err)
		}
		if err := os.Remove(path); err != nil {
			return ignoreMissing(err)
		}
		removed.Objects++
		removed.Bytes += info.Size()
		return nil
	})
	return removed, err
}

// ignoreMissing passes over files that others removed meanwhile.
func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
