package accounts

import (
	"context"
	"time"

	"quire/ent"
	"quire/ent/refreshsession"
	"quire/ent/tenancy"
	"quire/ent/user"
	"quire/internal/auth"
	"quire/internal/problem"
	"quire/internal/viewer"
)

// Viewer tells who sends an access token or an API key, and when that ends; the
// zero time when it does not. Role and bar are those of this moment, not of when
// the token was issued. It returns an UNAUTHENTICATED problem when the token is
// worth nothing.
func (s *Service) Viewer(ctx context.Context, accessToken string) (viewer.Viewer, time.Time, error) {
	if auth.IsAPIKey(accessToken) {
		return s.keyViewer(ctx, accessToken)
	}
	claimed, expires, err := s.tokens.Read(accessToken)
	if err != nil {
		return viewer.Viewer{}, time.Time{}, problem.Wrap(err, problem.Unauthenticated,
			"the access token is not valid or has expired: refresh it, or sign in again")
	}
	v, err := s.Recheck(ctx, claimed)
	return v, expires, err
}

// Recheck asks whether the viewer's session still holds and what the viewer may
// do now: for connections that outlive a request. It is one query.
func (s *Service) Recheck(ctx context.Context, v viewer.Viewer) (viewer.Viewer, error) {
	if v.KeyID != "" {
		return s.recheckKey(ctx, v)
	}
	u, err := s.db.Ent.User.Query().Where(
		user.ID(v.UserID), user.TenantID(v.OrganisationID), user.DisabledAtIsNil(),
		user.HasSessionsWith(refreshsession.Family(v.Family), refreshsession.RevokedAtIsNil(), refreshsession.UsedAtIsNil()),
	).Only(tenancy.System(ctx))
	if ent.IsNotFound(err) {
		return viewer.Viewer{}, errSignedOut()
	}
	if err != nil {
		return viewer.Viewer{}, err
	}
	return asViewer(u, v.Family), nil
}
