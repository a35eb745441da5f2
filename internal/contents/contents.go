// Package contents tells what is in files: the fields of a form, the worksheets
// of a workbook. What was found is remembered by the file's hash.
package contents

import (
	"context"
	"errors"
	"io"
	"time"

	"quire/engine/form"
	"quire/engine/pdf"
	"quire/engine/sheet"
	"quire/internal/problem"
)

// Bounds of looking into one file, and into all at once.
const (
	maxTime   = 10 * time.Second
	maxAtOnce = 2
)

// Source is an open file.
type Source interface {
	io.ReaderAt
	io.Closer
	// Size is its length in bytes.
	Size() int64
}

// File is a file whose content is asked for.
type File struct {
	// SHA256 of the content, by which it is remembered.
	SHA256 string
	// Name for messages.
	Name string
	// Open gives the content; it is only called for what is not remembered.
	Open func(ctx context.Context) (Source, error)
}

// Reader looks into files. It is safe for use by several goroutines.
type Reader struct {
	memory *memory
	places chan struct{}
}

// NewReader makes a reader with an empty memory.
func NewReader() *Reader {
	return &Reader{memory: newMemory(), places: make(chan struct{}, maxAtOnce)}
}

// Fields lists the fields of a PDF's form; there are none in a PDF without one.
// What is wrong with the file is an UPLOAD_REJECTED problem.
func (r *Reader) Fields(ctx context.Context, f File) ([]Field, error) {
	return look(ctx, r, "fields:"+f.SHA256, f, func(ctx context.Context, src Source) ([]Field, error) {
		doc, err := pdf.Read(ctx, src, src.Size(), f.Name)
		if err != nil {
			return nil, err
		}
		found, err := form.Fields(doc)
		if err != nil {
			return nil, err
		}
		return fieldsOf(found), nil
	})
}

// Sheets describes the worksheets of a workbook. What is wrong with the file is
// an UPLOAD_REJECTED problem.
func (r *Reader) Sheets(ctx context.Context, f File) ([]Sheet, error) {
	return look(ctx, r, "sheets:"+f.SHA256, f, func(ctx context.Context, src Source) ([]Sheet, error) {
		found, err := sheet.Describe(ctx, src, src.Size(), f.Name)
		if err != nil {
			return nil, err
		}
		return sheetsOf(found), nil
	})
}

// look gives what is remembered, or looks into the file when there is room for
// one more.
func look[T any](ctx context.Context, r *Reader, key string, f File, find func(context.Context, Source) ([]T, error)) ([]T, error) {
	if found, ok := r.memory.get(key); ok {
		return found.([]T), nil
	}
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	select {
	case r.places <- struct{}{}:
		defer func() { <-r.places }()
	case <-ctx.Done():
		return nil, explain(ctx, f, ctx.Err())
	}
	src, err := f.Open(ctx)
	if err != nil {
		return nil, err
	}
	defer src.Close()
	found, err := find(ctx, src)
	if err != nil {
		return nil, explain(ctx, f, err)
	}
	r.memory.put(key, found, weight(found))
	return found, nil
}

// explain tells the file's faults from ours.
func explain(ctx context.Context, f File, err error) error {
	var spoken interface {
		error
		Code() string
	}
	switch {
	case ctx.Err() != nil:
		return problem.Wrap(err, problem.Timeout, "looking into «%s» took longer than %s: try again later, or use a smaller file", f.Name, maxTime)
	case errors.As(err, &spoken):
		return problem.Wrap(err, problem.UploadRejected, "%s", spoken)
	}
	return err
}
