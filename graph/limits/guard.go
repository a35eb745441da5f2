package limits

import (
	"context"

	"github.com/99designs/gqlgen/complexity"
	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/lexer"

	"quire/internal/problem"
)

// Guard is the gqlgen extension that holds every document to the limits. Use it
// before any other extension.
type Guard struct {
	Limits Limits
	// MayIntrospect tells whether the viewer in the context may read the
	// schema; nil allows it to everyone.
	MayIntrospect func(context.Context) bool

	schema graphql.ExecutableSchema
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationParameterMutator
	graphql.OperationContextMutator
} = (*Guard)(nil)

// ExtensionName names the extension to gqlgen.
func (g *Guard) ExtensionName() string { return "Limits" }

// Validate keeps the schema, by which complexity is reckoned.
func (g *Guard) Validate(schema graphql.ExecutableSchema) error {
	g.schema = schema
	return g.Limits.Validate()
}

// MutateOperationParameters refuses a document that is too long, before it is
// parsed or kept in any cache.
func (g *Guard) MutateOperationParameters(_ context.Context, p *graphql.RawParams) *gqlerror.Error {
	if len(p.Query) > g.Limits.Bytes {
		return tooMuch("bytes", len(p.Query), g.Limits.Bytes)
	}
	if n := countTokens(p.Query, g.Limits.Tokens); n > g.Limits.Tokens {
		return tooMuch("tokens or more", n, g.Limits.Tokens)
	}
	return nil
}

// MutateOperationContext refuses an operation whose shape or cost is beyond the
// limits, and introspection by those who may not.
func (g *Guard) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	t := count(op.Operation)
	if t.introspects {
		if g.MayIntrospect != nil && !g.MayIntrospect(ctx) {
			return refuse(problem.Forbidden, "introspection is switched off here: sign in to read the schema")
		}
		op.DisableIntrospection = false
	}
	l := g.Limits
	for _, c := range []struct {
		what       string
		has, limit int
	}{
		{"levels of fields", t.depth, l.Depth}, {"aliases", t.aliases, l.Aliases}, {"directives", t.directives, l.Directives},
		{"repeated fields", t.duplicates, l.Duplicates}, {"fields with its fragments spread", t.fields, l.Fields},
	} {
		if c.has > c.limit {
			return tooMuch(c.what, c.has, c.limit)
		}
	}
	// Only after the count of fields, which bounds how long this takes.
	if cost := Cost(ctx, g.schema, op); cost > l.Complexity {
		return tooMuch("points of cost", cost, l.Complexity)
	}
	return nil
}

// costName is under what the cost of an operation is kept in its statistics.
const costName = "QuireCost"

// Cost gives what an operation costs by the schema's reckoning.
func Cost(ctx context.Context, schema graphql.ExecutableSchema, op *graphql.OperationContext) int {
	if kept, ok := op.Stats.GetExtension(costName).(int); ok {
		return kept
	}
	cost := complexity.Calculate(ctx, schema, op.Operation, op.Variables)
	op.Stats.SetExtension(costName, cost)
	return cost
}

// countTokens counts a document's tokens, and stops one above the limit. What
// cannot be read is the parser's to report.
func countTokens(document string, limit int) int {
	lex := lexer.New(&ast.Source{Input: document})
	for n := 0; ; {
		token, err := lex.ReadToken()
		if err != nil || token.Kind == lexer.EOF {
			return n
		}
		if token.Kind == lexer.Comment {
			continue
		}
		if n++; n > limit {
			return n
		}
	}
}
