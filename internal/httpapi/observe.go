package httpapi

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"quire/internal/problem"
)

// observing counts operations and open subscriptions, and names operations for
// the log; an extension of gqlgen.
type observing struct{ server *Server }

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
	graphql.OperationInterceptor
	graphql.ResponseInterceptor
} = observing{}

// ExtensionName names the extension to gqlgen.
func (observing) ExtensionName() string { return "Observation" }

// Validate finds nothing to object to.
func (observing) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext names the operation in the request's record.
func (observing) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	kind, field := nameOf(op)
	recordOf(ctx).note(kind + " " + field)
	return nil
}

// InterceptResponse counts requests that are refused before they are executed;
// those come here with no operation begun.
func (o observing) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	resp := next(ctx)
	if begun, _ := ctx.Value(begunKey{}).(bool); !begun && resp != nil {
		var op *graphql.OperationContext
		if graphql.HasOperationContext(ctx) {
			op = graphql.GetOperationContext(ctx)
		}
		kind, field := nameOf(op)
		o.server.config.Observe.Operation(kind, field, firstCode(resp), 0)
	}
	return resp
}

type begunKey struct{}

// InterceptOperation counts an operation when it ends: after its one result, or,
// a subscription, when there are no more.
func (o observing) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	ctx = context.WithValue(ctx, begunKey{}, true)
	op := graphql.GetOperationContext(ctx)
	kind, field := nameOf(op)
	start := time.Now()
	closed := func() {}
	stream := op.Operation.Operation == ast.Subscription
	if stream {
		closed = o.server.config.Observe.SubscriptionOpened()
	}
	ctx, span := o.server.config.StartSpan(ctx, kind+" "+field)
	var once sync.Once
	var code string
	end := func() {
		once.Do(func() {
			closed()
			span(code)
			o.server.config.Observe.Operation(kind, field, code, time.Since(start))
		})
	}
	respond := next(ctx)
	return func(ctx context.Context) *graphql.Response {
		resp := respond(ctx)
		if resp != nil && code == "" {
			code = firstCode(resp)
		}
		if resp == nil || !stream {
			end()
		}
		return resp
	}
}

func firstCode(resp *graphql.Response) string {
	if len(resp.Errors) == 0 {
		return ""
	}
	if code := resp.Errors[0].Extensions["code"]; code != nil {
		return fmt.Sprint(code)
	}
	return string(problem.Internal)
}

// nameOf gives an operation's kind and its first root field, which are words of
// the schema: a client's own name for it could be anything.
func nameOf(op *graphql.OperationContext) (kind, field string) {
	if op == nil || op.Operation == nil {
		return "unknown", "unknown"
	}
	return string(op.Operation.Operation), firstField(op.Operation.SelectionSet, 0)
}

// maxNesting bounds how deep fragments are followed for a name.
const maxNesting = 10

func firstField(set ast.SelectionSet, depth int) string {
	if len(set) == 0 || depth > maxNesting {
		return "unknown"
	}
	switch s := set[0].(type) {
	case *ast.Field:
		return s.Name
	case *ast.InlineFragment:
		return firstField(s.SelectionSet, depth+1)
	case *ast.FragmentSpread:
		if s.Definition != nil {
			return firstField(s.Definition.SelectionSet, depth+1)
		}
	}
	return "unknown"
}
