package worker

import (
	"bytes"
	"context"
	"io"
	"os"
	"sync"

	"quire/storage"
)

// spoolMost is how much of a booklet is kept in memory before it is written into
// a file.
const spoolMost = 2 << 20

// buffers are kept for the next booklets: one that grows copies what it has.
var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// spool takes a booklet while it is made: in memory while it is small, then in a
// file of the attempt's room.
type spool struct {
	room *room
	// most is how long it may become, in bytes; 0 for any length.
	most   int64
	size   int64
	memory *bytes.Buffer // one of buffers
	file   *os.File
	// err is why it could not be written.
	err error
}

// newSpool makes one of most bytes at most; 0 for any length.
func newSpool(room *room, most int64) *spool {
	return &spool{room: room, most: most, memory: buffers.Get().(*bytes.Buffer)}
}

// Write adds to the booklet.
func (s *spool) Write(p []byte) (n int, err error) {
	if s.size += int64(len(p)); s.most > 0 && s.size > s.most {
		s.err = &storage.TooLarge{Limit: s.most}
		return 0, s.err
	}
	if n, err = s.write(p); err != nil {
		s.err = &temporary{err}
	}
	return n, err
}

func (s *spool) write(p []byte) (int, error) {
	if s.file == nil && s.memory.Len()+len(p) <= spoolMost {
		return s.memory.Write(p)
	}
	if s.file == nil {
		if err := s.spill(); err != nil {
			return 0, err
		}
	}
	return s.file.Write(p)
}

// spill goes on in a file.
func (s *spool) spill() error {
	dir, err := s.room.dir()
	if err != nil {
		return err
	}
	if s.file, err = os.CreateTemp(dir, "booklet-*.pdf"); err != nil {
		return err
	}
	_, err = s.memory.WriteTo(s.file)
	return err
}

// store puts the booklet under a key. The hash is that of its bytes, or empty.
func (s *spool) store(ctx context.Context, into *storage.Store, key, sha256 string, limit int64) (storage.Stored, error) {
	if s.file == nil && sha256 != "" {
		return into.PutHashed(ctx, key, s.memory.Bytes(), sha256, limit)
	}
	if s.file == nil {
		return into.Put(ctx, key, s.memory, limit)
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return storage.Stored{}, &temporary{err}
	}
	return into.Put(ctx, key, s.file, limit) // hashed anew: it came from a disk
}

// close gives the file and the memory up.
func (s *spool) close() {
	s.memory.Reset()
	buffers.Put(s.memory)
	s.memory = nil
	if s.file != nil {
		_ = s.file.Close() // it goes with the room
	}
}
