package pdf

import (
	"context"
	"crypto/sha256"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

const (
	// maxCopyDepth bounds the chain of objects that is followed at once; what
	// lies deeper is queued.
	maxCopyDepth = 200
	// inProgress marks an object whose number is not known yet.
	inProgress = -1
)

// copier copies what is reachable from the pages of one document.
//
// Objects are written once all they refer to is written. So an object that is
// byte for byte like an earlier one says the same, and the earlier one is used
// in its place: fonts, images and profiles are stored once however many
// sources bring them.
type copier struct {
	ctx  context.Context
	w    *Writer
	doc  *Document
	nums map[int]int // number in the source → in the output; 0: left out
	// pageNums are the output's numbers of the document's pages.
	pageNums []int
	// names maps named destinations to their names in the output.
	names map[string]string
	// form is the interactive form that comes along; nil for none.
	form  types.Dict
	queue []int
	depth int
	steps int
	err   error
}

func newCopier(ctx context.Context, w *Writer, doc *Document) *copier {
	c := &copier{ctx: ctx, w: w, doc: doc, nums: map[int]int{}, names: map[string]string{}}
	for nr := range doc.nodes {
		c.nums[nr] = 0
	}
	if doc.ctx.Root != nil {
		c.nums[doc.ctx.Root.ObjectNumber.Value()] = 0
	}
	return c
}

// reservePages numbers the pages first, for links between them. A page that
// occurs twice is two pages; links lead to the first.
func (c *copier) reservePages() {
	for _, p := range c.doc.pages {
		nr := c.w.out.alloc()
		c.pageNums = append(c.pageNums, nr)
		if src := p.Ref.ObjectNumber.Value(); src != 0 && c.nums[src] == 0 {
			c.nums[src] = nr
		}
	}
}

// pageOnly are entries that mean nothing outside the source: its tree, its
// logical structure and its article threads.
var pageOnly = map[string]bool{"Parent": true, "StructParents": true, "B": true}

func (c *copier) writePages() error {
	for i, p := range c.doc.pages {
		nr := c.pageNums[i]
		parent := c.w.tree.add(c.w.out, nr)
		body := c.entries(nil, p.Dict, pageOnly, 0)
		body = append(body, "/Parent "+reference(parent)+">>"...)
		c.w.out.object(nr, body)
		if err := c.drain(); err != nil {
			return err
		}
	}
	return nil
}

// drain writes what was queued, and tells whether all is well.
func (c *copier) drain() error {
	for len(c.queue) > 0 && c.err == nil {
		nr := c.queue[0]
		c.queue = c.queue[1:]
		body, raw, isStream := c.serialise(c.source(nr))
		c.emit(c.nums[nr], body, raw, isStream)
	}
	if c.err == nil {
		c.err = c.ctx.Err()
	}
	return c.err
}

// ref gives the output's number of a source object, copying it on first sight;
// 0 when it is left out.
func (c *copier) ref(nr int) int {
	if n, known := c.nums[nr]; known {
		if n == inProgress { // it refers to itself, directly or not
			n = c.w.out.alloc()
			c.nums[nr] = n
		}
		return n
	}
	if c.steps++; c.steps%256 == 0 && c.err == nil {
		c.err = c.ctx.Err()
	}
	src := c.source(nr)
	if c.err != nil || src.absent() || c.foreign(src) {
		c.nums[nr] = 0
		return 0
	}
	if c.depth >= maxCopyDepth {
		n := c.w.out.alloc()
		c.nums[nr] = n
		c.queue = append(c.queue, nr)
		return n
	}
	return c.copy(nr, src)
}

func (c *copier) copy(nr int, src source) int {
	c.nums[nr] = inProgress
	c.depth++
	body, raw, isStream := c.serialise(src)
	c.depth--
	n := c.nums[nr]
	if n != inProgress { // part of a circle: its number is out already
		c.emit(n, body, raw, isStream)
		return n
	}
	if c.unique(src) {
		n = c.w.out.alloc()
		c.nums[nr] = n
		c.emit(n, body, raw, isStream)
		return n
	}
	key := digest(body, raw, isStream)
	n, known := c.w.stored[key]
	if !known {
		n = c.w.out.alloc()
		c.w.stored[key] = n
		c.emit(n, body, raw, isStream)
	}
	c.nums[nr] = n
	return n
}

func digest(body, raw []byte, isStream bool) (key [32]byte) {
	h := sha256.New()
	h.Write(body)
	if isStream {
		h.Write([]byte("stream\n"))
		h.Write(raw)
	}
	h.Sum(key[:0])
	return key
}

func (c *copier) emit(nr int, body, raw []byte, isStream bool) {
	if isStream {
		c.w.out.stream(nr, body, raw)
		return
	}
	c.w.out.object(nr, body)
}

// foreign tells objects that must not come along: other trees of the source
// that a stray reference leads to.
func (c *copier) foreign(src source) bool {
	switch c.name(src, "Type") {
	case "Page", "Pages", "Catalog", "StructTreeRoot", "StructElem":
		return true
	}
	return false
}

// unique tells objects that are not equal to another one for having the same
// entries: annotations, and layers that are switched one by one.
func (c *copier) unique(src source) bool {
	switch c.name(src, "Type") {
	case "OCG", "Annot":
		return true
	}
	return src.has("Rect") && src.has("Subtype")
}
