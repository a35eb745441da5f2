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

// CustomerAttribute is one fact about a customer, as of a period: of a quarter,
// of a year (quarter 0), or undated (year 0 and quarter 0).
type CustomerAttribute struct{ ent.Schema }

// Annotations of the attribute.
func (CustomerAttribute) Annotations() []schema.Annotation {
	return []schema.Annotation{table("customer_attributes"), entgql.RelayConnection()}
}

// Mixin of the attribute.
func (CustomerAttribute) Mixin() []ent.Mixin {
	return []ent.Mixin{idMixin{prefix: ident.CustomerAttribute}, tenantMixin{}, createdMixin{}, updatedMixin{}}
}

// Fields of the attribute.
func (CustomerAttribute) Fields() []ent.Field {
	return []ent.Field{
		field.String("customer_id").Immutable().MaxLen(40),
		field.String("key").NotEmpty().MaxLen(200).Annotations(entgql.OrderField("KEY")),
		field.Text("value").MaxLen(65536).Comment("The text; empty when the value is an image."),
		field.Int("year").Default(0).Min(0).Max(9999).Comment("0 when undated, for a null would escape the unique index."),
		field.Int("quarter").Default(0).Min(0).Max(4).Comment("0 when it holds for the whole year, or undated."),
		field.String("upload_id").Optional().Nillable().MaxLen(40).Comment("The image, such as a logo."),
	}
}

// Edges of the attribute.
func (CustomerAttribute) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("customer", Customer.Type).Ref("attributes").Field("customer_id").Unique().Required().Immutable(),
		edge.To("image", Upload.Type).Field("upload_id").Unique(),
	}
}

// Indexes of the attribute.
func (CustomerAttribute) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("customer_id", "key", "year", "quarter").Unique(),
		index.Fields("tenant_id", "customer_id", "year", "quarter"),
		index.Fields("tenant_id", "upload_id"),
	}
}
