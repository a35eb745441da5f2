package pdf

import (
	"bytes"
	"context"
	"fmt"
	"slices"
)

// Seal makes of a finished document what [Writer.Append] needs of it and gives up
// the rest: its pages and objects cannot be looked at any more. Appending it costs
// little then, gives the same bytes, and may be done by several goroutines. An
// interactive form does not come along.
func (d *Document) Seal(ctx context.Context) (err error) {
	if d.sealed != nil {
		return nil
	}
	defer func() {
		if r := recover(); r != nil {
			err = fail(d.name, Damaged, fmt.Errorf("copying panicked: %v", r), "")
		}
	}()
	if len(d.pages) == 0 {
		return fail(d.name, NoPages, nil, "")
	}
	s := &sealed{}
	c := newCopier(ctx, d, s)
	c.reservePages()
	e, err := c.copy()
	if err != nil {
		return err
	}
	if err := c.drain(); err != nil {
		return err
	}
	if err := d.lost(); err != nil {
		return err
	}
	s.ending = *e
	if err := s.keep(d.file); err != nil {
		return err
	}
	*d = Document{name: d.name, sealed: s}
	return nil
}

// sealed is what a copier gave away, to be given again.
type sealed struct {
	pages  int
	names  []namedPlace
	steps  []step
	ending ending
	// text and gaps are the blocks that are being filled; bytes is what all takes.
	text  []byte
	gaps  []gap
	bytes int64
}

type namedPlace struct {
	name  string
	place draft
}

// step is one thing that a copier did.
type step struct {
	do deed
	// index is that of the object or page.
	index int
	part
}

type deed uint8

const (
	doReserve deed = iota
	doObject
	doTurn
	doPage
)

// Sizes of the blocks that texts are kept in, which grow with what there is.
const (
	leastBlock = 1 << 10
	mostBlock  = 64 << 10
)

func (s *sealed) begin(pages int) { s.pages = pages }

func (s *sealed) name(name string, place *draft) {
	s.names = append(s.names, namedPlace{name, s.copied(place)})
}

func (s *sealed) reserve(object int) { s.steps = append(s.steps, step{do: doReserve, index: object}) }

func (s *sealed) object(object int, p *part) {
	kept := *p
	kept.draft = s.copied(&p.draft)
	s.steps = append(s.steps, step{doObject, object, kept})
}

func (s *sealed) turn(page int) { s.steps = append(s.steps, step{do: doTurn, index: page}) }

func (s *sealed) page(page int, d *draft) {
	s.steps = append(s.steps, step{doPage, page, part{draft: s.copied(d)}})
}

// copied keeps a draft, many in one block.
func (s *sealed) copied(d *draft) draft {
	if len(s.text)+len(d.text) > cap(s.text) {
		s.text = make([]byte, 0, max(len(d.text), s.block()))
		s.bytes += int64(cap(s.text))
	}
	if len(s.gaps)+len(d.gaps) > cap(s.gaps) {
		s.gaps = make([]gap, 0, max(len(d.gaps), s.block()/int(gapBytes)/4))
		s.bytes += int64(cap(s.gaps)) * gapBytes
	}
	t, g := len(s.text), len(s.gaps)
	s.text, s.gaps = append(s.text, d.text...), append(s.gaps, d.gaps...)
	return draft{s.text[t:len(s.text):len(s.text)], s.gaps[g:len(s.gaps):len(s.gaps)]}
}

func (s *sealed) block() int { return int(max(leastBlock, min(mostBlock, s.bytes))) }

// keep counts what is kept, and fetches what is still in the file. Bytes of streams
// that are parts of it are copied where most of the file is not needed.
func (s *sealed) keep(file *soundFile) error {
	s.steps = slices.Clone(s.steps) // as many as there are
	var raw, held int64
	for i := range s.steps {
		raw += int64(s.steps[i].raw.n)
	}
	if file != nil {
		held = file.held()
	}
	for i := range s.steps {
		r := &s.steps[i].raw
		encoded, err := r.load()
		if err != nil {
			return unreadable(file.doc.name, err)
		}
		if r.src == nil && raw < held/2 {
			encoded = bytes.Clone(encoded)
		}
		*r = inMemory(encoded)
	}
	if raw >= held/2 {
		raw = max(raw, held)
	}
	s.bytes += raw + int64(cap(s.steps))*stepBytes + int64(len(s.names)+len(s.ending.outline))*objectBytes
	return nil
}

// replay gives everything away again.
func (s *sealed) replay(l *linker, title string) {
	l.begin(s.pages)
	for i := range s.names {
		l.name(s.names[i].name, &s.names[i].place)
	}
	for i := range s.steps {
		switch step := &s.steps[i]; step.do {
		case doReserve:
			l.reserve(step.index)
		case doObject:
			l.object(step.index, &step.part)
		case doTurn:
			l.turn(step.index)
		case doPage:
			l.page(step.index, &step.draft)
		}
	}
	l.end(&s.ending, title)
}
