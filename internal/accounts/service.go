// Package accounts keeps organisations, their users and the users' sessions:
// who may sign in, what a token is worth, and who may do what.
//
// A session is a family of refresh tokens: the one that a sign-in gave and its
// successors, each of which is spent once. An access token is worth something as
// long as its family is not revoked and its user is not barred, and both are
// asked of the database, so that barring and logging out take effect at once.
//
// People become users by being created, by an invitation, which also resets a
// password, or by signing in at a provider of OpenID Connect ([External]).
package accounts

import (
	"context"
	"time"

	"quire/ent"
	"quire/ent/user"
	"quire/internal/auth"
	"quire/internal/postgres"
	"quire/internal/problem"
	"quire/internal/viewer"
)

// Service knows the rules of accounts.
type Service struct {
	db              *postgres.DB
	tokens          *auth.Tokens
	passwords       *auth.Passwords
	refreshLifetime time.Duration
	throttle        Throttle
	provider        External
	now             func() time.Time
}

// Config says how sessions are made.
type Config struct {
	Tokens    *auth.Tokens
	Passwords *auth.Passwords
	// RefreshLifetime is how long a refresh token may be exchanged.
	RefreshLifetime time.Duration
	// Throttle bounds attempts to sign in; its zero value does not.
	Throttle Throttle
	// External is a provider of OpenID Connect; its zero value is none.
	External External
	// Now is the clock; nil for the real one.
	Now func() time.Time
}

// New makes the service.
func New(db *postgres.DB, c Config) *Service {
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Service{
		db: db, tokens: c.Tokens, passwords: c.Passwords, refreshLifetime: c.RefreshLifetime, throttle: c.Throttle,
		provider: c.External, now: c.Now,
	}
}

// lockUser keeps others from changing the user or beginning and ending sessions
// until the transaction is over.
func lockUser(ctx context.Context, tx *ent.Client, id string) (*ent.User, error) {
	return tx.User.Query().Where(user.ID(id)).ForUpdate().Only(ctx)
}

// asViewer is what the user may do with a session of the given family.
func asViewer(u *ent.User, family string) viewer.Viewer {
	return viewer.Viewer{
		UserID: u.ID, OrganisationID: u.TenantID, Role: viewer.Role(u.Role), Operator: u.Operator, Family: family,
	}
}

func errSignedOut() error {
	return problem.New(problem.Unauthenticated, "the session has ended: sign in again")
}
