// Package httpapi is the door of the server: it routes HTTP requests, knows who
// sends them, bounds what they may take, and hands GraphQL on to gqlgen.
package httpapi

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"

	"quire/graph/limits"
	"quire/internal/httpapi/ratelimit"
	"quire/internal/viewer"
)

// Accounts knows what an access token is worth.
type Accounts interface {
	// Viewer gives who sends a token and when the token ends, or an
	// UNAUTHENTICATED problem.
	Viewer(ctx context.Context, accessToken string) (viewer.Viewer, time.Time, error)
	// Recheck asks whether the viewer's session still holds, and what the
	// viewer may do now.
	Recheck(ctx context.Context, v viewer.Viewer) (viewer.Viewer, error)
}

// Observer counts what happens.
type Observer interface {
	// Operation hears of each operation that ended: its kind (query, mutation,
	// subscription, or unknown when it could not be read), its first root field,
	// and the code of its first error, empty when there was none. The values are
	// few: none is a client's own text.
	Operation(kind, field, code string, took time.Duration)
	// SubscriptionOpened hears of a subscription and gives what to call at its end.
	SubscriptionOpened() (ended func())
}

// Config is what the server is made of. Schema, Install and Accounts are needed;
// the rest has defaults.
type Config struct {
	Schema graphql.ExecutableSchema
	// Install gives gqlgen's server what the schema relies on: its guards, and
	// how errors and panics are shown.
	Install  func(*handler.Server)
	Accounts Accounts
	// Downloads serves /downloads/; nil for nothing.
	Downloads http.Handler
	// Uploads serves /uploads/; nil for nothing.
	Uploads http.Handler
	// Archives serves /archives/; nil for nothing.
	Archives http.Handler
	// Previews serves /previews/; nil for nothing.
	Previews http.Handler
	// Queue serves /queue/; nil for nothing.
	Queue http.Handler
	// Live, Ready and Metrics serve /healthz, /readyz and /metrics; nil for
	// nothing.
	Live, Ready, Metrics http.Handler
	// Playground serves GraphiQL at /playground, where / then leads.
	Playground bool
	// OpenSchema lets everyone read the schema and be helped with names; without
	// it only those who are signed in may read it.
	OpenSchema bool
	// TrustedDocuments, when there are any, are the only documents that are
	// executed, except for those who are signed in at the playground.
	TrustedDocuments []string
	// Origins are the other web sites that may use the API, such as
	// https://app.example.com; "*" for all.
	Origins []string
	// ProxyHops is how many proxies of ours stand before the server: so many
	// entries at the end of X-Forwarded-For are to be trusted.
	ProxyHops int
	// Secure says that people reach the server by https, wherever that ends:
	// browsers are told to use nothing else.
	Secure bool
	// WithRequestID puts the request's id into the context, where logs and
	// errors find it; nil for nowhere.
	WithRequestID func(ctx context.Context, id string) context.Context
	// Trace goes around everything, to make a span of each request; nil for
	// nothing. StartSpan makes one of each operation within; its end is told the
	// code of the first error.
	Trace     func(http.Handler) http.Handler
	StartSpan func(ctx context.Context, name string) (_ context.Context, end func(code string))
	Log       *slog.Logger
	// Observe may be nil.
	Observe Observer

	Limits limits.Limits
	// UserRate is what a user, or an address that is not signed in, may spend:
	// an operation costs a point, and one more for each 100 of its complexity.
	UserRate ratelimit.Rate
	// AddressRate is how many requests an address may send; a burst without a
	// rate per second is no limit.
	AddressRate ratelimit.Rate
	// MaxBody is the size of a JSON request, in bytes.
	MaxBody int64
	// MaxUpload is the size of an uploaded file, in bytes.
	MaxUpload int64
	// TempDir is where uploads lie while they are received; empty for the
	// system's.
	TempDir string
	// QueryTimeout and MutationTimeout end an operation's context.
	QueryTimeout, MutationTimeout time.Duration
	// PingEvery is how often open connections are pinged and their sessions
	// asked.
	PingEvery time.Duration
	// InitTimeout is how long a websocket may take to send connection_init.
	InitTimeout time.Duration
	// MaxOperations bounds the operations that run on a websocket.
	MaxOperations int
	// MaxSockets bounds the websockets of one user, and as many streams of
	// server-sent events.
	MaxSockets int
	// OperationsAtOnce bounds the queries and mutations of one user, or of an
	// address that is not signed in, that are executed at once.
	OperationsAtOnce int
	// SignIns takes browsers that come back from a provider at CallbackPath, and
	// FrontEnd is where they go on; nil for no provider.
	SignIns  SignIns
	FrontEnd string
}

// The deadlines of a connection.
const (
	readHeaderTimeout = 10 * time.Second
	idleTimeout       = 2 * time.Minute
	// moveTimeout is how long a body may stand still while it is read or
	// written.
	moveTimeout = 30 * time.Second
	// uploadTimeout is how long a body may take in all.
	uploadTimeout = 15 * time.Minute
)

func (c *Config) fill() error {
	if c.Schema == nil || c.Accounts == nil || c.Install == nil {
		return errors.New("httpapi: Schema, Install and Accounts are needed")
	}
	if c.Limits == (limits.Limits{}) {
		c.Limits = limits.Default()
	}
	fill(&c.UserRate, ratelimit.Rate{PerSecond: 50, Burst: 300})
	fill(&c.AddressRate, ratelimit.Rate{PerSecond: 100, Burst: 600})
	fill(&c.MaxBody, 1<<20)
	fill(&c.MaxUpload, 100<<20)
	fill(&c.QueryTimeout, 20*time.Second)
	fill(&c.MutationTimeout, time.Minute)
	fill(&c.PingEvery, 20*time.Second)
	fill(&c.MaxSockets, 20)
	fill(&c.OperationsAtOnce, 30)
	if c.WithRequestID == nil {
		c.WithRequestID = func(ctx context.Context, _ string) context.Context { return ctx }
	}
	if c.StartSpan == nil {
		c.StartSpan = func(ctx context.Context, _ string) (context.Context, func(string)) { return ctx, func(string) {} }
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	if c.Observe == nil {
		c.Observe = unobserved{}
	}
	return c.Limits.Validate()
}

func fill[T comparable](value *T, fallback T) {
	var zero T
	if *value == zero {
		*value = fallback
	}
}

type unobserved struct{}

func (unobserved) Operation(string, string, string, time.Duration) {}
func (unobserved) SubscriptionOpened() func()                      { return func() {} }
