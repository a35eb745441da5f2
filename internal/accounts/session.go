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
	"quire/ent/user"
	"quire/internal/audit"
	"quire/internal/auth"
	"quire/internal/problem"
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

// Login signs a person in. An unknown email, a wrong password and a barred user
// are answered alike, in the same time; see [Throttle] for how often.
func (s *Service) Login(ctx context.Context, email, password string) (Session, error) {
	ctx = tenancy.System(ctx)
	email = normalEmail(email)
	try, err := s.spend(ctx, email)
	if err != nil {
		return Session{}, err
	}
	u, err := s.db.Ent.User.Query().Where(user.Email(email)).Only(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return Session{}, err
	}
	ok, err := s.verify(ctx, u, password)
	if err != nil {
		return Session{}, err
	}
	if !ok {
		if err := s.failed(ctx, u, try); err != nil {
			return Session{}, err
		}
		return Session{}, errWrongPassword()
	}
	var session Session
	err = s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		if u, err = lockUser(ctx, tx, u.ID); err != nil {
			return err
		}
		if u.DisabledAt != nil {
			return errWrongPassword()
		}
		if err := s.forgetExpired(ctx, tx, u); err != nil {
			return err
		}
		if session, err = s.begin(ctx, tx, u, nil); err != nil {
			return err
		}
		return audit.Record(ctx, audit.Event{Action: auditevent.ActionSignedIn, TenantID: u.TenantID, TargetID: u.ID, ActorID: u.ID})
	})
	if err != nil {
		return Session{}, err
	}
	return session, s.succeed(ctx, try)
}

// failed records that somebody failed to sign in as the user, who may be nil: one
// who is not there takes as long, and a write of its own.
func (s *Service) failed(ctx context.Context, u *ent.User, try attempt) error {
	return s.db.InTx(ctx, func(ctx context.Context, _ *ent.Client, conn pgx.Tx) error {
		if _, err := conn.Exec(ctx, `update sign_in_throttles set spent_until = spent_until where id = $1`, try.account.id); err != nil || u == nil {
			return err
		}
		return audit.Record(ctx, audit.Event{Action: auditevent.ActionSignInFailed, TenantID: u.TenantID, TargetID: u.ID})
	})
}

// verify checks the password of a user, who may be nil or have none, and renews a hash that
// was made with parameters of former times.
func (s *Service) verify(ctx context.Context, u *ent.User, password string) (bool, error) {
	if len(password) > auth.MaxPasswordBytes {
		password = "" // nobody's, and not worth the time
	}
	if u == nil || u.PasswordHash == "" {
		return false, s.passwords.VerifyUnknown(ctx, password)
	}
	ok, outdated, err := s.passwords.Verify(ctx, u.PasswordHash, password)
	if err != nil || !ok || u.DisabledAt != nil {
		return false, err
	}
	if !outdated {
		return true, nil
	}
	hash, err := s.passwords.Hash(ctx, password)
	if err != nil {
		return false, err
	}
	return true, s.db.Ent.User.Update().
		Where(user.ID(u.ID), user.PasswordHash(u.PasswordHash)).SetPasswordHash(hash).Exec(ctx)
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

func errWrongPassword() error {
	return problem.New(problem.Unauthenticated, "the email or the password is wrong")
}
