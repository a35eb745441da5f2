package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/filter"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

const (
	maxFileBytes    = 512 << 20
	maxStreamBytes  = 64 << 20
	maxObjects      = 500_000
	maxNesting      = 100
	inMemoryBytes   = 32 << 20 // larger files are read piece by piece
	maxMendBytes    = 64 << 20 // mending holds the file three times
	headerSearch    = 1024     // ISO 32000-1, annex H, implementation note 13
	maxObjStmProlog = 4 << 20
	maxUnpacked     = 128 << 20 // of all object streams of a file
)

// Read reads a PDF of this size, without judging its metadata or rewriting
// anything. Files that are encrypted with the empty user password are opened.
// The name is for messages. The error is an [*Error], or the context's.
//
// The source is not needed any more once Read returns.
func Read(ctx context.Context, src io.ReaderAt, size int64, name string) (*Document, error) {
	return open(ctx, src, size, name, false)
}

// Open is [Read] for a source that stays open, unchanged, as long as the document
// is needed. Of large files no more is in memory than is looked at; the bytes of
// streams are copied from the source when the document is appended.
func Open(ctx context.Context, src io.ReaderAt, size int64, name string) (*Document, error) {
	return open(ctx, src, size, name, true)
}

func open(ctx context.Context, src io.ReaderAt, size int64, name string, stays bool) (*Document, error) {
	if size > maxFileBytes {
		return nil, fail(name, TooLarge, nil, "%d MB; the limit is %d MB", size>>20, maxFileBytes>>20)
	}
	watched := &watchedReader{src: src}
	var from io.ReaderAt = watched
	text := fileText{src: watched, size: int(size), first: firstLook}
	inMemory := size <= wholeBytes || !stays && size <= inMemoryBytes
	if inMemory {
		data := make([]byte, size)
		if n, err := watched.ReadAt(data, 0); int64(n) < size {
			return nil, unreadable(name, err)
		}
		text, from = fileIn(data), bytes.NewReader(data)
	}
	if inMemory || stays {
		if doc, err := readSound(ctx, text, name); doc != nil || err != nil {
			return doc, err
		}
	}
	doc, err := read(ctx, from, size, name)
	if watched.err != nil {
		return nil, unreadable(name, watched.err)
	}
	return doc, err
}

// ReadBytes reads a PDF from memory; see [Read].
func ReadBytes(ctx context.Context, data []byte, name string) (*Document, error) {
	return Read(ctx, bytes.NewReader(data), int64(len(data)), name)
}

func unreadable(name string, err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return fail(name, Unreadable, io.ErrUnexpectedEOF, "it is shorter than announced")
	}
	return fail(name, Unreadable, err, "")
}

// read reads a file, and mends it where that is needed.
func read(ctx context.Context, src io.ReaderAt, size int64, name string) (*Document, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	head := make([]byte, min(size, headerSearch))
	n, _ := src.ReadAt(head, 0)
	base := bytes.Index(head[:n], []byte("%PDF-"))
	if base < 0 {
		return nil, fail(name, NotAPDF, nil, "%s", guess(head[:n]))
	}
	if !pointsToTable(src, size, int64(base)) {
		if doc, ok := mend(ctx, src, size, name); ok {
			return doc, nil
		}
	}
	doc, err := load(ctx, io.NewSectionReader(src, 0, size), name)
	if err == nil || !mendable(err) {
		return doc, err
	}
	if mended, ok := mend(ctx, src, size, name); ok {
		return mended, nil
	}
	if ctxErr := ctx.Err(); ctxErr != nil {
		return nil, ctxErr
	}
	return nil, err
}

// load parses a file as it stands.
func load(ctx context.Context, rs io.ReadSeeker, name string) (*Document, error) {
	table, err := parse(ctx, rs)
	if err != nil {
		if ctxErr := ctx.Err(); ctxErr != nil {
			return nil, ctxErr
		}
		return nil, classify(name, err)
	}
	doc := &Document{ctx: table, name: name, nodes: map[int]bool{}}
	if err := doc.findPages(ctx); err != nil {
		return nil, err
	}
	return doc, nil
}

