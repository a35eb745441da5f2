package pdf

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"sort"
)

// Files up to wholeBytes are read as a whole; of larger ones what is looked at.
const (
	wholeBytes = 1 << 20
	firstLook  = 2 << 10
)

// fileText is the text of a file, of which no more is in memory than was looked at.
type fileText struct {
	src  io.ReaderAt
	size int
	// first is how much is looked at of what begins at a place, before more.
	first int
	// pieces are in the order of their places, and may overlap.
	pieces []piece
	// failed is why something could not be fetched.
	failed error
}

type piece struct {
	at   int
	text []byte
}

// fileIn is the text of a file in memory.
func fileIn(data []byte) fileText {
	return fileText{src: bytes.NewReader(data), size: len(data), first: firstLook, pieces: []piece{{0, data}}}
}

// view gives a piece with n bytes from this place, or up to the file's end; its
// text is nil when it cannot be fetched.
func (f *fileText) view(at, n int) piece {
	end := min(at+n, f.size)
	i := sort.Search(len(f.pieces), func(i int) bool { return f.pieces[i].at > at })
	if i > 0 {
		if p := f.pieces[i-1]; p.at+len(p.text) >= end {
			return p
		}
	}
	from := at / f.first * f.first
	p := piece{from, make([]byte, min(max(8*f.first, end-from), f.size-from))}
	if got, err := f.src.ReadAt(p.text, int64(from)); got < len(p.text) {
		if err == nil || errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		f.failed = err
		return piece{}
	}
	if i > 0 && f.pieces[i-1].at == from {
		f.pieces[i-1] = p // the same with more behind it
		return p
	}
	f.pieces = slices.Insert(f.pieces, i, p)
	return p
}

// look reads what begins at a place, with more and more of the text behind it
// until that is enough.
func (f *fileText) look(at int, read func(p piece, at int) (enough bool)) bool {
	if at <= 0 || at >= f.size {
		return false
	}
	for n := f.first; ; n *= 8 {
		p := f.view(at, n)
		if p.text == nil {
			return false
		}
		if read(p, at-p.at) {
			return true
		}
		if p.at+len(p.text) == f.size {
			return false
		}
	}
}

// held is how many bytes of the text are in memory.
func (f *fileText) held() int64 {
	var n int64
	for _, p := range f.pieces {
		n += int64(len(p.text))
	}
	return n
}

// raw are the bytes of a stream as they are encoded: in memory, or where they
// stand in a file that stays open.
type raw struct {
	bytes []byte
	src   io.ReaderAt // nil when they are in memory
	at    int64
	n     int
}

func inMemory(b []byte) raw { return raw{bytes: b, n: len(b)} }

// stretch are bytes of the file: those in memory as they are there.
func (f *fileText) stretch(at, n int) raw {
	i := sort.Search(len(f.pieces), func(i int) bool { return f.pieces[i].at > at })
	if i > 0 {
		if p := f.pieces[i-1]; p.at+len(p.text) >= at+n {
			return inMemory(p.text[at-p.at : at-p.at+n])
		}
	}
	return raw{src: f.src, at: int64(at), n: n}
}

// each gives the bytes piece by piece, through this buffer.
func (r raw) each(buf []byte, use func([]byte)) error {
	if r.src == nil {
		use(r.bytes)
		return nil
	}
	for done := 0; done < r.n; {
		b := buf[:min(len(buf), r.n-done)]
		if got, err := r.src.ReadAt(b, r.at+int64(done)); got < len(b) {
			if err == nil || errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
		use(b)
		done += len(b)
	}
	return nil
}

// load gives the bytes in memory.
func (r raw) load() ([]byte, error) {
	if r.src == nil {
		return r.bytes, nil
	}
	b := make([]byte, 0, r.n)
	err := r.each(make([]byte, min(r.n, chunkBytes)), func(part []byte) { b = append(b, part...) })
	return b, err
}

// chunkBytes are read and written at a time of what is not in memory.
const chunkBytes = 64 << 10
