package uploads

import (
	"context"
	"errors"
	"time"

	"quire/ent"
	"quire/ent/ident"
	"quire/internal/problem"
	"quire/internal/viewer"
	"quire/storage"
)

// Target is where the viewer may send one file, in a request of its own.
type Target struct {
	// ID is what the file is called until it is completed.
	ID string
	// URL takes a PUT until Expires, and needs no token.
	URL     string
	Expires time.Time
}

// targetPrefix begins the ids of targets, which are rows of no table.
const targetPrefix ident.Prefix = "tgt"

// Stage gives a target for a file of the given size in bytes, which may be less
// when it comes. It returns an UPLOAD_REJECTED problem when that is more than is
// allowed.
func (s *Service) Stage(ctx context.Context, size int64) (Target, error) {
	v, err := viewer.From(ctx)
	if err != nil {
		return Target{}, err
	}
	switch {
	case size <= 0:
		return Target{}, &problem.Error{Code: problem.BadInput, Field: "size", Message: "give the file's size in bytes, 1 or more"}
	case size > s.limit:
		return Target{}, problem.Wrap(&storage.TooLarge{Limit: s.limit}, problem.UploadRejected, "the file is larger than the %d bytes that are allowed: send a smaller one", s.limit)
	}
	t := Target{ID: ident.New(targetPrefix)}
	t.URL, t.Expires, err = s.store.UploadTarget(v.OrganisationID, t.ID, size)
	return t, err
}

// Complete makes a file of what was sent to a target of the viewer's
// organisation, by the rules of [Service.Receive]. A target to which nothing was
// sent, and one that is completed already, is a NOT_FOUND problem.
func (s *Service) Complete(ctx context.Context, targetID, name string) (*ent.Upload, error) {
	v, err := viewer.From(ctx)
	if err != nil {
		return nil, err
	}
	key, err := storage.Key(v.OrganisationID, storage.Staged, targetID)
	if err != nil || ident.Of(targetID) != targetPrefix {
		return nil, problem.Missing("sent file", targetID)
	}
	sent, err := s.store.Open(ctx, key)
	if errors.Is(err, storage.ErrNotFound) {
		return nil, problem.Missing("sent file", targetID)
	}
	if err != nil {
		return nil, explain(err)
	}
	f, err := s.Receive(ctx, name, sent)
	if err := errors.Join(err, sent.Close()); err != nil {
		return nil, err
	}
	if err := s.store.Delete(ctx, key); err != nil && !errors.Is(err, storage.ErrNotFound) {
		s.log.WarnContext(ctx, "a completed upload stays aside", "key", key, "error", err) // until it is swept
	}
	return f, nil
}
