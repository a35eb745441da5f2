package schema

import (
	"context"

	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"

	"quire/ent/ident"
	"quire/ent/tenancy"
)

// Organisation is a tenant: a broker's office with its users, customers, books
// and files.
type Organisation struct{ ent.Schema }

// Annotations of the organisation.
func (Organisation) Annotations() []schema.Annotation {
	return []schema.Annotation{table("organisations"), entgql.RelayConnection()}
}

// Mixin of the organisation.
func (Organisation) Mixin() []ent.Mixin {
	return []ent.Mixin{idMixin{prefix: ident.Organisation}, createdMixin{}}
}

// Fields of the organisation.
func (Organisation) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").NotEmpty().MaxLen(200).Unique().Annotations(entgql.OrderField("NAME")),
	}
}

// Interceptors let a tenant see its own organisation only.
func (Organisation) Interceptors() []ent.Interceptor {
	return []ent.Interceptor{confine("id")}
}

// Hooks let a tenant change its own organisation only, and create none.
func (Organisation) Hooks() []ent.Hook {
	return []ent.Hook{func(next ent.Mutator) ent.Mutator {
		return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
			tenant, system, err := tenancy.Of(ctx)
			if err != nil {
				return nil, err
			}
			if !system {
				if m.Op().Is(ent.OpCreate) {
					return nil, tenancy.ErrForeign
				}
				m.(interface{ WhereP(...func(*sql.Selector)) }).WhereP(sql.FieldEQ("id", tenant))
			}
			return next.Mutate(ctx, m)
		})
	}}
}
