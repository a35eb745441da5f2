// Package archive gives the booklets of a batch as one ZIP archive, behind a
// signed link. The archive exists nowhere: it is read together while it is sent,
// from any byte on, so that a download that was cut short can be resumed.
package archive

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/tenancy"
	"quire/internal/audit"
	"quire/internal/postgres"
	"quire/internal/signed"
	"quire/storage"
)

// Path is the path below which [Service.Handler] must be mounted.
const Path = "/archives/"

// Config is what the service works with; all of it is needed but PublicBaseURL.
type Config struct {
	DB    *postgres.DB
	Store *storage.Store
	// SigningKeys sign links with the first, and accept those of all.
	SigningKeys   [][]byte
	PublicBaseURL string
	// TTL is how long a link works.
	TTL time.Duration
	Log *slog.Logger
}

// Service makes links to archives and serves them.
type Service struct {
	Config
	links signed.Signer

	mu sync.Mutex
	// open are the archives that were read last, for those who read on.
	open map[grant]*archived
}

// mostOpen is how many archives are remembered: one of 20,000 booklets takes
// some 10 MB.
const mostOpen = 4

// New makes the service.
func New(c Config) *Service {
	return &Service{Config: c, links: signed.New("quire archive link v1", c.SigningKeys), open: map[grant]*archived{}}
}

// grant is what a link allows: to read the booklets that a batch had at a moment.
type grant struct {
	Tenant  string  `json:"o"`
	Batch   string  `json:"b"`
	Pattern pattern `json:"p"`
	// Until is in microseconds since 1970, Expires in seconds.
	Until   int64 `json:"u"`
	Expires int64 `json:"e"`
}

// Link is a link to an archive, and what it holds.
type Link struct {
	URL     string
	Expires time.Time
	// Files are the booklets in it, Bytes its length.
	Files int
	Bytes int64
}

// Link makes a link to the booklets that a batch of the context's tenant has now,
// with files named by the pattern. A batch that does not exist is NOT_FOUND.
func (s *Service) Link(ctx context.Context, batchID, names string) (Link, error) {
	tenant, _, err := tenancy.Of(ctx)
	if err != nil {
		return Link{}, err
	}
	if err := pattern(names).check(); err != nil {
		return Link{}, err
	}
	now := time.Now()
	g := grant{Tenant: tenant, Batch: batchID, Pattern: pattern(names), Until: now.UnixMicro(), Expires: now.Add(s.TTL).Unix()}
	l := Link{Expires: time.Unix(g.Expires, 0).UTC()}
	token, err := s.links.Seal(g)
	if err != nil {
		return Link{}, err
	}
	l.URL = s.PublicBaseURL + Path + token
	err = s.DB.InTx(ctx, func(ctx context.Context, _ *ent.Client, tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `select count(*), coalesce(sum(u.size), 0)::bigint from jobs j join uploads u on u.id = j.output_id where j.tenant_id = $1 and j.batch_id = $2`,
			tenant, batchID).Scan(&l.Files, &l.Bytes)
		if err != nil {
			return err
		}
		return audit.Record(ctx, audit.Event{Action: auditevent.ActionLinkIssued, TenantID: tenant, TargetID: batchID})
	})
	return l, err
}

// give gives the archive of a grant.
func (s *Service) give(ctx context.Context, g grant) (*archived, error) {
	s.mu.Lock()
	a := s.open[g]
	s.mu.Unlock()
	if a != nil {
		return a, nil
	}
	a, err := s.read(ctx, g)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for other := range s.open { // any will do
		if len(s.open) < mostOpen {
			break
		}
		delete(s.open, other)
	}
	s.open[g] = a
	return a, nil
}
