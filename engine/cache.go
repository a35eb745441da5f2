package engine

import (
	"container/list"
	"encoding/json"
	"sync"
	"time"

	"quire/engine/canvas"
)

// Cache keeps what a process that makes many booklets from the same sources
// would make again: static pages and printed worksheets as finished documents,
// forms as they were read, workbooks and pictures. What was used of late stays. It is safe for use by
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
	// workbook is the file as an open workbook, picture as one that can be drawn.
	workbook, picture bool
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

// cached is a document, an open workbook or a picture.
type cached struct {
	key     cacheKey
	ready   *readyPages
	book    *openBook
	picture *canvas.Encoded
	bytes   int64
}

// NewCache makes a cache of about as many bytes.
func NewCache(limit int64) *Cache {
	return &Cache{limit: limit, order: list.New(), entries: map[cacheKey]*list.Element{}}
}

// get gives a sealed document, or a form as it was read.
func (c *Cache) get(key cacheKey) *readyPages {
	if e := c.find(key); e != nil {
		return e.ready
	}
	return nil
}

// workbook gives a workbook that was opened before.
func (c *Cache) workbook(key cacheKey) *openBook {
	if e := c.find(key); e != nil {
		return e.book
	}
	return nil
}

// picture gives a picture that was read before.
func (c *Cache) picture(key cacheKey) *canvas.Encoded {
	if e := c.find(key); e != nil {
		return e.picture
	}
	return nil
}

func (c *Cache) find(key cacheKey) *cached {
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
	return e.Value.(*cached)
}

// keeps tells whether there is a cache, and whether it can know such a document
// again.
func (c *Cache) keeps(key cacheKey) bool { return c != nil && key.sha256 != "" }

// put keeps a sealed document, or one as it was read, unless it alone
// is too much.
func (c *Cache) put(key cacheKey, ready *readyPages) {
	if !c.keeps(key) {
		return
	}
	c.add(&cached{key: key, ready: ready, bytes: ready.doc.Footprint()})
}

// putWorkbook keeps an open workbook, with the size that it has now: more of it
// may have been read than when it was kept before.
func (c *Cache) putWorkbook(key cacheKey, b *openBook) {
	if !c.keeps(key) {
		return
	}
	c.add(&cached{key: key, book: b, bytes: b.book.Footprint()})
}

// putPicture keeps a picture.
func (c *Cache) putPicture(key cacheKey, p *canvas.Encoded) {
	if !c.keeps(key) {
		return
	}
	c.add(&cached{key: key, picture: p, bytes: p.Footprint()})
}

func (c *Cache) add(entry *cached) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, known := c.entries[entry.key]; known {
		old := e.Value.(*cached)
		c.bytes += entry.bytes - old.bytes
		old.bytes = entry.bytes
	} else if entry.bytes > c.limit/2 {
		return
	} else {
		c.entries[entry.key] = c.order.PushFront(entry)
		c.bytes += entry.bytes
	}
	for c.bytes > c.limit {
		oldest := c.order.Remove(c.order.Back()).(*cached)
		delete(c.entries, oldest.key)
		c.bytes -= oldest.bytes
	}
}
