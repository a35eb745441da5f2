package schema

import (
	"encoding/json"

	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"quire/ent/ident"
)

// Batch is an order of one book for many customers. How far it is, its jobs say.
type Batch struct{ ent.Schema }

// Annotations of the batch.
func (Batch) Annotations() []schema.Annotation {
	return []schema.Annotation{table("batches"), entgql.RelayConnection()}
}

// Mixin of the batch.
func (Batch) Mixin() []ent.Mixin {
	return []ent.Mixin{idMixin{prefix: ident.Batch}, tenantMixin{}, createdMixin{}}
}

// Fields of the batch.
func (Batch) Fields() []ent.Field {
	return []ent.Field{
		field.String("book_id").Optional().Nillable().MaxLen(40),
		field.Int("year").Immutable(),
		field.Int("quarter").Immutable(),
		field.Enum("status").Default("RUNNING").NamedValues(
			"Running", "RUNNING", "Paused", "PAUSED", "Canceling", "CANCELING", "Done", "DONE", "Canceled", "CANCELED"),
		field.Int("total").Comment("How many booklets were ordered."),
		field.JSON("input", json.RawMessage{}).StorageKey("input_json").Immutable().
			Comment("What the booklets have in common, and for whom they are.").Annotations(entgql.Skip()),
		field.Bool("prepared").Default(false).Comment("Whether all its jobs are there.").Annotations(entgql.Skip()),
		field.String("cursor").Default("").MaxLen(40).Comment("The last customer that has a job.").Annotations(entgql.Skip()),
		field.Int64("sequence").Default(1).
			Comment("Grows with every change of the batch itself; what subscribers see adds those of its jobs."),
		field.String("request_id").Default("").Immutable().MaxLen(100).Annotations(entgql.Skip()),
		field.String("trace_parent").Default("").Immutable().MaxLen(64).
			Comment("The span of the order, if it was traced (W3C Trace Context).").Annotations(entgql.Skip()),
		field.String("created_by").Optional().Nillable().MaxLen(40),
		field.String("retry_of_id").Optional().Nillable().Immutable().MaxLen(40).
			Comment("The batch whose failed booklets this one makes anew."),
		field.Time("finished_at").Optional().Nillable(),
	}
}

// Edges of the batch.
func (Batch) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("book", Book.Type).Field("book_id").Unique(),
		edge.To("creator", User.Type).Field("created_by").Unique(),
		edge.To("jobs", Job.Type).Annotations(entgql.Skip()),
		edge.To("retries", Batch.Type).From("retry_of").Field("retry_of_id").Unique().Immutable(),
	}
}

// Indexes of the batch.
func (Batch) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("tenant_id", "created_at"),
		index.Fields("tenant_id", "book_id"),
		index.Fields("tenant_id", "retry_of_id"),
		index.Fields("status"),
	}
}
