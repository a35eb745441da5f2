package testschema

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"quire/internal/problem"
	"quire/internal/viewer"
)

// People are who may sign in: a token is a name. Its zero value knows nobody.
type People struct {
	mu      sync.Mutex
	expires map[string]time.Time
	failure error
}

// SignIn makes the name a token that ends at the given moment.
func (p *People) SignIn(name string, expires time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.expires == nil {
		p.expires = map[string]time.Time{}
	}
	p.expires[name] = expires
}

// SignOut makes the token worth nothing.
func (p *People) SignOut(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.expires, name)
}

// Fail makes every question fail, until it is told to fail with nil.
func (p *People) Fail(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failure = err
}

// Viewer gives whose token it is and when it ends.
func (p *People) Viewer(_ context.Context, token string) (viewer.Viewer, time.Time, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	expires, ok := p.expires[token]
	switch {
	case p.failure != nil:
		return viewer.Viewer{}, time.Time{}, p.failure
	case !ok || time.Now().After(expires):
		return viewer.Viewer{}, time.Time{}, problem.New(problem.Unauthenticated, "the access token is not valid or has expired")
	}
	return viewer.Viewer{UserID: token, OrganisationID: "org_1", Role: viewer.Standard}, expires, nil
}

// Recheck asks whether the viewer is still signed in.
func (p *People) Recheck(_ context.Context, v viewer.Viewer) (viewer.Viewer, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failure != nil {
		return viewer.Viewer{}, p.failure
	}
	if _, ok := p.expires[v.UserID]; !ok {
		return viewer.Viewer{}, problem.New(problem.Unauthenticated, "the session has ended")
	}
	return v, nil
}

// Present gives an error its code; what is not ours to show is masked.
func Present(ctx context.Context, err error) *gqlerror.Error {
	shown := graphql.DefaultErrorPresenter(ctx, err)
	if shown.Extensions["code"] != nil {
		return shown
	}
	code, message := problem.Internal, "something went wrong"
	if p, ok := problem.As(err); ok {
		code, message = p.Code, p.Message
	} else if errors.Is(err, context.DeadlineExceeded) {
		code, message = problem.Timeout, "it took too long"
	}
	shown.Message, shown.Extensions = message, map[string]any{"code": string(code)}
	return shown
}

// Install lets a server show errors with their codes, and hide panics.
func Install(srv *handler.Server) {
	srv.SetErrorPresenter(Present)
	srv.SetRecoverFunc(Recover)
}

// Recover makes an error of a panic.
func Recover(context.Context, any) error { return errors.New("a panic") }
