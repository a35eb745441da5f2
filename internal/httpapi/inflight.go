package httpapi

import (
	"context"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"quire/internal/problem"
	"quire/internal/viewer"
)

// inFlight counts what goes on at once for each user, or address that is not
// signed in.
type inFlight struct {
	most int
	mu   sync.Mutex
	of   map[string]int
}

func newInFlight(most int) *inFlight { return &inFlight{most: most, of: map[string]int{}} }

// enter counts one more, and gives what to call at its end; false when there are
// enough.
func (f *inFlight) enter(key string) (leave func(), ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.of[key] >= f.most {
		return nil, false
	}
	f.of[key]++
	var once sync.Once
	return func() { once.Do(func() { f.leave(key) }) }, true
}

func (f *inFlight) leave(key string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.of[key]--; f.of[key] == 0 {
		delete(f.of, key)
	}
}

// whose names a user or an address among those that are counted.
func whose(ctx context.Context) string {
	if v, err := viewer.From(ctx); err == nil {
		return userKey(v.UserID)
	}
	return "address " + recordOf(ctx).address
}

// full tells whether a key has enough.
func (f *inFlight) full(key string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.of[key] >= f.most
}

// fewAtOnce executes only so many queries and mutations of a user at once; an
// extension of gqlgen. Subscriptions wait most of the time, and are bounded by
// what carries them.
type fewAtOnce struct{ server *Server }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
	graphql.OperationInterceptor
} = fewAtOnce{}

// ExtensionName names the extension to gqlgen.
func (fewAtOnce) ExtensionName() string { return "FewAtOnce" }

// Validate finds nothing to object to.
func (fewAtOnce) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext refuses an operation that would be one too many.
func (e fewAtOnce) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	if op.Operation.Operation != ast.Subscription && e.server.operations.full(whose(ctx)) {
		return rateLimited(time.Second)
	}
	return nil
}

// InterceptOperation counts an operation until it has its result. Of several that
// come at the same moment some are refused only here.
func (e fewAtOnce) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	if graphql.GetOperationContext(ctx).Operation.Operation == ast.Subscription {
		return next(ctx)
	}
	leave, ok := e.server.operations.enter(whose(ctx))
	if !ok {
		refused := rateLimited(time.Second)
		refused.Extensions["requestId"] = recordOf(ctx).id
		return graphql.OneShot(&graphql.Response{Errors: gqlerror.List{refused}})
	}
	respond := next(ctx)
	return func(ctx context.Context) *graphql.Response {
		defer leave()
		return respond(ctx)
	}
}

// admitStream counts a stream of events; false when the user has enough.
func (s *Server) admitStream(ctx context.Context) (leave func(), refused *problem.Error) {
	leave, ok := s.streams.enter(whose(ctx))
	if !ok {
		return nil, &problem.Error{Code: problem.RateLimited, RetryAfter: time.Second,
			Message: "you watch too much at once: end another stream, or watch by websocket"}
	}
	return leave, nil
}
