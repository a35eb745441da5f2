package uploads

import (
	"context"
	"errors"
	"os"

	"quire/ent"
	"quire/ent/upload"
	"quire/internal/contents"
	"quire/internal/problem"
	"quire/storage"
)

// Inspector tells what is in files, as [contents.Reader] does.
type Inspector interface {
	Fields(ctx context.Context, f contents.File) ([]contents.Field, error)
	Sheets(ctx context.Context, f contents.File) ([]contents.Sheet, error)
}

// Fields lists the fields of a PDF's form; nil for files of other kinds.
func (s *Service) Fields(ctx context.Context, f *ent.Upload) ([]contents.Field, error) {
	if f.Kind != upload.KindPDF {
		return nil, nil
	}
	return s.inspector.Fields(ctx, s.file(f))
}

// Sheets describes the worksheets of a workbook; nil for files of other kinds.
func (s *Service) Sheets(ctx context.Context, f *ent.Upload) ([]contents.Sheet, error) {
	if f.Kind != upload.KindWorkbook {
		return nil, nil
	}
	return s.inspector.Sheets(ctx, s.file(f))
}

func (s *Service) file(f *ent.Upload) contents.File {
	return contents.File{SHA256: f.Sha256, Name: f.Name, Open: func(ctx context.Context) (contents.Source, error) {
		return s.open(ctx, f)
	}}
}

// open copies a file from storage. The copy has no name any more, so that it
// goes with whoever reads it.
func (s *Service) open(ctx context.Context, f *ent.Upload) (contents.Source, error) {
	var changed *storage.Mismatch
	file, err := s.store.Fetch(ctx, f.StorageKey, f.Sha256, "")
	switch {
	case errors.Is(err, storage.ErrNotFound), errors.As(err, &changed):
		return nil, problem.Wrap(err, problem.Unavailable, "the content of «%s» is missing in storage or damaged: upload the file again", f.Name)
	case err != nil:
		return nil, explain(err)
	}
	info, err := file.Stat()
	if err := errors.Join(err, os.Remove(file.Name())); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &fetched{file, info.Size()}, nil
}

type fetched struct {
	*os.File
	size int64
}

// Size is the file's length in bytes.
func (f *fetched) Size() int64 { return f.size }
