// Package limits bounds what one GraphQL document may ask for, before anything
// of it is executed: its length, its shape and its cost. A document beyond a
// limit is refused with QUERY_TOO_COMPLEX and a message that names the limit.
package limits

import (
	"fmt"
	"math"

	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"quire/internal/problem"
)

// Limits is what one document may ask for at most.
type Limits struct {
	// Bytes is the length of the document.
	Bytes int
	// Tokens is the number of lexical tokens, comments not counted.
	Tokens int
	// Depth is how deep fields may nest; introspection is not counted, the
	// validator bounds that itself.
	Depth int
	// Aliases is the number of aliased fields.
	Aliases int
	// Directives is the number of directives.
	Directives int
	// Duplicates is how often fields and fragments may be repeated needlessly
	// beside each other.
	Duplicates int
	// Fields is the number of fields once all fragments are spread.
	Fields int
	// Complexity is the cost by the schema's own reckoning.
	Complexity int
}

// Default gives limits that every client we know stays well within, GraphiQL's
// introspection among them.
func Default() Limits {
	return Limits{
		Bytes: 32 << 10, Tokens: 1500, Depth: 14, Aliases: 15, Directives: 50,
		Duplicates: 10, Fields: 2000, Complexity: 20_000,
	}
}

// Validate tells which limit is missing: none may be zero or less.
func (l Limits) Validate() error {
	for _, f := range []struct {
		name  string
		value int
	}{
		{"Bytes", l.Bytes}, {"Tokens", l.Tokens}, {"Depth", l.Depth}, {"Aliases", l.Aliases},
		{"Directives", l.Directives}, {"Duplicates", l.Duplicates}, {"Fields", l.Fields}, {"Complexity", l.Complexity},
	} {
		if f.value <= 0 {
			return fmt.Errorf("limits: %s is %d: give a number above 0", f.name, f.value)
		}
	}
	return nil
}

// All errors before execution are errors of the request: gqlgen's websocket
// then sends them as one error message instead of a result.
func init() {
	for _, code := range []problem.Code{
		problem.Unauthenticated, problem.Forbidden, problem.NotFound, problem.BadInput, problem.Conflict,
		problem.RateLimited, problem.TooComplex, problem.Timeout, problem.Unavailable, problem.Internal,
	} {
		errcode.RegisterErrorType(string(code), errcode.KindProtocol)
	}
	errcode.RegisterErrorType(persistedQueryNotFound, errcode.KindProtocol)
}

func tooMuch(what string, has, limit int) *gqlerror.Error {
	count := fmt.Sprint(has)
	if has == math.MaxInt {
		count = "far too many"
	}
	return refuse(problem.TooComplex, fmt.Sprintf("the document has %s %s, and %d is the limit: ask for less at once", count, what, limit))
}

func refuse(code problem.Code, message string) *gqlerror.Error {
	return &gqlerror.Error{Message: message, Extensions: map[string]any{"code": string(code)}}
}
