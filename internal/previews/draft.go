package previews

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"quire/engine"
	"quire/engine/preview"
	"quire/internal/plan"
	"quire/internal/problem"
	"quire/internal/viewer"
	"quire/storage"
)

const (
	// MaxSheets is how many sheets of a page of a book are drawn.
	MaxSheets = 10
	// draftTimeout bounds the making of a page with its pictures.
	draftTimeout = 25 * time.Second
	// maxDraft bounds the PDF of a page, in bytes.
	maxDraft = 64 << 20
)

// Draft is one page of a book as a customer would get it.
type Draft struct {
	// Sheets is how many sheets of paper the page fills; the first [MaxSheets]
	// have pictures.
	Sheets   int
	Pictures []Picture
	Warnings []engine.Warning
	// Failure says why the page cannot be made; nil when it was.
	Failure *Failure
}

// Picture is a link to a picture.
type Picture struct {
	URL     string
	Expires time.Time
}

// Failure is what a job of the whole book would fail with for this page.
type Failure struct{ Code, Message string }

// Draft makes the page with this number of the snapshot, from 1, and nothing else
// of the book, and draws it. What is wrong with the page is told in the draft; an
// error is about the request or about us.
func (s *Service) Draft(ctx context.Context, snapshot plan.Snapshot, number, width int) (Draft, error) {
	var in problem.Input
	checkWidth(&in, width)
	if err := in.Err(); err != nil {
		return Draft{}, err
	}
	v, err := viewer.From(ctx)
	if err != nil {
		return Draft{}, err
	}
	if err := s.Renderer.Prepare(ctx); err != nil {
		return Draft{}, notNow(err)
	}
	ctx, cancel := context.WithTimeout(ctx, draftTimeout)
	defer cancel()
	if err := enter(ctx, s.composing); err != nil {
		return Draft{}, problem.Wrap(err, problem.Unavailable, "too many pages are being previewed just now: try again")
	}
	defer func() { <-s.composing }()
	began := time.Now()
	draft, content, err := s.compose(ctx, snapshot, number)
	if err == nil && draft.Failure == nil {
		err = s.picture(ctx, &draft, v.OrganisationID, content, snapshot.Label(number), width)
	}
	result := resultDrawn
	if err != nil || draft.Failure != nil {
		result = resultFailed
	}
	s.Metrics.Preview("page "+result, time.Since(began))
	return draft, err
}

// compose makes the page as a PDF of its own.
func (s *Service) compose(ctx context.Context, snapshot plan.Snapshot, number int) (Draft, []byte, error) {
	p, notes, err := plan.ResolvePage(snapshot, number)
	var planned *plan.Error
	if errors.As(err, &planned) {
		return Draft{Failure: &Failure{planned.Code, planned.Message}}, nil, nil
	}
	if err != nil {
		return Draft{}, nil, err
	}
	var out limitedBuffer
	made, err := engine.Compose(ctx, p, stored{s.Store, snapshot}, &out, nil)
	if err != nil {
		failure, err := s.failure(ctx, snapshot, number, err)
		return Draft{Failure: failure}, nil, err
	}
	draft := Draft{Sheets: made.Sheets, Warnings: []engine.Warning{}}
	for _, n := range notes {
		draft.Warnings = append(draft.Warnings, engine.Warning{Page: n.Page, Code: n.Code, Message: n.Message})
	}
	for _, w := range made.Warnings {
		w.Page = number
		draft.Warnings = append(draft.Warnings, w)
	}
	return draft, out.Bytes(), nil
}

// failure judges why the engine made nothing, as a job would.
func (s *Service) failure(ctx context.Context, snapshot plan.Snapshot, number int, err error) (*Failure, error) {
	var composed *engine.Error
	var changed *storage.Mismatch
	switch {
	case !errors.As(err, &composed):
		return nil, err
	case composed.Code == engine.CodeCancelled:
		return nil, err
	case engine.Retryable(err):
		return nil, problem.Wrap(err, problem.Unavailable, "the file storage cannot be reached just now: try again")
	case errors.As(err, &changed):
		return &Failure{"SOURCE_CHANGED", snapshot.Label(number) + ": the file in storage is not the one that was uploaded: it was changed or damaged; upload it again"}, nil
	case composed.Code == engine.CodeWrite:
		return &Failure{"OUTPUT_TOO_LARGE", fmt.Sprintf("%s: it is larger than the %d MiB that a preview may be; generate the booklet to see it", snapshot.Label(number), maxDraft>>20)}, nil
	case composed.Code == engine.CodeFailure:
		s.Log.ErrorContext(ctx, "the preview of a page failed", "error", composed.Err)
	}
	return &Failure{composed.Code, snapshot.Label(number) + ": " + composed.Message}, nil
}

