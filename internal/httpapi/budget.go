package httpapi

import (
	"context"
	"math"
	"net/http"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"quire/internal/httpapi/ratelimit"
)

// budgetName is under what an operation keeps what its user has left.
const budgetName = "QuireBudget"

// spent is what an operation cost and what is left after it.
type spent struct {
	ratelimit.Budget
	cost int
}

type headerKey struct{}

// announcing lets operations tell in the answer's headers what is left. A
// websocket has no headers to tell it in.
func announcing(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Upgrade") == "" {
			r = r.WithContext(context.WithValue(r.Context(), headerKey{}, w.Header()))
		}
		next.ServeHTTP(w, r)
	})
}

// announce writes the headers RateLimit-Limit, -Remaining and -Reset, in points
// and seconds (IETF draft "RateLimit header fields for HTTP", version 3).
func (b spent) announce(ctx context.Context) {
	h, ok := ctx.Value(headerKey{}).(http.Header)
	if !ok {
		return
	}
	h.Set("RateLimit-Limit", strconv.Itoa(b.Limit))
	h.Set("RateLimit-Remaining", strconv.Itoa(b.Remaining))
	h.Set("RateLimit-Reset", strconv.Itoa(b.resetSeconds()))
}

func (b spent) resetSeconds() int { return int(math.Ceil(b.Reset.Seconds())) }

// InterceptResponse tells in extensions.rateLimit what the operation cost and
// what is left; the events of a subscription do without, for only its beginning
// costs anything.
func (*spending) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	resp := next(ctx)
	if resp == nil || !graphql.HasOperationContext(ctx) {
		return resp
	}
	op := graphql.GetOperationContext(ctx)
	b, ok := op.Stats.GetExtension(budgetName).(spent)
	if !ok || (op.Operation != nil && op.Operation.Operation == ast.Subscription) {
		return resp
	}
	if resp.Extensions == nil {
		resp.Extensions = map[string]any{}
	}
	resp.Extensions["rateLimit"] = map[string]int{"cost": b.cost, "limit": b.Limit, "remaining": b.Remaining, "resetSeconds": b.resetSeconds()}
	return resp
}