// mendable tells errors that a new cross-reference table may cure.
func mendable(err error) bool {
	var e *Error
	return errors.As(err, &e) && (e.Reason == Damaged || e.Reason == NoPages)
}

// mend looks for the objects of a damaged file by itself.
func mend(ctx context.Context, src io.ReaderAt, size int64, name string) (*Document, bool) {
	if size > maxMendBytes {
		return nil, false
	}
	data := make([]byte, size)
	if n, _ := src.ReadAt(data, 0); int64(n) < size {
		return nil, false
	}
	doc, err := rebuild(ctx, data)
	if err != nil {
		return nil, false
	}
	doc.name = name
	return doc, doc.findPages(ctx) == nil
}

// parse runs pdfcpu's reader, which panics on some damaged files.
func parse(ctx context.Context, rs io.ReadSeeker) (table *model.Context, err error) {
	defer func() {
		if r := recover(); r != nil {
			table, err = nil, fmt.Errorf("reader panicked: %v", r)
		}
	}()
	return pdfcpu.ReadWithContext(ctx, rs, configuration())
}

func configuration() *model.Configuration {
	c := model.NewDefaultConfiguration()
	c.ValidationMode = model.ValidationRelaxed
	c.Optimize = false
	c.OptimizeBeforeWriting = false
	c.DecodeAllStreams = false
	c.Offline = true
	// A command that has no say in permissions: the file is only read.
	c.Cmd = model.LISTINFO
	c.Limits.MaxStreamBytes = maxFileBytes
	c.Limits.MaxDecodeBytes = maxStreamBytes
	c.Limits.MaxImageBytes = maxStreamBytes
	c.Limits.MaxObjectCount = maxObjects
	c.Limits.MaxObjectStreamCount = maxObjects
	c.Limits.MaxObjectStreamFirst = maxObjStmProlog
	c.Limits.MaxXRefEntries = maxObjects
	c.Limits.MaxRecursionDepth = maxNesting
	return c
}

func classify(name string, err error) error {
	switch {
	case errors.Is(err, pdfcpu.ErrWrongPassword), errors.Is(err, pdfcpu.ErrOwnerPasswordRequired),
		errors.Is(err, pdfcpu.ErrEncrypted), errors.Is(err, pdfcpu.ErrPermissionDenied),
		errors.Is(err, pdfcpu.ErrUnsupportedEncryptionFeature):
		return fail(name, Encrypted, err, "")
	case errors.Is(err, filter.ErrDecodeLimitExceeded):
		return fail(name, TooLarge, err, "")
	}
	return fail(name, Damaged, err, "")
}

// guess names the common formats that are mistaken for PDF.
func guess(head []byte) string {
	for _, f := range []struct{ magic, what string }{
		{"", ""},
		{"PK\x03\x04", "it looks like a ZIP archive or an Office document"},
		{"\xd0\xcf\x11\xe0", "it looks like an old or encrypted Office document"},
		{"\x89PNG", "it looks like a PNG image"},
		{"\xff\xd8\xff", "it looks like a JPEG image"},
		{"%!PS", "it looks like PostScript"},
		{"<", "it looks like a web page or XML"},
	} {
		if f.magic != "" && bytes.HasPrefix(head, []byte(f.magic)) {
			return f.what
		}
	}
	if len(head) == 0 {
		return "it is empty"
	}
	return ""
}

// watchedReader remembers the first failure to fetch bytes, which parsers
// would take for damage.
type watchedReader struct {
	src io.ReaderAt
	err error
}

func (w *watchedReader) ReadAt(p []byte, off int64) (int, error) {
	n, err := w.src.ReadAt(p, off)
	if err != nil && !errors.Is(err, io.EOF) && w.err == nil {
		w.err = err
	}
	return n, err
}
