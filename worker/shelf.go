package worker

import (
	"bytes"
	"container/list"
	"sync"

	"quire/engine"
)

const (
	// shelfBytes bounds the sources that a worker keeps in memory for the next
	// booklets.
	shelfBytes = 64 << 20
	// shelfMost is the largest file that is kept.
	shelfMost = 4 << 20
)

// shelf keeps the content of small sources by its hash, what was used of late. It
// is safe for use by several goroutines.
type shelf struct {
	mu      sync.Mutex
	order   list.List // of *shelved, the latest first
	entries map[string]*list.Element
	bytes   int64
}

func newShelf() *shelf { return &shelf{entries: map[string]*list.Element{}} }

// get gives a file that is kept; nil for none.
func (s *shelf) get(sha256 string) opener {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, kept := s.entries[sha256]
	if !kept {
		return nil
	}
	s.order.MoveToFront(e)
	return e.Value.(*shelved)
}

// put keeps a file, whose content nobody changes from here on.
func (s *shelf) put(sha256 string, data []byte) opener {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e, kept := s.entries[sha256]; kept {
		return e.Value.(*shelved)
	}
	f := &shelved{data, sha256}
	s.entries[sha256] = s.order.PushFront(f)
	for s.bytes += int64(len(data)); s.bytes > shelfBytes; {
		oldest := s.order.Remove(s.order.Back()).(*shelved)
		delete(s.entries, oldest.sha256)
		s.bytes -= int64(len(oldest.data))
	}
	return f
}

// shelved is a file in memory, and the hash that it was verified by.
type shelved struct {
	data   []byte
	sha256 string
}

func (f *shelved) open() (engine.Source, error) {
	return &memorySource{bytes.NewReader(f.data), f.sha256}, nil
}

// memorySource is one reader of a file in memory.
type memorySource struct {
	*bytes.Reader
	sha256 string
}

// SHA256 is the hash that the content was verified by.
func (s *memorySource) SHA256() string { return s.sha256 }

// Close has nothing to give back.
func (s *memorySource) Close() error { return nil }
