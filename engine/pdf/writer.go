package pdf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// Info is what a document says about itself (ISO 32000-1, 14.3.3). The zero
// time leaves the dates out.
type Info struct {
	Title, Author string
	Date          time.Time
}

// AppendOptions say how a document's pages become part of the whole.
type AppendOptions struct {
	// Title is the entry of these pages in the outline; the document's own
	// outline is nested below it. Without a title the document's outline
	// stands on its own, if there is one.
	Title string
	// KeepForm keeps the document's interactive fields (ISO 32000-1, 12.7).
	// Where a form that came before has fields of the same names, all of these
	// are put below a field of their own, such as "copy2"; the document is
	// changed by that.
	KeepForm bool
}

// Writer joins documents into one file. Equal inputs in equal order give equal
// bytes. It is not safe for use by several goroutines.
type Writer struct {
	out     *output
	info    Info
	tree    pageTree
	outline []*outlineItem
	dests   map[string]string // named destination → serialised destination
	copies  map[string]int    // named destinations that had to be renamed
	labels  pageLabels
	layers  layers
	forms   forms
	// stored are the objects that may be shared, by the hash of what they are.
	stored map[[32]byte]int
	closed bool
}

// NewWriter starts a file. Nothing is complete before [Writer.Close].
func NewWriter(w io.Writer, info Info) *Writer {
	return &Writer{
		out:    newOutput(w),
		info:   info,
		dests:  map[string]string{},
		copies: map[string]int{},
		stored: map[[32]byte]int{},
	}
}

// Pages is the number of pages written so far.
func (w *Writer) Pages() int { return w.tree.count }

// Append adds all pages of a document with what belongs to them: boxes,
// rotation, annotations, links and named destinations, outline, page labels
// and layers. Interactive fields lose their form unless it is kept: flatten it
// first. The document is left as it is and may be appended again.
func (w *Writer) Append(ctx context.Context, doc *Document, opts AppendOptions) (err error) {
	if w.closed {
		return errors.New("pdf: append after close")
	}
	defer func() {
		if r := recover(); r != nil {
			err = fail(doc.name, Damaged, fmt.Errorf("copying panicked: %v", r), "")
		}
	}()
	l := &linker{w: w}
	if doc.sealed != nil {
		if opts.KeepForm {
			return errors.New("pdf: a sealed document has no form")
		}
		doc.sealed.replay(l, opts.Title)
		return w.out.err
	}
	if len(doc.pages) == 0 {
		return fail(doc.name, NoPages, nil, "")
	}
	c := newCopier(ctx, doc, l)
	c.reservePages()
	if opts.KeepForm {
		c.takeForm(&w.forms)
	}
	e, err := c.copy()
	if err != nil {
		return err
	}
	l.end(e, opts.Title)
	c.addForm(l)
	if err := c.drain(); err != nil {
		return err
	}
	if err := doc.lost(); err != nil {
		return err
	}
	return w.out.err
}

// lost tells why objects of the document are missing; nil when none is.
func (d *Document) lost() error {
	switch f := d.file; {
	case f == nil:
		return nil
	case f.failed != nil:
		return unreadable(d.name, f.failed)
	default:
		return f.damage
	}
}

// Size is the number of bytes written so far.
func (w *Writer) Size() int64 { return w.out.off }

// SHA256 is the hash of all bytes of the file, once it is closed.
func (w *Writer) SHA256() (sum [32]byte) {
	w.out.sum.Sum(sum[:0])
	return sum
}

// Close writes the catalog and all tables. It does not close the underlying
// writer. A file without pages is an error.
func (w *Writer) Close() error {
	if w.closed {
		return nil
	}
	w.closed = true
	if w.tree.count == 0 {
		return fail("", NoPages, nil, "")
	}
	root := w.out.alloc()
	body := "<<" + w.forms.catalogEntry()
	if names := w.writeDests(); names != "" {
		body += "/Names<</Dests " + names + ">>"
	}
	body += w.layers.catalogEntry()
	if outline := w.writeOutline(); outline != "" {
		body += "/Outlines " + outline
	}
	body += w.labels.catalogEntry(w.tree.count)
	body += "/Pages " + reference(w.tree.close(w.out)) + "/Type/Catalog"
	if w.info.Title != "" {
		body += "/ViewerPreferences<</DisplayDocTitle true>>"
	}
	w.out.object(root, []byte(body+">>"))
	trailer := "/Info " + reference(w.writeInfo()) + "/Root " + reference(root)
	return w.out.finish(trailer)
}

func (w *Writer) writeInfo() int {
	nr := w.out.alloc()
	body := "<<"
	if w.info.Author != "" {
		body += "/Author " + literal(TextString(w.info.Author))
	}
	if !w.info.Date.IsZero() {
		date := literal(dateString(w.info.Date))
		body += "/CreationDate " + date + "/ModDate " + date
	}
	body += "/Producer(Quire)"
	if w.info.Title != "" {
		body += "/Title " + literal(TextString(w.info.Title))
	}
	w.out.object(nr, []byte(body+">>"))
	return nr
}
