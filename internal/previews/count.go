package previews

import (
	"context"
	"errors"
	"time"

	"quire/engine/pdf"
	"quire/ent"
	"quire/ent/upload"
	"quire/internal/problem"
	"quire/storage"
)

// countTimeout bounds the reading of a file for its pages.
const countTimeout = 10 * time.Second

// unreadable stands for the count of a file that has none.
const unreadable = -1

// PageCount tells how many pages a PDF has; nil for other files, for PDFs that
// cannot be read and for those whose content is gone.
func (s *Service) PageCount(ctx context.Context, f *ent.Upload) (*int, error) {
	if f.Kind != upload.KindPDF {
		return nil, nil
	}
	n, found := s.counts.Get(f.StorageKey)
	if !found {
		counted, err, _ := s.counting.Do(f.StorageKey, func() (any, error) { return s.count(ctx, f) })
		if err != nil {
			return nil, explainStore(err)
		}
		n = counted.(int)
	}
	if n == unreadable {
		return nil, nil
	}
	return &n, nil
}

func (s *Service) count(ctx context.Context, f *ent.Upload) (int, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), countTimeout)
	defer cancel()
	if err := enter(ctx, s.reading); err != nil {
		return 0, problem.Wrap(err, problem.Unavailable, "too many files are being read just now: try again")
	}
	defer func() { <-s.reading }()
	object, err := s.Store.Open(ctx, f.StorageKey)
	if errors.Is(err, storage.ErrNotFound) {
		return unreadable, nil
	}
	if err != nil {
		return 0, err
	}
	defer object.Close()
	n := unreadable
	doc, err := pdf.Read(ctx, newBlocks(object, object.Size()), object.Size(), f.Name)
	var failed *storage.Error
	switch {
	case errors.As(err, &failed):
		return 0, err
	case err == nil:
		n = len(doc.Pages())
	}
	s.counts.Add(f.StorageKey, n)
	return n, nil
}

// explainStore tells faults that pass.
func explainStore(err error) error {
	var failed *storage.Error
	if errors.As(err, &failed) && failed.Temporary() {
		return problem.Wrap(err, problem.Unavailable, "the file storage cannot be reached just now: try again")
	}
	return err
}
