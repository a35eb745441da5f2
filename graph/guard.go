package graph

import (
	"context"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"quire/internal/problem"
	"quire/internal/viewer"
)

// GuardFields stands around every field. It lets nobody pass to a field of
// Query, Mutation or Subscription who is not signed in, unless the field is
// @public; it bounds every list; and it makes errors ready for [PresentError].
func GuardFields(ctx context.Context, next graphql.Resolver) (any, error) {
	fc := graphql.GetFieldContext(ctx)
	if !fc.IsMethod && !fc.IsResolver {
		return next(ctx) // a plain value, which cannot fail
	}
	if err := admit(ctx, fc); err != nil {
		return nil, failures(ctx, err)
	}
	result, err := next(ctx)
	return result, failures(ctx, err)
}

func admit(ctx context.Context, fc *graphql.FieldContext) error {
	// Whether introspection is answered at all is the server's setting.
	if strings.HasPrefix(fc.Field.Name, "__") {
		return nil
	}
	if isRoot(fc) {
		if err := GuardRootFields(ctx, fc); err != nil {
			return err
		}
	}
	if err := boundList(fc); err != nil {
		return err
	}
	// What an event shows is prepared when it is read: see prepareEvent.
	if (isRoot(fc) && fc.Object != "Subscription") || isList(fc.Field.Definition) {
		return prepareSelections(ctx, fc)
	}
	return nil
}

// GuardRootFields is the one place where it is decided who may come in: everyone
// who is signed in, to every field that the schema does not mark @public; and an
// API key to the fields of its scopes.
func GuardRootFields(ctx context.Context, fc *graphql.FieldContext) error {
	if fc.Field.Definition.Directives.ForName("public") != nil {
		return nil
	}
	v, err := viewer.From(ctx)
	if err != nil || v.KeyID == "" {
		return err
	}
	needed, some := scopeOf(fc.Object, fc.Field.Definition)
	if !some {
		return problem.New(problem.Forbidden, "no API key may do this: it is for a person who signs in")
	}
	if !v.Scopes.Has(needed) {
		return problem.New(problem.Forbidden, "this needs an API key with the scope %s", needed)
	}
	return nil
}

// scopeOf is the scope that an API key needs for a root field; none is enough for
// what is for people.
func scopeOf(root string, f *ast.FieldDefinition) (_ viewer.Scope, some bool) {
	switch marked := f.Directives; {
	case marked.ForName("personal") != nil || marked.ForName("operatorOnly") != nil:
		return "", false
	case marked.ForName("scope") != nil:
		return viewer.Scope(marked.ForName("scope").Arguments.ForName("scope").Value.Raw), true
	case marked.ForName("hasRole") != nil:
		return viewer.Administer, true
	case root == "Mutation":
		return viewer.Generate, true
	}
	return viewer.Read, true
}

func isRoot(fc *graphql.FieldContext) bool {
	return fc.Object == "Query" || fc.Object == "Mutation" || fc.Object == "Subscription"
}
