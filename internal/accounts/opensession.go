package accounts

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"

	"quire/ent/refreshsession"
	"quire/internal/problem"
	"quire/internal/viewer"
)

// OpenSession is one of the viewer's sessions that could still be refreshed.
type OpenSession struct {
	// ID is that of the family of refresh tokens.
	ID string
	// CreatedAt is when the person signed in, LastUsedAt when the session was
	// last refreshed, ExpiresAt when it ends unless it is refreshed again.
	CreatedAt, LastUsedAt, ExpiresAt time.Time
	// Address and UserAgent are those of the last refresh.
	Address, UserAgent string
	// Current tells the session that asks.
	Current bool
}

// maxSessions is how many sessions are listed: those used last.
const maxSessions = 100

// OpenSessions lists the viewer's sessions, the one used last first, at most 100.
func (s *Service) OpenSessions(ctx context.Context) ([]OpenSession, error) {
	v, err := viewer.From(ctx)
	if err != nil {
		return nil, err
	}
	// A family that is open has exactly one token that is not spent.
	rows, err := s.db.Ent.RefreshSession.Query().
		Where(refreshsession.UserID(v.UserID), refreshsession.RevokedAtIsNil(), refreshsession.UsedAtIsNil(), refreshsession.ExpiresAtGT(s.now())).
		Order(refreshsession.ByCreatedAt(sql.OrderDesc()), refreshsession.ByID(sql.OrderDesc())).Limit(maxSessions).All(ctx)
	list := make([]OpenSession, len(rows))
	for i, r := range rows {
		list[i] = OpenSession{
			ID: r.Family, CreatedAt: r.StartedAt, LastUsedAt: r.CreatedAt, ExpiresAt: r.ExpiresAt,
			Address: r.Address, UserAgent: r.UserAgent, Current: r.Family == v.Family,
		}
	}
	return list, err
}

// EndSession ends one of the viewer's sessions, by its id, and tells that it
// ended one; a NOT_FOUND problem when there is none that is open.
func (s *Service) EndSession(ctx context.Context, id string) (ended int, err error) {
	v, err := viewer.From(ctx)
	if err != nil {
		return 0, err
	}
	ended, err = s.endLocked(ctx, v.UserID, refreshsession.UserID(v.UserID), refreshsession.Family(id))
	if err == nil && ended == 0 {
		err = problem.Missing("open session of yours", id)
	}
	return ended, err
}
