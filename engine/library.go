package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"
	"time"

	"quire/engine/pdf"
	"quire/engine/sheet"
)

// library lends the sources of one plan to the rooms. Each is opened once, on
// first need, and given back after the last page that needs it.
type library struct {
	sources Sources
	cache   *Cache
	date    time.Time

	mu    sync.Mutex
	uses  map[string]int // pages still to be appended that need the source
	shelf map[string]*volume
}

// volume is an open source and what was read from it.
type volume struct {
	src *watched
	// ready is the source as finished documents, by what was asked of it, kept
	// for the next page that wants the same.
	ready map[asked]*readyPages
	// book is the source as an open workbook.
	book *openBook
}

// readyPages is a document that only has to be appended. It is made once,
// however many pages want it at the same time.
type readyPages struct {
	once     sync.Once
	doc      *pdf.Document
	warnings []Warning
	err      error
}

func newLibrary(sources Sources, plan Plan, cache *Cache) *library {
	l := &library{sources: sources, cache: cache, date: plan.Date, uses: map[string]int{}, shelf: map[string]*volume{}}
	for _, p := range plan.Pages {
		for _, name := range p.Sources() {
			l.uses[name]++
		}
	}
	return l
}

// Sources are the names of all files that the page is made from.
func (p Page) Sources() []string {
	var names []string
	if p.Source != "" {
		names = append(names, p.Source)
	}
	if p.Cover != nil && p.Cover.Logo != "" {
		names = append(names, p.Cover.Logo)
	}
	if p.Form != nil && p.Form.Workbook != "" {
		names = append(names, p.Form.Workbook)
	}
	for _, image := range p.Images {
		names = append(names, image.Source)
	}
	return names
}

// titleOf is how people know a source of the page; empty for no name but its
// own.
func (p Page) titleOf(source string) string {
	if source == p.Source {
		return p.name()
	}
	if p.Form != nil && source == p.Form.Workbook {
		return p.Form.WorkbookName
	}
	for _, i := range p.Images {
		if source == i.Source {
			return i.SourceName
		}
	}
	return ""
}

// open gives a source, which stays the library's.
func (l *library) open(ctx context.Context, name, title string) (*volume, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if v, ok := l.shelf[name]; ok {
		return v, nil
	}
	src, err := l.sources.Open(ctx, name)
	if err != nil {
		if ctxErr := ctx.Err(); ctxErr != nil {
			return nil, ctxErr
		}
		return nil, openError(name, title, err)
	}
	v := &volume{src: &watched{Source: src}}
	l.shelf[name] = v
	return v, nil
}

// watched remembers the first failure to fetch bytes, which rooms would take
// for damaged content.
type watched struct {
	Source
	mu  sync.Mutex
	err error
}

func (w *watched) ReadAt(p []byte, off int64) (int, error) {
	n, err := w.Source.ReadAt(p, off)
	if err != nil && !errors.Is(err, io.EOF) {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.err == nil {
			w.err = err
		}
	}
	return n, err
}

// failure is the first failure to fetch bytes.
func (w *watched) failure() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

// blame gives the failure to fetch a source of the page where there was one,
// else the error as it is.
func (l *library) blame(page Page, err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, name := range page.Sources() {
		if v, ok := l.shelf[name]; ok && v.src.failure() != nil {
			return openError(name, page.titleOf(name), v.src.failure())
		}
	}
	return err
}

func openError(name, title string, err error) *Error {
	if title == "" {
		title = name
	}
	if errors.Is(err, fs.ErrNotExist) {
		return &Error{Code: CodeMissing, Source: name, Err: err,
			Message: fmt.Sprintf("the file «%s» does not exist; upload it again or choose another", title)}
	}
	return &Error{Code: CodeUnreadable, Source: name, Err: err,
		Message: fmt.Sprintf("the file «%s» could not be read; try again later", title)}
}

// bytes reads a whole source up to a limit; nil when it is longer.
func (l *library) bytes(ctx context.Context, name, title string, limit int64) ([]byte, error) {
	v, err := l.open(ctx, name, title)
	if err != nil {
		return nil, err
	}
	if v.src.Size() > limit {
		return nil, nil
	}
	data := make([]byte, v.src.Size())
	if n, err := v.src.ReadAt(data, 0); n < len(data) {
		if err == nil || errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, openError(name, title, err)
	}
	return data, nil
}

