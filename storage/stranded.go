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

// RemoveStranded removes what killed processes left halfway, unless it changed within the
// last age, and tells what it removed: the temporary files of a file store, and the
// incomplete uploads of an S3 bucket, whose sizes it does not know. Other stores end
// those by themselves.
func (s *Store) RemoveStranded(ctx context.Context, age time.Duration) (Swept, error) {
	before := s.now().Add(-age)
	if s.folder == "" {
		return s.endUploads(ctx, before)
	}
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
