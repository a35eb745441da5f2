package imports

import (
	"context"
	"errors"
	"io"
	"os"

	"quire/ent"
	"quire/ent/upload"
	"quire/internal/problem"
	"quire/internal/tabular"
	"quire/storage"
)

// Store is the part of [storage.Store] that is needed here.
type Store interface {
	Fetch(ctx context.Context, key, sha256, dir string) (*os.File, error)
	Put(ctx context.Context, key string, r io.Reader, limit int64) (storage.Stored, error)
	Delete(ctx context.Context, key string) error
}

// opened is a table with the file that it is read from.
type opened struct {
	*tabular.Table
	file *os.File
}

// Close lets go of the file, which has no name any more.
func (o opened) Close() error { return o.file.Close() }

// fileOf finds the file of a source.
func fileOf(ctx context.Context, client *ent.Client, s Source) (*ent.Upload, error) {
	f, err := client.Upload.Query().Where(upload.ID(s.FileID)).Only(ctx)
	if ent.IsNotFound(err) {
		p := problem.Missing("file", s.FileID)
		p.Field = "table.fileId"
		return nil, p
	}
	if err != nil {
		return nil, err
	}
	if f.Kind != upload.KindCSV && f.Kind != upload.KindWorkbook {
		return nil, &problem.Error{Code: problem.BadInput, Field: "table.fileId", Message: "the file «" + f.Name + "» is no table: give a CSV or an Excel workbook"}
	}
	return f, nil
}

// open fetches the file of a source and opens its table. What is wrong with the
// file is a BAD_USER_INPUT.
func open(ctx context.Context, store Store, f *ent.Upload, s Source) (opened, error) {
	file, err := store.Fetch(ctx, f.StorageKey, f.Sha256, "")
	var changed *storage.Mismatch
	var failed *storage.Error
	switch {
	case errors.Is(err, storage.ErrNotFound), errors.As(err, &changed):
		return opened{}, problem.Wrap(err, problem.Unavailable, "the content of «%s» is missing in storage or damaged: upload the file again", f.Name)
	case errors.As(err, &failed) && failed.Temporary():
		return opened{}, problem.Wrap(err, problem.Unavailable, "the file storage cannot be reached just now: try again")
	case err != nil:
		return opened{}, err
	}
	if err := os.Remove(file.Name()); err != nil {
		return opened{}, errors.Join(err, file.Close())
	}
	var table *tabular.Table
	if f.Kind == upload.KindCSV {
		table, err = tabular.OpenCSV(file, f.Size, tabular.CSV{Encoding: s.Encoding, Delimiter: s.Delimiter})
	} else {
		table, err = openWorkbook(ctx, file, f.Size, f.Name, s.Tab)
	}
	if err != nil {
		return opened{}, errors.Join(explain(f.Name, err), file.Close())
	}
	return opened{table, file}, nil
}

// explain tells the faults of a file from ours.
func explain(name string, err error) error {
	var wrong *tabular.Unreadable
	if errors.As(err, &wrong) {
		return &problem.Error{Code: problem.BadInput, Field: "table", Message: "the file «" + name + "» cannot be read as a table: " + wrong.Message, Cause: wrong.Cause}
	}
	return err
}

// readHeaders reads the row of headings.
func readHeaders(table *tabular.Table, number int) ([]string, error) {
	for {
		row, err := table.Next()
		var bad *tabular.BadRow
		switch {
		case errors.Is(err, io.EOF), err == nil && row.Number > number:
			p := problem.New(problem.BadInput, "row %d has no headings: say which row has them, or give a file with headings", number)
			p.Field = "table.headerRow"
			return nil, p
		case errors.As(err, &bad) && bad.Number < number:
		case errors.As(err, &bad):
			return nil, &problem.Error{Code: problem.BadInput, Field: "table.headerRow", Message: "the row of headings cannot be read: " + bad.Message}
		case err != nil:
			return nil, err
		case row.Number == number:
			return row.Cells, nil
		}
	}
}

func readLayout(in Input, table *tabular.Table) (layout, error) {
	headers, err := readHeaders(table, in.HeaderRow)
	if err != nil {
		return layout{}, err
	}
	return newLayout(in, headers)
}