// picture draws the sheets and stores them, since any process may be asked for
// them and none could draw them again from a file.
func (s *Service) picture(ctx context.Context, draft *Draft, tenant string, content []byte, label string, width int) error {
	for sheet := 1; sheet <= min(draft.Sheets, MaxSheets); sheet++ {
		drawn, err := s.Renderer.Render(ctx, bytes.NewReader(content), int64(len(content)), sheet, width)
		if err != nil {
			return draft.undrawn(label, err)
		}
		sum := sha256.Sum256(drawn.PNG)
		key, err := storage.Key(tenant, storage.Previews, hex.EncodeToString(sum[:]))
		if err != nil {
			return err
		}
		if _, err := s.Store.Put(ctx, key, bytes.NewReader(drawn.PNG), int64(len(drawn.PNG))); err != nil {
			return explainStore(err)
		}
		url, expires, err := s.Store.SignedURL(ctx, key, fmt.Sprintf("%s, sheet %d.png", label, sheet), "image/png")
		if err != nil {
			return err
		}
		draft.Pictures = append(draft.Pictures, Picture{URL: url, Expires: expires})
	}
	if draft.Sheets > MaxSheets {
		draft.Warnings = append(draft.Warnings, engine.Warning{Code: "SHEETS_OMITTED",
			Message: fmt.Sprintf("%s fills %d sheets; the preview shows the first %d", label, draft.Sheets, MaxSheets)})
	}
	return nil
}

// undrawn says what is wrong when a page that was made cannot be drawn.
func (d *Draft) undrawn(label string, err error) error {
	var drawn *preview.Error
	if errors.As(err, &drawn) {
		d.Failure = &Failure{"PREVIEW_" + string(drawn.Reason), label + ": it can be made but not be shown: " + drawn.Error()}
		return nil
	}
	return notNow(err)
}

// notNow tells who asked to try again, if the renderer could not draw yet.
func notNow(err error) error {
	var temporary interface{ Temporary() bool }
	if errors.As(err, &temporary) && temporary.Temporary() || errors.Is(err, context.DeadlineExceeded) {
		return problem.Wrap(err, problem.Unavailable, "the preview cannot be drawn just now: try again in a few seconds")
	}
	return err
}

// stored are the sources of a draft: copies of stored files that have lost their
// names already, so that they go with the process, however that ends.
type stored struct {
	store    *storage.Store
	snapshot plan.Snapshot
}

// Open takes a file from storage and verifies it.
func (s stored) Open(ctx context.Context, key string) (engine.Source, error) {
	sum := ""
	for _, f := range s.snapshot.Sources() {
		if f.Key == key {
			sum = f.SHA256
		}
	}
	file, err := s.store.Fetch(ctx, key, sum, "")
	if errors.Is(err, storage.ErrNotFound) {
		return nil, fmt.Errorf("%w: %w", fs.ErrNotExist, err)
	}
	if err != nil {
		return nil, err
	}
	source := &copied{File: file}
	info, err := file.Stat()
	if err == nil {
		source.size = info.Size()
		err = os.Remove(file.Name())
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return source, nil
}

type copied struct {
	*os.File
	size int64
}

// Size is the file's length in bytes.
func (c *copied) Size() int64 { return c.size }

// limitedBuffer refuses to grow beyond maxDraft.
type limitedBuffer struct{ bytes.Buffer }

var errTooLarge = errors.New("the page is too large for a preview")

// Write appends to the buffer.
func (b *limitedBuffer) Write(p []byte) (int, error) {
	if b.Len()+len(p) > maxDraft {
		return 0, errTooLarge
	}
	return b.Buffer.Write(p)
}
