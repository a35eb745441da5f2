package graph

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"

	"quire/ent/user"
	"quire/graph/model"
	"quire/internal/problem"
	"quire/internal/viewer"
)

// NewSchema assembles the schema with its directives and costs. A server of it
// needs [Install] too.
func NewSchema(r *Resolver) graphql.ExecutableSchema {
	return NewExecutableSchema(Config{
		Schema:     described(),
		Resolvers:  r,
		Directives: DirectiveRoot{Public: public, HasRole: hasRole, OperatorOnly: operatorOnly, Personal: personal, Scope: scoped},
		Complexity: Complexity(),
	})
}

// Install gives a server all that the schema relies on: the guard of root
// fields, the bounds of lists, and errors as the API documents them. Without it
// nothing is guarded.
func Install(srv *handler.Server) {
	srv.AroundOperations(KeepSelections)
	srv.AroundFields(GuardFields)
	srv.SetErrorPresenter(PresentError)
	srv.SetRecoverFunc(Recover)
}

// public lets everyone pass: [GuardFields] has seen to the rest.
func public(ctx context.Context, _ any, next graphql.Resolver) (any, error) { return next(ctx) }

// personal lets everyone pass: [GuardFields] has kept API keys away.
func personal(ctx context.Context, _ any, next graphql.Resolver) (any, error) { return next(ctx) }

// scoped lets everyone pass: [GuardFields] has kept other API keys away.
func scoped(ctx context.Context, _ any, next graphql.Resolver, _ model.APIKeyScope) (any, error) {
	return next(ctx)
}

func hasRole(ctx context.Context, _ any, next graphql.Resolver, role user.Role) (any, error) {
	v, err := viewer.From(ctx)
	if err != nil {
		return nil, err
	}
	if !v.May(viewer.Role(role)) {
		return nil, problem.New(problem.Forbidden, "this needs the role %s, and yours is %s: ask an administrator of your organisation", role, v.Role)
	}
	return next(ctx)
}

func operatorOnly(ctx context.Context, _ any, next graphql.Resolver) (any, error) {
	v, err := viewer.From(ctx)
	if err != nil {
		return nil, err
	}
	if !v.Operator {
		return nil, problem.New(problem.Forbidden, "only an operator of this installation may do this")
	}
	return next(ctx)
}
