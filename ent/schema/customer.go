package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"quire/ent/ident"
)

// Customer is whom a booklet is made for.
type Customer struct{ ent.Schema }

// Annotations of the customer.
func (Customer) Annotations() []schema.Annotation {
	return []schema.Annotation{table("customers"), entgql.RelayConnection()}
}

// Mixin of the customer.
func (Customer) Mixin() []ent.Mixin {
	return []ent.Mixin{idMixin{prefix: ident.Customer}, tenantMixin{}, createdMixin{}, updatedMixin{}}
}

// Fields of the customer.
func (Customer) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").NotEmpty().MaxLen(200).Annotations(entgql.OrderField("NAME")),
		field.String("reference").Optional().Nillable().NotEmpty().MaxLen(100).
			Comment("What the office's other systems know the customer by."),
	}
}

// Edges of the customer.
func (Customer) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("attributes", CustomerAttribute.Type).Annotations(entgql.RelayConnection()),
	}
}

// Indexes of the customer.
func (Customer) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("tenant_id", "name"),
		index.Fields("tenant_id", "reference").Unique(),
	}
}
