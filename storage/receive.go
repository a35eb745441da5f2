package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"quire/storage/inspect"
	"quire/storage/scan"
)

// Received describes an upload that was accepted and stored.
type Received struct {
	// Key is a content address: equal files of a tenant share it.
	Key string
	// Name is the sender's name for the file, cleaned.
	Name      string
	Kind      inspect.Kind
	MediaType string
	// Size in bytes.
	Size int64
	// SHA256 of the content, in lower-case hexadecimal.
	SHA256 string
}

// Receive takes a tenant's upload in: it spools r to a temporary file, tells
// its type by its content and stores it under its content's address. It
// fails with [*TooLarge], [*SourceError] or [*inspect.Rejected] when the
// fault is the sender's. Only a small part of the file is ever in memory, and
// a failure, even of the whole process, leaves nothing behind.
func (s *Store) Receive(ctx context.Context, tenant, name string, r io.Reader, limit int64) (Received, error) {
	if !keyPart.MatchString(tenant) {
		return Received{}, &BadKey{tenant, "a tenant must be of small letters, digits, - and _, up to 128"}
	}
	spool, err := newSpool(s.tempDir)
	if err != nil {
		return Received{}, err
	}
	defer spool.discard()
	stored, err := spool.fill(ctx, r, limit)
	if err != nil {
		return Received{}, err
	}
	found, err := inspect.File(ctx, spool.file, stored.Size)
	if err != nil {
		return Received{}, err
	}
	if err := s.scan(ctx, io.NewSectionReader(spool.file, 0, stored.Size)); err != nil {
		return Received{}, err
	}
	key, err := Key(tenant, Uploads, stored.SHA256)
	if err != nil {
		return Received{}, err
	}
	// Written even if it is there already: that costs little and repairs an
	// object that was damaged.
	if _, err := s.Put(ctx, key, io.NewSectionReader(spool.file, 0, stored.Size), stored.Size); err != nil {
		return Received{}, err
	}
	return Received{
		Key: key, Name: inspect.CleanName(name, found.Extension), Kind: found.Kind,
		MediaType: found.MediaType, Size: stored.Size, SHA256: stored.SHA256,
	}, nil
}

// scan has a file looked at by the virus scanner, if there is one. Without its
// answer nothing is accepted.
func (s *Store) scan(ctx context.Context, r io.Reader) error {
	if s.scanner == nil {
		return nil
	}
	err := s.scanner.Scan(ctx, r)
	var infected *scan.Infected
	var refused *scan.Refused
	switch {
	case err == nil:
		return nil
	case errors.As(err, &infected):
		return &inspect.Rejected{Reason: inspect.Infected, Message: fmt.Sprintf(
			"the virus scanner knows something in this file as «%s»: do not open it, and have the computer looked at that it came from", infected.Signature)}
	case errors.As(err, &refused):
		return &Error{Op: OpScan, Key: "an upload", Err: err}
	}
	return &Error{Op: OpScan, Key: "an upload", Err: err, temporary: true}
}

// OpScan is the [Error.Op] of an upload that the virus scanner did not look at.
const OpScan = "scan"

// spool is a temporary file that has lost its name already, so that it goes
// with the process, however that ends.
type spool struct {
	file    *os.File
	unnamed bool
}

func newSpool(dir string) (*spool, error) {
	file, err := os.CreateTemp(dir, "upload-*")
	if err != nil {
		return nil, spoolError(err)
	}
	return &spool{file: file, unnamed: os.Remove(file.Name()) == nil}, nil
}

func (s *spool) fill(ctx context.Context, r io.Reader, limit int64) (Stored, error) {
	stored, err := copyHashed(s.file, contextReader{ctx, r}, limit)
	var tooLarge *TooLarge
	var source *SourceError
	if err == nil || errors.As(err, &tooLarge) || errors.As(err, &source) {
		return stored, err
	}
	return Stored{}, spoolError(err)
}

func (s *spool) discard() {
	_ = s.file.Close()
	if !s.unnamed { // where open files cannot be removed
		_ = os.Remove(s.file.Name())
	}
}

// spoolError is mostly a full disk, which may pass.
func spoolError(err error) error {
	return &Error{Op: "spool", Key: "an upload", Err: fmt.Errorf("%w; look after the space in the temporary folder", err), temporary: temporary(err)}
}

// contextReader ends a copy when its context does.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
