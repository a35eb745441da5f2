package worker

import (
	"bytes"
	"io"
	"os"

	"quire/storage"
)

// spoolMost is how much of a booklet is kept in memory before it is written into
// a file.
const spoolMost = 2 << 20

// spool takes a booklet while it is made: in memory while it is small, then in a
// file of the attempt's room.
type spool struct {
	room *room
	// most is how long it may become, in bytes; 0 for any length.
	most   int64
	size   int64
	memory bytes.Buffer
	file   *os.File
	// err is why it could not be written.
	err error
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
	s.memory = bytes.Buffer{}
	return err
}

// content gives the booklet from its beginning.
func (s *spool) content() (io.Reader, error) {
	if s.file == nil {
		return bytes.NewReader(s.memory.Bytes()), nil
	}
	_, err := s.file.Seek(0, io.SeekStart)
	return s.file, err
}

// close gives the file up.
func (s *spool) close() {
	if s.file != nil {
		_ = s.file.Close() // it goes with the room
	}
}
