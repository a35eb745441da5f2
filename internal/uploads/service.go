// Package uploads keeps the files that people send and that Quire makes: a row
// each, which names the content in storage. Equal files of a tenant share their
// content, so that it is removed with the last row that names it.
package uploads

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/upload"
	"quire/internal/audit"
	"quire/internal/contents"
	"quire/internal/postgres"
	"quire/internal/problem"
	"quire/internal/viewer"
	"quire/storage"
	"quire/storage/inspect"
)

// Store is the part of [storage.Store] that is needed here.
type Store interface {
	Receive(ctx context.Context, tenant, name string, r io.Reader, limit int64) (storage.Received, error)
	Exists(ctx context.Context, key string) (bool, error)
	Delete(ctx context.Context, key string) error
	Open(ctx context.Context, key string) (*storage.Object, error)
	UploadTarget(tenant, name string, limit int64) (link string, expires time.Time, err error)
	Fetch(ctx context.Context, key, sha256, dir string) (*os.File, error)
	SignedURLAbout(ctx context.Context, key, fileName, mediaType, about string) (link string, expires time.Time, err error)
}

// Service knows the rules of files. Everything it does is confined to the tenant
// of the context.
type Service struct {
	db    *postgres.DB
	store Store
	limit int64
	log   *slog.Logger
	// inspector looks into files.
	inspector Inspector
}

// New makes the service; limit is the most bytes of an upload. The log is told of
// content that could not be removed; nil for nobody.
func New(db *postgres.DB, store Store, limit int64, log *slog.Logger) *Service {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Service{db: db, store: store, limit: limit, log: log, inspector: contents.NewReader()}
}

// Receive stores what the viewer sends under a name, whose ending is put right
// by the content. It returns an UPLOAD_REJECTED problem when the file is too
// large, of no accepted type, or broken.
func (s *Service) Receive(ctx context.Context, name string, r io.Reader) (*ent.Upload, error) {
	v, err := viewer.From(ctx)
	if err != nil {
		return nil, err
	}
	got, err := s.store.Receive(ctx, v.OrganisationID, name, r, s.limit)
	if err != nil {
		return nil, explain(err)
	}
	var id string
	err = s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, conn pgx.Tx) error {
		if err := LockContent(ctx, conn, got.Key); err != nil {
			return err
		}
		// The last other row with this content may have been deleted since.
		if there, err := s.store.Exists(ctx, got.Key); err != nil {
			return explain(err)
		} else if !there {
			return problem.New(problem.Unavailable, "the same file was deleted at the same moment: send it again")
		}
		row, err := tx.Upload.Create().SetTenantID(v.OrganisationID).SetStorageKey(got.Key).SetName(got.Name).
			SetKind(upload.Kind(got.Kind)).SetMediaType(got.MediaType).SetSize(got.Size).SetSha256(got.SHA256).
			SetUploadedBy(v.UserID).Save(ctx)
		if err == nil {
			id = row.ID
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	return s.db.Ent.Upload.Get(ctx, id)
}

// Link makes a link under which anyone may read the file until it expires, and
// records that it was issued: it is as good as a download.
func (s *Service) Link(ctx context.Context, f *ent.Upload) (url string, expires time.Time, err error) {
	v, err := viewer.From(ctx)
	if err != nil {
		return "", time.Time{}, err
	}
	url, expires, err = s.store.SignedURLAbout(ctx, f.StorageKey, f.Name, f.MediaType, aboutLink(f, v))
	if err != nil {
		return "", time.Time{}, explain(err)
	}
	err = s.db.InTx(ctx, func(ctx context.Context, _ *ent.Client, _ pgx.Tx) error {
		return audit.Record(ctx, audit.Event{Action: auditevent.ActionLinkIssued, TenantID: f.TenantID, TargetID: f.ID})
	})
	return url, expires, err
}

// LockContent keeps others from adding or removing rows with this content until
// the transaction is over.
func LockContent(ctx context.Context, conn pgx.Tx, key string) error {
	_, err := conn.Exec(ctx, "select pg_advisory_xact_lock(hashtextextended($1, 0))", key)
	return err
}

// explain tells the sender's faults from the store's.
func explain(err error) error {
	var tooLarge *storage.TooLarge
	var rejected *inspect.Rejected
	var source *storage.SourceError
	var failed *storage.Error
	switch {
	case errors.As(err, &tooLarge), errors.As(err, &rejected):
		return problem.Wrap(err, problem.UploadRejected, "%s", err)
	case errors.As(err, &source):
		return problem.Wrap(err, problem.UploadRejected, "the file did not arrive whole: send it again")
	case errors.As(err, &failed) && failed.Op == storage.OpScan:
		return problem.Wrap(err, problem.Unavailable, "files cannot be scanned for viruses just now: try again in a while, or ask the operator")
	case errors.As(err, &failed) && failed.Temporary():
		return problem.Wrap(err, problem.Unavailable, "the file storage cannot be reached just now: try again")
	}
	return err
}
