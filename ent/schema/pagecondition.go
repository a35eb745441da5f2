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

// PageCondition is one rule of a choosable page: when the customer's attribute
// compares so with the value, the target PDF is the page. The first rule that
// holds wins.
type PageCondition struct{ ent.Schema }

// Annotations of the condition.
func (PageCondition) Annotations() []schema.Annotation {
	return []schema.Annotation{table("page_conditions")}
}

// Mixin of the condition.
func (PageCondition) Mixin() []ent.Mixin {
	return []ent.Mixin{idMixin{prefix: ident.PageCondition}, tenantMixin{}}
}

// Fields of the condition.
func (PageCondition) Fields() []ent.Field {
	return []ent.Field{
		field.String("page_id").Immutable().MaxLen(40),
		field.Int("position").NonNegative(),
		field.String("attribute_key").NotEmpty().MaxLen(200),
		field.Enum("operator").NamedValues(
			"Equals", "EQUALS", "NotEquals", "NOT_EQUALS", "OneOf", "ONE_OF",
			"Contains", "CONTAINS", "StartsWith", "STARTS_WITH",
			"GreaterThan", "GREATER_THAN", "LessThan", "LESS_THAN",
			"Exists", "EXISTS", "Missing", "MISSING"),
		field.Text("value").Default("").MaxLen(65536).
			Comment("What is compared with; for ONE_OF one value a line."),
		field.String("target_upload_id").MaxLen(40),
	}
}

// Edges of the condition.
func (PageCondition) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("page", Page.Type).Ref("conditions").Field("page_id").Unique().Required().Immutable(),
		edge.To("target", Upload.Type).Field("target_upload_id").Unique().Required().
			Annotations(entgql.MapsTo("file")),
	}
}

// Indexes of the condition.
func (PageCondition) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("page_id", "position").Unique(),
		index.Fields("tenant_id", "page_id"),
		index.Fields("tenant_id", "target_upload_id"),
	}
}
