// Package requestid carries the id of a request: it is in every line that the
// request logs, in every error that it answers with, and in the jobs it orders.
package requestid

import "context"

type key struct{}

// With puts the id into the context.
func With(ctx context.Context, id string) context.Context { return context.WithValue(ctx, key{}, id) }

// From gives the id of the context's request, or "".
func From(ctx context.Context) string {
	id, _ := ctx.Value(key{}).(string)
	return id
}
