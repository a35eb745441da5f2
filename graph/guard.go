package graph

import (
	"context"
	"strings"

	"github.com/99designs/gqlgen/graphql"

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
	if isRoot(fc) || isList(fc.Field.Definition) {
		return prepareSelections(ctx, fc)
	}
	return nil
}

// GuardRootFields is the one place where it is decided who needs to be signed
// in: everyone, for every field that the schema does not mark @public.
func GuardRootFields(ctx context.Context, fc *graphql.FieldContext) error {
	if fc.Field.Definition.Directives.ForName("public") != nil {
		return nil
	}
	_, err := viewer.From(ctx)
	return err
}

func isRoot(fc *graphql.FieldContext) bool {
	return fc.Object == "Query" || fc.Object == "Mutation" || fc.Object == "Subscription"
}
