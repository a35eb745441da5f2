package accounts

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/ident"
	"quire/ent/refreshsession"
	"quire/ent/tenancy"
	"quire/internal/audit"
	"quire/internal/auth"
	"quire/internal/viewer"
)

// Session is what a person gets by signing in.
type Session struct {
	AccessToken      string
	ExpiresAt        time.Time
	RefreshToken     string
	RefreshExpiresAt time.Time
	UserID           string
	OrganisationID   string
}

// Refresh exchanges a refresh token for a new session of the same family. A
// token that was spent already was stolen, by whoever comes first or second: it
// ends the family.
func (s *Service) Refresh(ctx context.Context, token string) (Session, error) {
	ctx = tenancy.System(ctx)
	digest := auth.RefreshDigest(token)
	spent, err := s.db.Ent.RefreshSession.Query().Where(refreshsession.TokenHash(digest)).Only(ctx)
	if ent.IsNotFound(err) {
		return Session{}, errSignedOut()
	}
	if err != nil {
		return Session{}, err
	}
	var session Session
	ended := false // decided inside, told outside, so that the end is committed
	err = s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, conn pgx.Tx) error {
		u, err := lockUser(ctx, tx, spent.UserID)
		if err != nil {
			return err
		}
		row, err := tx.RefreshSession.Get(ctx, spent.ID)
		if err != nil {
			return err
		}
		if row.UsedAt != nil {
			ended = true
			if _, err := s.end(ctx, tx, refreshsession.Family(row.Family)); err != nil {
				return err
			}
			reused := audit.Event{Action: auditevent.ActionTokenReused, TenantID: u.TenantID, TargetID: row.Family}
			if err := audit.Record(ctx, reused); err != nil {
				return err
			}
			return announce(ctx, conn, u.ID)
		}
		if ended = row.RevokedAt != nil || !s.now().Before(row.ExpiresAt) || u.DisabledAt != nil; ended {
			return nil
		}
		if err := tx.RefreshSession.UpdateOne(row).SetUsedAt(s.now()).Exec(ctx); err != nil {
			return err
		}
		session, err = s.begin(ctx, tx, u, row)
		return err
	})
	if ent.IsNotFound(err) || (err == nil && ended) {
		return Session{}, errSignedOut()
	}
	return session, err
}

// begin adds a token to the family of the one that was spent, or begins a family
// when that is nil, and signs an access token.
func (s *Service) begin(ctx context.Context, tx *ent.Client, u *ent.User, spent *ent.RefreshSession) (Session, error) {
	id := ident.New(ident.RefreshSession)
	family, started := id, s.now()
	if spent != nil {
		family, started = spent.Family, spent.StartedAt
	}
	from := viewer.OriginOf(ctx)
	refresh, digest := auth.NewRefreshToken()
	until := s.now().Add(s.refreshLifetime).UTC()
	err := tx.RefreshSession.Create().SetID(id).SetTenantID(u.TenantID).SetUserID(u.ID).SetFamily(family).
		SetTokenHash(digest).SetStartedAt(started).SetCreatedAt(s.now()).SetExpiresAt(until).
		SetAddress(from.Address).SetUserAgent(from.UserAgent).Exec(ctx)
	if err != nil {
		return Session{}, err
	}
	access, expires, err := s.tokens.Issue(asViewer(u, family))
	return Session{
		AccessToken: access, ExpiresAt: expires, RefreshToken: refresh, RefreshExpiresAt: until,
		UserID: u.ID, OrganisationID: u.TenantID,
	}, err
}

// forgetExpired removes a user's tokens that are of no use to anyone.
func (s *Service) forgetExpired(ctx context.Context, tx *ent.Client, u *ent.User) error {
	_, err := tx.RefreshSession.Delete().
		Where(refreshsession.UserID(u.ID), refreshsession.ExpiresAtLT(s.now())).Exec(ctx)
	return err
}
