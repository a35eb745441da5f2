// Package viewer carries who asks: the signed-in user of a request, from the
// place where the token is read to the rules that need to know.
package viewer

import (
	"context"

	"quire/ent/tenancy"
	"quire/internal/problem"
)

// Role is what a user may do in the organisation.
type Role string

// The roles, as in ent's user.Role.
const (
	Admin    Role = "ADMIN"
	Standard Role = "STANDARD"
)

// Viewer is a signed-in user, or a machine that acts in a user's name.
type Viewer struct {
	UserID string
	// OrganisationID is the tenant: all that the viewer sees belongs to it.
	OrganisationID string
	Role           Role
	// Operator may create organisations.
	Operator bool
	// Family is the chain of refresh sessions that the access token came from.
	Family string
	// KeyID is the API key that was sent; empty for a person.
	KeyID string
	// Scopes bound what an API key may do; a person has none and needs none.
	Scopes Scopes
}

// May tells whether the viewer's role allows what the given role may.
func (v Viewer) May(r Role) bool { return v.Role == Admin || v.Role == r }

type key struct{}

// With puts the viewer into the context and confines the database client to the
// viewer's organisation.
func With(ctx context.Context, v Viewer) context.Context {
	return context.WithValue(tenancy.With(ctx, v.OrganisationID), key{}, v)
}

// From gives the viewer, or an UNAUTHENTICATED problem when nobody is signed in.
func From(ctx context.Context) (Viewer, error) {
	v, ok := ctx.Value(key{}).(Viewer)
	if !ok {
		return Viewer{}, problem.New(problem.Unauthenticated, "sign in first: send an access token as «Authorization: Bearer …»")
	}
	return v, nil
}
