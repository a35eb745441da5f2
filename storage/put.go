package storage

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"

	"gocloud.dev/blob"
)

// Stored says what was written.
type Stored struct {
	// Size in bytes.
	Size int64
	// SHA256 of the content, in lower-case hexadecimal.
	SHA256 string
	// CRC32 of the content (IEEE 802.3), as ZIP archives have it.
	CRC32 uint32
}

// Put streams r into the object under key, replacing what was there. When it
// fails nothing is left behind, and an older object stays as it was. Beyond
// limit bytes it fails with [*TooLarge], and when r fails with [*SourceError].
func (s *Store) Put(ctx context.Context, key string, r io.Reader, limit int64) (Stored, error) {
	if err := checkKey(key); err != nil {
		return Stored{}, err
	}
	return s.put(ctx, key, func(w io.Writer) (Stored, error) { return copyHashed(w, r, limit) })
}

// PutHashed does what [Store.Put] does with content that is in memory, and whose
// SHA-256 is known, in lower-case hexadecimal.
func (s *Store) PutHashed(ctx context.Context, key string, content []byte, sha256 string, limit int64) (Stored, error) {
	if err := checkKey(key); err != nil {
		return Stored{}, err
	}
	if int64(len(content)) > limit {
		return Stored{}, &TooLarge{Limit: limit}
	}
	return s.put(ctx, key, func(w io.Writer) (Stored, error) {
		_, err := w.Write(content)
		return Stored{Size: int64(len(content)), SHA256: sha256, CRC32: crc32.ChecksumIEEE(content)}, err
	})
}

// put stores what fill writes.
func (s *Store) put(ctx context.Context, key string, fill func(io.Writer) (Stored, error)) (Stored, error) {
	stored, err := s.write(ctx, key, fill)
	var tooLarge *TooLarge
	var source *SourceError
	switch {
	case err == nil:
		return stored, nil
	case errors.As(err, &tooLarge), errors.As(err, &source):
		return Stored{}, err
	case ctx.Err() != nil: // some drivers lose the cause
		err = fmt.Errorf("%w (%w)", ctx.Err(), err)
	}
	return Stored{}, s.fail(opWrite, key, err)
}

func (s *Store) write(ctx context.Context, key string, fill func(io.Writer) (Stored, error)) (Stored, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var file *os.File // of a folder only
	w, err := s.bucket.NewWriter(ctx, key, &blob.WriterOptions{
		ContentType: "application/octet-stream",
		BeforeWrite: func(as func(any) bool) error {
			as(&file)
			s.prepareUpload(as)
			return nil
		},
	})
	if err != nil {
		return Stored{}, err
	}
	stored, err := fill(w)
	if err == nil && file != nil {
		err = file.Sync()
	}
	if err != nil {
		cancel() // makes Close discard what was written
		_ = w.Close()
		return Stored{}, err
	}
	if err := w.Close(); err != nil {
		return Stored{}, err
	}
	if file != nil {
		err = syncFolder(filepath.Dir(file.Name()))
	}
	return stored, err
}

// copyHashed copies r to w up to limit bytes and hashes them on the way.
func copyHashed(w io.Writer, r io.Reader, limit int64) (Stored, error) {
	hash, sum := sha256.New(), crc32.NewIEEE()
	buffer := make([]byte, 128<<10)
	var size int64
	for {
		n, err := r.Read(buffer)
		if size += int64(n); size > limit {
			return Stored{}, &TooLarge{Limit: limit}
		}
		hash.Write(buffer[:n])
		_, _ = sum.Write(buffer[:n]) // which never fails
		if _, werr := w.Write(buffer[:n]); werr != nil {
			return Stored{}, werr
		}
		if errors.Is(err, io.EOF) {
			return Stored{Size: size, SHA256: hex.EncodeToString(hash.Sum(nil)), CRC32: sum.Sum32()}, nil
		}
		if err != nil {
			return Stored{}, &SourceError{err}
		}
	}
}

// syncFolder makes a rename last through a loss of power: a row of the
// database that is committed afterwards must not name a file that is gone.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
