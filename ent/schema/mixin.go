// Package schema models the rows of Quire. Foreign keys are not declared here:
// they are composite, of tenant and id, and stand in the SQL migrations, so
// that the database itself refuses a reference to another tenant's row.
package schema

import (
	"context"
	"fmt"
	"time"

	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"entgo.io/ent/schema/mixin"

	"quire/ent/ident"
	"quire/ent/intercept"
	"quire/ent/tenancy"
)

// idMixin gives a row its typed id.
type idMixin struct {
	mixin.Schema
	prefix ident.Prefix
}

// Fields of the mixin.
func (m idMixin) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").
			DefaultFunc(func() string { return ident.New(m.prefix) }).
			Immutable().NotEmpty().MaxLen(40),
	}
}

// createdMixin records when a row was made.
type createdMixin struct{ mixin.Schema }

// Fields of the mixin.
func (createdMixin) Fields() []ent.Field {
	return []ent.Field{
		field.Time("created_at").Default(time.Now).Immutable().
			Annotations(entgql.OrderField("CREATED_AT")),
	}
}

// updatedMixin records when a row was last changed.
type updatedMixin struct{ mixin.Schema }

// Fields of the mixin.
func (updatedMixin) Fields() []ent.Field {
	return []ent.Field{field.Time("updated_at").Default(time.Now).UpdateDefault(time.Now)}
}

// tenantMixin makes a row the property of one organisation.
type tenantMixin struct{ mixin.Schema }

// Fields of the mixin.
func (tenantMixin) Fields() []ent.Field {
	return []ent.Field{
		field.String("tenant_id").Immutable().NotEmpty().MaxLen(40).
			Annotations(entgql.Skip()),
	}
}

// Indexes of the mixin: the target of composite foreign keys.
func (tenantMixin) Indexes() []ent.Index {
	return []ent.Index{index.Fields("tenant_id", "id").Unique()}
}

// Interceptors confine every query to the tenant of the context.
func (tenantMixin) Interceptors() []ent.Interceptor {
	return []ent.Interceptor{confine("tenant_id")}
}

func confine(column string) ent.Interceptor {
	return intercept.TraverseFunc(func(ctx context.Context, q intercept.Query) error {
		tenant, system, err := tenancy.Of(ctx)
		if err != nil {
			return err
		}
		if !system {
			q.WhereP(sql.FieldEQ(column, tenant))
		}
		return nil
	})
}

// owned is what the mutations of all tenants' rows have in common.
type owned interface {
	SetTenantID(string)
	TenantID() (string, bool)
	WhereP(...func(*sql.Selector))
}

// Hooks stamp what is created with the tenant of the context and confine what
// is changed or deleted to it.
func (tenantMixin) Hooks() []ent.Hook {
	return []ent.Hook{func(next ent.Mutator) ent.Mutator {
		return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
			tenant, system, err := tenancy.Of(ctx)
			if err != nil {
				return nil, err
			}
			if system {
				return next.Mutate(ctx, m)
			}
			row, ok := m.(owned)
			if !ok {
				return nil, fmt.Errorf("tenancy: %T has no tenant", m)
			}
			if !m.Op().Is(ent.OpCreate) {
				row.WhereP(sql.FieldEQ("tenant_id", tenant))
				return next.Mutate(ctx, m)
			}
			if given, ok := row.TenantID(); ok && given != tenant {
				return nil, tenancy.ErrForeign
			}
			row.SetTenantID(tenant)
			return next.Mutate(ctx, m)
		})
	}}
}

// table names the table and keeps the type out of no list by accident.
func table(name string) schema.Annotation { return entsql.Annotation{Table: name} }
