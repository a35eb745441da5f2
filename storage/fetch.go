package storage

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
)

// Fetch copies the object under key into a new temporary file in dir and
// gives it open, at its beginning; the caller closes and removes it. The
// content must have the SHA-256 that is given, or else that the key names, or
// Fetch fails with [*Mismatch]. After a failure no file is left.
func (s *Store) Fetch(ctx context.Context, key, sha256, dir string) (*os.File, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	if sha256 == "" {
		sha256 = contentAddress(key)
	}
	file, err := os.CreateTemp(dir, "fetched-*")
	if err != nil {
		return nil, keepError(key, err)
	}
	if err := s.fetchInto(ctx, file, key, sha256); err != nil {
		return nil, errors.Join(err, file.Close(), os.Remove(file.Name()))
	}
	return file, nil
}

// Load gives the content of the object under key, which must have this size and
// SHA-256, or Load fails with [*Mismatch].
func (s *Store) Load(ctx context.Context, key, sha256 string, size int64) ([]byte, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	b := bytes.NewBuffer(make([]byte, 0, size))
	if err := s.copyTo(ctx, b, key, sha256); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func (s *Store) fetchInto(ctx context.Context, file *os.File, key, want string) error {
	if err := s.copyTo(ctx, file, key, want); err != nil {
		return err
	}
	_, err := file.Seek(0, io.SeekStart)
	return err
}

// copyTo copies an object whose content has the SHA-256 that is wanted.
func (s *Store) copyTo(ctx context.Context, w io.Writer, key, want string) error {
	r, err := s.bucket.NewReader(ctx, key, nil)
	if err != nil {
		return s.fail("read", key, err)
	}
	defer r.Close()
	stored, err := copyHashed(w, r, r.Size())
	var source *SourceError
	switch {
	case errors.As(err, &source):
		return s.fail("read", key, source.Err)
	case err != nil:
		return keepError(key, err)
	case stored.Size != r.Size():
		return s.fail("read", key, io.ErrUnexpectedEOF)
	case want != "" && stored.SHA256 != want:
		return &Mismatch{Key: key, Want: want, Got: stored.SHA256}
	}
	return nil
}

// keepError is mostly a full disk, which may pass.
func keepError(key string, err error) error {
	return &Error{Op: "keep a copy of", Key: key, Err: err, temporary: temporary(err)}
}
