package archive

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"sort"
	"time"

	"quire/storage"
)

// layout is where everything lies in an archive: all bytes of it but those of the
// booklets, which stay in storage until they are read. So any part of the archive
// can be given without making the rest.
type layout struct {
	segments []segment
	size     int64
}

// segment is a piece of an archive: bytes, or an object in storage.
type segment struct {
	at, size int64
	bytes    []byte
	key      string
}

// end is where the next segment begins.
func (s segment) end() int64 { return s.at + s.size }

// stored is a booklet as an archive holds it.
type stored struct {
	key   string
	name  string
	size  int64
	crc32 uint32
	made  time.Time
}

// arrange lays a manifest and booklets out as a ZIP archive (APPNOTE.TXT 6.3.10).
// The booklets are not compressed: their streams are already.
func arrange(manifest []byte, manifestCRC uint32, files []stored) (*layout, error) {
	r := &recorder{}
	w := zip.NewWriter(r)
	add := func(name string, size int64, sum uint32, made time.Time, content func(io.Writer) error) error {
		header := &zip.FileHeader{
			Name: name, Method: zip.Store, Flags: utf8Names, CRC32: sum,
			CompressedSize64: uint64(size), UncompressedSize64: uint64(size), //nolint:gosec // sizes are not negative
		}
		header.SetMode(0o644)
		stamp(header, made)
		entry, err := w.CreateRaw(header)
		if err != nil {
			return err
		}
		if err := w.Flush(); err != nil {
			return err
		}
		return content(entry)
	}
	err := add(manifestName, int64(len(manifest)), manifestCRC, time.Time{}, func(entry io.Writer) error {
		_, err := entry.Write(manifest)
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if err := add(f.name, f.size, f.crc32, f.made, func(entry io.Writer) error { return r.skip(entry, w, f) }); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	r.cut()
	return &layout{segments: r.segments, size: r.at}, nil
}

// utf8Names says that names are UTF-8 (APPNOTE.TXT, 4.4.4, bit 11).
const utf8Names = 0x800

// stamp gives an entry its time. Entries whose header is complete beforehand get
// none from archive/zip, which writes the fields of MS-DOS as they are.
func stamp(h *zip.FileHeader, t time.Time) {
	if t.Year() < 1980 { // where the time of MS-DOS begins
		t = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	t = t.UTC()
	//lint:ignore SA1019 CreateRaw writes these fields, and not Modified
	h.ModifiedDate = uint16(t.Day() + int(t.Month())<<5 + (t.Year()-1980)<<9)
	//lint:ignore SA1019 as above
	h.ModifiedTime = uint16(t.Second()/2 + t.Minute()<<5 + t.Hour()<<11)
}

// recorder keeps what a ZIP writer writes, but of the booklets only the length.
type recorder struct {
	segments []segment
	at       int64 // how much was written
	kept     bytes.Buffer
	skipping bool
}

// Write keeps or counts.
func (r *recorder) Write(p []byte) (int, error) {
	r.at += int64(len(p))
	if !r.skipping {
		r.kept.Write(p)
	}
	return len(p), nil
}

// cut makes a segment of what was kept.
func (r *recorder) cut() {
	if r.kept.Len() == 0 {
		return
	}
	b := bytes.Clone(r.kept.Bytes())
	r.segments = append(r.segments, segment{at: r.at - int64(len(b)), size: int64(len(b)), bytes: b})
	r.kept.Reset()
}

// nothing stands for the content of booklets, of which only the length counts.
var nothing = make([]byte, 1<<20)

// skip has as many bytes counted as the booklet has.
func (r *recorder) skip(entry io.Writer, w *zip.Writer, f stored) error {
	r.cut()
	r.segments = append(r.segments, segment{at: r.at, size: f.size, key: f.key})
	r.skipping = true
	defer func() { r.skipping = false }()
	for left := f.size; left > 0; {
		n, err := entry.Write(nothing[:min(left, int64(len(nothing)))])
		if err != nil {
			return err
		}
		left -= int64(n)
	}
	return w.Flush()
}

// reader reads an archive from any place on.
type reader struct {
	ctx    context.Context // of the request that it serves
	layout *layout
	store  *storage.Store
	at     int64
	object *storage.Object // that the reader is in the middle of
	within int             // the segment of the object
}

var _ io.ReadSeekCloser = (*reader)(nil)

// Seek implements [io.Seeker].
func (r *reader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		offset += r.layout.size
	}
	if offset < 0 {
		return 0, errors.New("seek before the beginning of an archive")
	}
	r.at = offset
	return offset, nil
}

// Read implements [io.Reader].
func (r *reader) Read(p []byte) (int, error) {
	all := r.layout.segments
	k := sort.Search(len(all), func(k int) bool { return all[k].end() > r.at })
	if k == len(all) {
		return 0, io.EOF
	}
	s := all[k]
	p = p[:min(int64(len(p)), s.end()-r.at)]
	var n int
	var err error
	if s.key == "" {
		n = copy(p, s.bytes[r.at-s.at:])
	} else {
		n, err = r.readObject(k, s, p)
	}
	r.at += int64(n)
	return n, err
}

func (r *reader) readObject(k int, s segment, p []byte) (n int, err error) {
	if r.object == nil || r.within != k {
		if err := r.Close(); err != nil {
			return 0, err
		}
		if r.object, err = r.store.Open(r.ctx, s.key); err != nil {
			return 0, err
		}
		if r.within = k; r.object.Size() != s.size {
			return 0, fmt.Errorf("%s has %d bytes in storage, not %d", s.key, r.object.Size(), s.size)
		}
	}
	if _, err := r.object.Seek(r.at-s.at, io.SeekStart); err != nil {
		return 0, err
	}
	return r.object.Read(p)
}

// Close gives back what is open.
func (r *reader) Close() error {
	if r.object == nil {
		return nil
	}
	err := r.object.Close()
	r.object = nil
	return err
}
