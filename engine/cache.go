package engine

import (
	"container/list"
	"encoding/json"
	"sync"
	"time"
)

// Cache keeps what a process that makes many booklets from the same sources
// would make again: static pages and printed worksheets as finished documents,
// and forms as they were read. What was used of late stays. It is safe for use by
// several goroutines.
//
// Only sources that tell their hash are kept: see [Hashed].
type Cache struct {
	limit int64

	mu      sync.Mutex
	order   *list.List // of *cached, the latest first
	entries map[cacheKey]*list.Element
	bytes   int64
}

// Hashed is a [Source] that knows the SHA-256 of its content, in hexadecimal.
type Hashed interface {
	SHA256() string
}

// cacheKey is all that a finished document depends on. Messages speak of the
// file's name.
type cacheKey struct {
	sha256, name string
	asked
}

// asked is what is wanted of a source.
type asked struct {
	pdf PDFOptions
	// sheet is the part of a workbook, and the day on which it is printed.
	sheet string
	// form is the file as it was read, to be filled by whoever takes a copy.
	form bool
}

// asks is what the page wants of its source, to be made on this date.
func (p Page) asks(date time.Time) asked {
	a := asked{pdf: p.options()}
	if p.Excel != nil {
		options, err := json.Marshal(p.Excel)
		if err != nil { // it is made of texts and numbers
			panic(err)
		}
		a.sheet = date.UTC().Format(time.RFC3339Nano) + string(options)
	}
	return a
}

type cached struct {
	key   cacheKey
	ready *readyPages
	bytes int64
}

// NewCache makes a cache of about as many bytes.
func NewCache(limit int64) *Cache {
	return &Cache{limit: limit, order: list.New(), entries: map[cacheKey]*list.Element{}}
}

// get gives a document that has been appended before: since then, appending it
// changes nothing in it, and several may do so at a time.
func (c *Cache) get(key cacheKey) *readyPages {
	if !c.keeps(key) {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	e, ok := c.entries[key]
	if !ok {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*cached).ready
}

// keeps tells whether there is a cache, and whether it can know such a document
// again.
func (c *Cache) keeps(key cacheKey) bool { return c != nil && key.sha256 != "" }

// put keeps a document that was appended, or one as it was read, unless it alone
// is too much.
func (c *Cache) put(key cacheKey, ready *readyPages) {
	if !c.keeps(key) {
		return
	}
	size := ready.doc.Footprint()
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, known := c.entries[key]; known || size > c.limit/2 {
		return
	}
	c.entries[key] = c.order.PushFront(&cached{key, ready, size})
	for c.bytes += size; c.bytes > c.limit; {
		oldest := c.order.Remove(c.order.Back()).(*cached)
		delete(c.entries, oldest.key)
		c.bytes -= oldest.bytes
	}
}
