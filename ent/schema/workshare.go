package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
)

// WorkShare is what an organisation gets of the workers, and what it has had.
// One without a row has the defaults.
type WorkShare struct{ ent.Schema }

// Annotations of the share.
func (WorkShare) Annotations() []schema.Annotation {
	return []schema.Annotation{table("work_shares"), entgql.Skip()}
}

// Fields of the share.
func (WorkShare) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").StorageKey("tenant_id").Immutable().NotEmpty().MaxLen(40),
		field.Int("weight").Default(1).Positive().Comment("How many turns it has to one of another."),
		field.Int("most").Default(0).NonNegative().Comment("How many of its jobs the queue has at a time; 0 for any number."),
		field.Float("served").Default(0).Comment("The jobs that it was served, each divided by the weight."),
	}
}
