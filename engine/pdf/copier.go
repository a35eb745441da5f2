package pdf

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"hash"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// maxCopyDepth bounds the chain of objects that is followed at once; what lies
// deeper is queued.
const maxCopyDepth = 200

// taker takes what a copier finds, in the order in which it is numbered.
type taker interface {
	begin(pages int)
	name(name string, place *draft)
	reserve(object int)
	object(object int, p *part)
	turn(page int)
	page(page int, d *draft)
}

// copier finds what is reachable from the pages of one document, and drafts it.
//
// Objects are given away once all they refer to is. So an object can be known by
// what it says and what it leads to, whatever the numbers: of equal objects one
// is kept.
type copier struct {
	ctx context.Context
	to  taker
	doc *Document
	// found tells by the numbers in the source what stands for an object.
	found   map[int]target
	objects []known
	equal   map[[32]byte]int // the index of an object of this document
	// names are the indices of named destinations.
	names map[string]int
	// form is the interactive form that comes along; nil for none.
	form   types.Dict
	queue  []int
	frames []*frame
	depth  int
	steps  int
	sum    hash.Hash
	chunk  []byte
	err    error
}

// target is the gap that a reference to an object leaves; none when it is left out.
type target struct {
	kind gapKind
	to   int
}

// known is what is known of an object that is given away, or will be.
type known struct {
	key [32]byte
	// keyed tells that there is a key: not for objects that are one of a kind, and
	// those that are not finished.
	keyed bool
	// local tells that the key holds in this document only.
	local bool
	// reserved tells that it was referred to before it was finished.
	reserved, open bool
}

// frame is what one level of the walk writes into.
type frame struct {
	part
	entries []entry
}

func newCopier(ctx context.Context, doc *Document, to taker) *copier {
	c := &copier{ctx: ctx, doc: doc, to: to, found: map[int]target{}, equal: map[[32]byte]int{}, names: map[string]int{}, sum: sha256.New()}
	for nr := range doc.nodes {
		c.found[nr] = target{}
	}
	if doc.ctx.Root != nil {
		c.found[doc.ctx.Root.ObjectNumber.Value()] = target{}
	}
	return c
}

// reservePages gives the pages their places first, for links between them. A page
// that occurs twice is two pages; links lead to the first.
func (c *copier) reservePages() {
	c.to.begin(len(c.doc.pages))
	for i, p := range c.doc.pages {
		if src := p.Ref.ObjectNumber.Value(); src != 0 && c.found[src].kind == noGap {
			c.found[src] = target{pageGap, i}
		}
	}
}

// ending is what belongs to a document as a whole.
type ending struct {
	outline []outlineEntry
	labels  []labelRange
	layers  layerDrafts
}

// copy gives everything away. Named destinations come first, since links need them.
func (c *copier) copy() (*ending, error) {
	c.collectDests()
	if err := c.copyPages(); err != nil {
		return nil, err
	}
	e := &ending{outline: c.outline(), labels: c.doc.labelRanges()}
	if err := c.drain(); err != nil {
		return nil, err
	}
	e.layers = c.layers()
	return e, nil
}

// pageOnly are entries that mean nothing outside the source: its tree, its
// logical structure and its article threads.
var pageOnly = map[string]bool{"Parent": true, "StructParents": true, "B": true}

func (c *copier) copyPages() error {
	var d draft
	for i, p := range c.doc.pages {
		c.to.turn(i)
		d.reset()
		c.entries(&d, p.Dict, pageOnly, 0)
		c.to.page(i, &d)
		if err := c.drain(); err != nil {
			return err
		}
	}
	return nil
}

// drain copies what was queued, and tells whether all is well.
func (c *copier) drain() error {
	for len(c.queue) > 0 && c.err == nil {
		nr := c.queue[0]
		c.queue = c.queue[1:]
		f := c.push()
		src := c.source(nr, f)
		c.serialise(&f.part, src)
		c.to.object(c.found[nr].to, &f.part)
		c.pop()
	}
	if c.err == nil {
		c.err = c.ctx.Err()
	}
	return c.err
}

// push gives a level of the walk its frame, until pop.
func (c *copier) push() *frame {
	if c.depth == len(c.frames) {
		c.frames = append(c.frames, &frame{})
	}
	f := c.frames[c.depth]
	c.depth++
	f.reset()
	f.part = part{draft: f.draft}
	return f
}

func (c *copier) pop() { c.depth-- }

// ref gives what stands for an object of the source, copying it on first sight.
func (c *copier) ref(nr int) target {
	if at, known := c.found[nr]; known {
		if at.kind == objectGap && c.objects[at.to].open { // it refers to itself, directly or not
			c.reserve(at.to)
		}
		return at
	}
	if c.steps++; c.steps%256 == 0 && c.err == nil {
		c.err = c.ctx.Err()
	}
	f := c.push()
	defer c.pop()
	src := c.source(nr, f)
	if c.err != nil || src.absent() || c.foreign(src) {
		c.found[nr] = target{}
		return target{}
	}
	at := target{objectGap, len(c.objects)}
	c.found[nr] = at
	c.objects = append(c.objects, known{open: true})
	if c.depth > maxCopyDepth {
		c.reserve(at.to)
		c.objects[at.to].open = false
		c.queue = append(c.queue, nr)
		return at
	}
	c.serialise(&f.part, src)
	return c.give(nr, at, src, f)
}

func (c *copier) reserve(object int) {
	if o := &c.objects[object]; !o.reserved {
		o.reserved = true
		c.to.reserve(object)
	}
}

// give gives an object away that is drafted, or takes an equal one for it.
func (c *copier) give(nr int, at target, src source, f *frame) target {
	c.objects[at.to].open = false
	if c.objects[at.to].reserved || c.unique(src) {
		c.to.object(at.to, &f.part)
		return at
	}
	key, local := c.key(&f.part)
	if same, known := c.equal[key]; known {
		at.to = same
		c.found[nr] = at
		return at
	}
	c.equal[key] = at.to
	o := &c.objects[at.to]
	o.key, o.keyed, o.local = key, true, local
	f.key, f.shared = key, !local
	c.to.object(at.to, &f.part)
	return at
}

// key is the hash of what an object says, with the keys of what it refers to in
// the place of numbers. Where that is not known by a key, the object is one of
// this document alone.
func (c *copier) key(p *part) (key [32]byte, local bool) {
	c.sum.Reset()
	from := 0
	for _, g := range p.gaps {
		c.sum.Write(p.text[from:g.at])
		from = g.at
		if g.kind == objectGap && c.objects[g.to].keyed {
			// No sound object begins with this letter.
			c.sum.Write([]byte("R"))
			c.sum.Write(c.objects[g.to].key[:])
			local = local || c.objects[g.to].local
			continue
		}
		local = true
		var place [10]byte
		place[0], place[1] = 'L', byte(g.kind)
		binary.BigEndian.PutUint64(place[2:], uint64(g.to))
		c.sum.Write(place[:])
	}
	c.sum.Write(p.text[from:])
	if p.isStream {
		c.sum.Write([]byte("stream\n"))
		if c.chunk == nil && p.raw.src != nil {
			c.chunk = make([]byte, chunkBytes)
		}
		if err := p.raw.each(c.chunk, func(b []byte) { c.sum.Write(b) }); err != nil && c.err == nil {
			c.err = unreadable(c.doc.name, err)
		}
	}
	c.sum.Sum(key[:0])
	return key, local
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
