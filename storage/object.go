package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"gocloud.dev/blob"
)

// Object is one stored file, open for reading. ReadAt may be called from
// several goroutines at once; Read and Seek may not.
type Object struct {
	ctx     context.Context
	store   *Store
	key     string
	size    int64
	modTime time.Time

	at   int64        // where Read reads next
	body *blob.Reader // positioned at at, or nil
}

var _ interface {
	io.ReaderAt
	io.ReadSeekCloser
} = (*Object)(nil)

// Open opens the object under key; [ErrNotFound] when there is none. It asks
// for the object's size only: bytes are fetched as they are read, by ranges,
// for as long as ctx lasts.
func (s *Store) Open(ctx context.Context, key string) (*Object, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	attributes, err := s.bucket.Attributes(ctx, key)
	if err != nil {
		return nil, s.fail("open", key, err)
	}
	return &Object{ctx: ctx, store: s, key: key, size: attributes.Size, modTime: attributes.ModTime}, nil
}

// Size is the object's length in bytes.
func (o *Object) Size() int64 { return o.size }

// ModTime is when the object was written.
func (o *Object) ModTime() time.Time { return o.modTime }

// ReadAt implements [io.ReaderAt]. Each call is a request of its own to the
// bucket: for work all over the file, [Store.Fetch] it.
func (o *Object) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, fmt.Errorf("read %s: negative offset %d", o.key, off)
	}
	if off >= o.size {
		return 0, io.EOF
	}
	want := min(int64(len(p)), o.size-off)
	if want == 0 {
		return 0, nil
	}
	r, err := o.store.bucket.NewRangeReader(o.ctx, o.key, off, want, nil)
	if err != nil {
		return 0, o.store.fail("read", o.key, err)
	}
	defer r.Close()
	n, err := io.ReadFull(r, p[:want])
	if err != nil {
		return n, o.readError(err)
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// Read implements [io.Reader].
func (o *Object) Read(p []byte) (int, error) {
	if o.at >= o.size {
		return 0, io.EOF
	}
	if o.body == nil {
		body, err := o.store.bucket.NewRangeReader(o.ctx, o.key, o.at, -1, nil)
		if err != nil {
			return 0, o.store.fail("read", o.key, err)
		}
		o.body = body
	}
	n, err := o.body.Read(p[:min(int64(len(p)), o.size-o.at)])
	o.at += int64(n)
	switch {
	case err == nil, errors.Is(err, io.EOF) && o.at == o.size:
		return n, nil
	}
	return n, o.readError(err)
}

// readError makes an end before the announced size an error of the store.
func (o *Object) readError(err error) error {
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return o.store.fail("read", o.key, err)
}

// Seek implements [io.Seeker].
func (o *Object) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekStart:
	case io.SeekCurrent:
		offset += o.at
	case io.SeekEnd:
		offset += o.size
	default:
		return 0, fmt.Errorf("seek in %s: whence %d is not known", o.key, whence)
	}
	if offset < 0 {
		return 0, fmt.Errorf("seek in %s: position %d is before the beginning", o.key, offset)
	}
	if offset == o.at {
		return offset, nil
	}
	o.at = offset
	return offset, o.Close()
}

// Close ends the reading.
func (o *Object) Close() error {
	if o.body == nil {
		return nil
	}
	err := o.body.Close()
	o.body = nil
	return err
}
