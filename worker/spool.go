package worker

import (
	"bytes"
	"io"
	"os"
)

// spoolMost is how much of a booklet is kept in memory before it is written into
// a file.
const spoolMost = 2 << 20

// spool takes a booklet while it is made: in memory while it is small, then in a
// file of the attempt's room.
type spool struct {
	room   *room
	memory bytes.Buffer
	file   *os.File
}

// Write adds to the booklet.
func (s *spool) Write(p []byte) (int, error) {
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
