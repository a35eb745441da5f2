package httpapi

import (
	"context"
	"math"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"quire/graph/limits"
	"quire/internal/httpapi/gqlhttp"
	"quire/internal/problem"
	"quire/internal/viewer"
)

// How many documents are kept: as parsed, and by their hash.
const (
	keptDocuments = 1000
	keptHashes    = 1000
)

// graphql makes gqlgen's handler: transports, then what happens before an
// operation, then what happens around it.
func (s *Server) graphql() http.Handler {
	c := s.config
	h := handler.New(c.Schema)
	h.SetQueryCache(lru.New[*ast.QueryDocument](keptDocuments))
	if !c.OpenSchema {
		h.SetDisableSuggestion(true)
		h.SetValidationRulesFn(limits.RulesWithoutSuggestions)
	}

	h.AddTransport(s.websocket)
	h.AddTransport(gqlhttp.Events{MaxBody: c.MaxBody, PingEvery: c.PingEvery, Session: s.streamSession, Admit: s.admitStream, Stop: s.stop})
	h.AddTransport(gqlhttp.Multipart{MaxUpload: c.MaxUpload, Dir: c.TempDir})
	h.AddTransport(gqlhttp.POST{MaxBody: c.MaxBody})
	h.AddTransport(gqlhttp.GET{})
	h.AddTransport(gqlhttp.Other{})

	h.Use(&limits.Guard{Limits: c.Limits, MayIntrospect: s.mayIntrospect})
	h.Use(s.persistedQueries())
	h.Use(&spending{server: s})
	h.Use(observing{s})
	h.Use(fewAtOnce{s})
	h.AroundOperations(s.withDeadline)
	c.Install(h)
	return h
}

func (s *Server) persistedQueries() limits.PersistedQueries {
	q := limits.NewPersistedQueries(keptHashes)
	if len(s.config.TrustedDocuments) == 0 {
		return q
	}
	return q.Trusting(s.config.TrustedDocuments, func(ctx context.Context) bool {
		_, err := viewer.From(ctx)
		return s.config.Playground && err == nil
	})
}

func (s *Server) mayIntrospect(ctx context.Context) bool {
	_, err := viewer.From(ctx)
	return s.config.OpenSchema || err == nil
}

// withDeadline ends the context of a query or mutation that takes too long.
func (s *Server) withDeadline(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	timeout := s.config.QueryTimeout
	switch graphql.GetOperationContext(ctx).Operation.Operation {
	case ast.Subscription:
		return next(ctx)
	case ast.Mutation:
		timeout = s.config.MutationTimeout
	}
	limited, cancel := context.WithTimeout(ctx, timeout)
	respond := next(limited)
	return func(ctx context.Context) *graphql.Response {
		defer cancel()
		return respond(ctx)
	}
}

// spending makes each operation cost its user points; an extension of gqlgen.
type spending struct {
	server *Server
	schema graphql.ExecutableSchema
}

// costPerPoint is the complexity that a point pays for.
const costPerPoint = 100

// ExtensionName names the extension to gqlgen.
func (*spending) ExtensionName() string { return "RateLimit" }

// Validate keeps the schema, by which operations are priced.
func (e *spending) Validate(schema graphql.ExecutableSchema) error {
	e.schema = schema
	return nil
}

// MutateOperationContext refuses the operation when the points are spent.
func (e *spending) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	key := whose(ctx)
	cost := 1 + limits.Cost(ctx, e.schema, op)/costPerPoint
	wait := e.server.users.Spend(key, cost)
	if left, limited := e.server.users.Budget(key); limited {
		b := spent{left, cost}
		op.Stats.SetExtension(budgetName, b)
		b.announce(ctx)
	}
	if wait == 0 {
		return nil
	}
	return rateLimited(wait)
}

func rateLimited(wait time.Duration) *gqlerror.Error {
	seconds := max(int(math.Ceil(wait.Seconds())), 1)
	p := problem.New(problem.RateLimited, "too many requests: wait %d s and try again", seconds)
	return &gqlerror.Error{Err: p, Message: p.Message, Extensions: map[string]any{"code": string(p.Code), "retryAfter": seconds}}
}
