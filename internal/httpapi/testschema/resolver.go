package testschema

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"quire/internal/problem"
	"quire/internal/viewer"
)

// World answers for the schema. Its zero value is ready; it may be shared.
type World struct {
	// Writes counts how often the mutation write ran.
	Writes atomic.Int64
	// Ended hears the name of each subscription forever and flood that has
	// ended; it may be nil, and wants a buffer.
	Ended chan string
	// Began hears of each query never that is running; it may be nil.
	Began chan struct{}
	// Token is what login and refresh give, for Lifetime.
	Token    string
	Lifetime time.Duration
	// Refreshes counts how often refresh ran.
	Refreshes atomic.Int64
}

// New gives the schema with the world behind it; lists cost their children
// times the number asked for.
func New(w *World) graphql.ExecutableSchema {
	c := Config{Resolvers: w}
	times := func(children, first int) int { return 1 + children*first }
	c.Complexity.Query.Items = times
	c.Complexity.Item.Children = times
	return NewExecutableSchema(c)
}

// Query gives the resolvers of Query.
func (w *World) Query() QueryResolver { return query{w} }

// Mutation gives the resolvers of Mutation.
func (w *World) Mutation() MutationResolver { return mutation{w} }

// Subscription gives the resolvers of Subscription.
func (w *World) Subscription() SubscriptionResolver { return subscription{w} }

// Item gives the resolvers of Item.
func (w *World) Item() ItemResolver { return item{} }

type query struct{ w *World }

func (query) Hello(_ context.Context, name string) (string, error) { return "hello, " + name, nil }

func (query) Item(_ context.Context, id string) (*Item, error) { return &Item{ID: id, Name: id}, nil }

func (query) Items(_ context.Context, first int) ([]*Item, error) { return some(first), nil }

func (query) Viewer(ctx context.Context) (*Viewer, error) {
	v, err := viewer.From(ctx)
	if err != nil {
		return nil, err
	}
	return &Viewer{ID: v.UserID}, nil
}

func (q query) Never(ctx context.Context) (string, error) {
	if q.w.Began != nil {
		q.w.Began <- struct{}{}
	}
	<-ctx.Done()
	return "", ctx.Err()
}

func (query) Boom(context.Context) (string, error) { panic("boom: a secret of ours") }

type item struct{}

func (item) Parent(_ context.Context, it *Item) (*Item, error) {
	return &Item{ID: it.ID + "p", Name: "parent"}, nil
}

func (item) Children(_ context.Context, _ *Item, first int) ([]*Item, error) { return some(first), nil }

func some(n int) []*Item {
	items := make([]*Item, n)
	for i := range items {
		items[i] = &Item{ID: "i", Name: "item"}
	}
	return items
}

type mutation struct{ w *World }

func (m mutation) Write(_ context.Context, text string) (string, error) {
	m.w.Writes.Add(1)
	return text, nil
}

func (m mutation) Upload(_ context.Context, f graphql.Upload) (*Received, error) {
	sum := sha256.New()
	n, err := io.Copy(sum, f.File)
	if err != nil {
		return nil, err
	}
	return &Received{Name: f.Filename, Size: int(n), Sha256: hex.EncodeToString(sum.Sum(nil))}, nil
}

func (m mutation) Uploads(ctx context.Context, files []*graphql.Upload) ([]*Received, error) {
	all := make([]*Received, 0, len(files))
	for _, f := range files {
		r, err := m.Upload(ctx, *f)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return all, nil
}

func (m mutation) Login(_ context.Context, in LoginInput) (*LoginPayload, error) {
	if in.Password != "open sesame" {
		return nil, problem.New(problem.Unauthenticated, "email or password is wrong")
	}
	return &LoginPayload{Session: m.w.session(in.Email)}, nil
}

func (m mutation) Refresh(_ context.Context, in RefreshInput) (*LoginPayload, error) {
	email, ours := strings.CutPrefix(in.RefreshToken, "refresh ")
	if !ours {
		return nil, problem.New(problem.Unauthenticated, "the session has ended")
	}
	m.w.Refreshes.Add(1)
	return &LoginPayload{Session: m.w.session(email)}, nil
}

func (w *World) session(email string) *Session {
	expires := time.Now().Add(max(w.Lifetime, time.Second)).UTC().Format(time.RFC3339)
	return &Session{AccessToken: w.Token, ExpiresAt: expires, RefreshToken: "refresh " + email, Viewer: &SessionViewer{User: &SessionUser{Email: email}}}
}

type subscription struct{ w *World }

func (subscription) Count(ctx context.Context, to int) (<-chan int, error) {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := 1; i <= to && send(ctx, out, i); i++ {
		}
	}()
	return out, nil
}

func (s subscription) Forever(ctx context.Context) (<-chan int, error) {
	out := make(chan int)
	go func() {
		defer s.w.ended("forever")
		defer close(out)
		send(ctx, out, 1)
		<-ctx.Done()
	}()
	return out, nil
}

func (subscription) Whoami(ctx context.Context) (<-chan string, error) {
	name := "nobody"
	if v, err := viewer.From(ctx); err == nil {
		name = v.UserID
	}
	out := make(chan string, 1)
	out <- name
	close(out)
	return out, nil
}

func (subscription) Refused(context.Context) (<-chan int, error) {
	return nil, problem.New(problem.NotFound, "there is no such thing")
}

func (s subscription) Flood(ctx context.Context) (<-chan string, error) {
	out := make(chan string)
	go func() {
		defer s.w.ended("flood")
		defer close(out)
		for big := strings.Repeat("x", 64<<10); send(ctx, out, big); {
		}
	}()
	return out, nil
}

func (w *World) ended(name string) {
	if w.Ended != nil {
		w.Ended <- name
	}
}

func send[T any](ctx context.Context, out chan<- T, v T) bool {
	select {
	case out <- v:
		return true
	case <-ctx.Done():
		return false
	}
}