// document reads a source as PDF, for the page alone to change.
func (l *library) document(ctx context.Context, page Page) (*pdf.Document, error) {
	v, err := l.open(ctx, page.Source, page.name())
	if err != nil {
		return nil, err
	}
	key := v.key(page, asked{form: true})
	if read := l.cache.get(key); read != nil && !page.shares() {
		return read.doc.Clone(ctx)
	}
	if page.shares() || !l.cache.keeps(key) {
		return pdf.Open(ctx, v.src, v.src.Size(), page.name())
	}
	doc, err := pdf.Read(ctx, v.src, v.src.Size(), page.name())
	if err != nil {
		return nil, err
	}
	mine, err := doc.Clone(ctx)
	if err == nil {
		l.cache.put(key, &readyPages{doc: doc})
	}
	return mine, err
}

// done gives back what no later page needs.
func (l *library) done(page Page) {
	l.remember(page)
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, name := range page.Sources() {
		if l.uses[name]--; l.uses[name] <= 0 {
			l.giveBack(name)
		}
	}
}

// ready gives the place of a page's finished document, which several pages
// share that want the same.
func (l *library) ready(v *volume, page Page) *readyPages {
	wanted := page.asks(l.date)
	l.mu.Lock()
	defer l.mu.Unlock()
	r := v.ready[wanted]
	if r == nil {
		if r = l.cache.get(v.key(page, wanted)); r == nil {
			r = &readyPages{}
		}
		if v.ready == nil {
			v.ready = map[asked]*readyPages{}
		}
		v.ready[wanted] = r
	}
	return r
}

// shared makes a page's document once for all that want the same.
func (l *library) shared(ctx context.Context, page Page, make func(*volume) (*pdf.Document, []Warning, error)) (*pdf.Document, []Warning, error) {
	v, err := l.open(ctx, page.Source, page.name())
	if err != nil {
		return nil, nil, err
	}
	if !page.shares() {
		return make(v)
	}
	r := l.ready(v, page)
	r.once.Do(func() {
		// What panics here must not look finished to the others.
		r.err = errors.New("the document was not finished")
		r.doc, r.warnings, r.err = make(v)
		if r.err == nil && l.cache.keeps(v.key(page, page.asks(l.date))) {
			r.err = r.doc.Seal(ctx)
		}
	})
	return r.doc, r.warnings, r.err
}

// key is what is cached by that is wanted of the page's source.
func (v *volume) key(page Page, wanted asked) cacheKey {
	hashed, ok := v.src.Source.(Hashed)
	if !ok {
		return cacheKey{}
	}
	return cacheKey{hashed.SHA256(), page.name(), wanted}
}

// remember puts the finished document of a page that was appended into the
// cache.
func (l *library) remember(page Page) {
	wanted := page.asks(l.date)
	l.mu.Lock()
	v := l.shelf[page.Source]
	var r *readyPages
	if v != nil && page.shares() {
		r = v.ready[wanted]
	}
	l.mu.Unlock()
	if r != nil {
		l.cache.put(v.key(page, wanted), r)
	}
}

// size is how many bytes the sources of a page have; those that cannot be
// opened count nothing, and fail when they are read.
func (l *library) size(ctx context.Context, page Page) int64 {
	var n int64
	for _, name := range page.Sources() {
		if v, err := l.open(ctx, name, ""); err == nil {
			n += v.src.Size()
		}
	}
	return n
}

// openBook is a workbook that is opened once, however many pages want it at the
// same time.
type openBook struct {
	once sync.Once
	book *sheet.Workbook
	err  error
}

// workbook gives a source as an open workbook, from the cache if that has it. It
// needs no closing: all that it holds is memory.
func (l *library) workbook(v *volume, source, name string) (*sheet.Workbook, error) {
	key := v.key(Page{Source: source, SourceName: name}, asked{workbook: true})
	l.mu.Lock()
	if v.book == nil {
		if v.book = l.cache.workbook(key); v.book == nil {
			v.book = &openBook{}
		}
	}
	b := v.book
	l.mu.Unlock()
	b.once.Do(func() {
		b.err = errors.New("the workbook was not opened")
		b.book, b.err = sheet.Open(v.src, v.src.Size(), name)
	})
	return b.book, b.err
}

// giveBack closes a source; the library must be locked.
func (l *library) giveBack(name string) {
	if v, ok := l.shelf[name]; ok {
		if b := v.book; b != nil && b.book != nil {
			l.cache.putWorkbook(v.key(Page{Source: name, SourceName: b.book.Name()}, asked{workbook: true}), b)
		}
		// Sources are only read: closing them has nothing to lose.
		_ = v.src.Close()
		delete(l.shelf, name)
	}
}

func (l *library) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for name := range l.shelf {
		l.giveBack(name)
	}
}
