package schema

import (
	"encoding/json"

	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"quire/ent/ident"
)

// Job is the lasting record of work in the background; River's own rows are
// only its transport and are removed when they are done.
type Job struct{ ent.Schema }

// Annotations of the job.
func (Job) Annotations() []schema.Annotation {
	return []schema.Annotation{table("jobs"), entgql.RelayConnection()}
}

// Mixin of the job.
func (Job) Mixin() []ent.Mixin {
	return []ent.Mixin{idMixin{prefix: ident.Job}, tenantMixin{}, createdMixin{}}
}

// Fields of the job.
func (Job) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("type").Immutable().NamedValues("GenerateBook", "GENERATE_BOOK", "MergeBatch", "MERGE_BATCH"),
		field.Enum("status").Default("QUEUED").NamedValues(
			"Queued", "QUEUED", "Running", "RUNNING", "Done", "DONE", "Error", "ERROR",
			"Canceling", "CANCELING", "Canceled", "CANCELED"),
		field.String("book_id").Optional().Nillable().MaxLen(40),
		field.String("customer_id").Optional().Nillable().MaxLen(40),
		field.Int("year").Immutable(),
		field.Int("quarter").Immutable(),
		field.String("spreadsheet_id").Optional().Nillable().MaxLen(40),
		field.JSON("input", json.RawMessage{}).StorageKey("input_json").Immutable().
			Comment("The snapshot that the booklet is made from.").Annotations(entgql.Skip()),
		field.String("output_id").Optional().Nillable().MaxLen(40),
		field.JSON("warnings", json.RawMessage{}).StorageKey("warnings_json").Optional().Annotations(entgql.Skip()),
		field.String("stage").Default("").MaxLen(40).Annotations(entgql.Skip()),
		field.Int("pages_done").Default(0).Annotations(entgql.Skip()),
		field.Int("pages_total").Default(0).Annotations(entgql.Skip()),
		field.Int64("sequence").Default(1).
			Comment("Grows with every change that a subscriber may see."),
		field.Int("attempts").Default(0),
		field.String("worker_id").Optional().Nillable().MaxLen(40).
			Comment("The process that runs the current attempt: with attempts, the fence against a worker that was taken for dead.").
			Annotations(entgql.Skip()),
		field.String("error_code").Optional().Nillable().MaxLen(60),
		field.Text("error_message").Optional().Nillable(),
		field.String("request_id").Default("").Immutable().MaxLen(100).Annotations(entgql.Skip()),
		field.String("trace_parent").Default("").Immutable().MaxLen(64).
			Comment("The span of the order, if it was traced (W3C Trace Context).").Annotations(entgql.Skip()),
		field.Int64("river_job_id").Optional().Nillable().Annotations(entgql.Skip()),
		field.String("batch_id").Optional().Nillable().Immutable().MaxLen(40),
		field.String("snapshot_hash").Default("").Immutable().MaxLen(64).
			Comment("SHA-256 of the snapshot without its date: equal ones give the same booklet.").Annotations(entgql.Skip()),
		field.Int64("load").Default(0).Immutable().
			Comment("The size of the files that it is made from, in bytes.").Annotations(entgql.Skip()),
		field.JSON("history", json.RawMessage{}).StorageKey("history_json").Optional().
			Comment("The attempts that did not succeed.").Annotations(entgql.Skip()),
		field.String("created_by").Optional().Nillable().MaxLen(40),
		field.Time("started_at").Optional().Nillable(),
		field.Time("finished_at").Optional().Nillable(),
	}
}

// Edges of the job.
func (Job) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("book", Book.Type).Field("book_id").Unique(),
		edge.To("customer", Customer.Type).Field("customer_id").Unique(),
		edge.To("spreadsheet", Upload.Type).Field("spreadsheet_id").Unique(),
		edge.To("output", Upload.Type).Field("output_id").Unique(),
		edge.To("creator", User.Type).Field("created_by").Unique(),
		edge.From("batch", Batch.Type).Ref("jobs").Field("batch_id").Unique().Immutable(),
	}
}

// Indexes of the job. Every change of a job's state writes into all that it is in:
// those that few rows matter for have only these.
func (Job) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("tenant_id", "created_at"),
		index.Fields("tenant_id", "status").Annotations(entsql.IndexWhere("status <> 'DONE'")),
		index.Fields("tenant_id", "customer_id"),
		index.Fields("tenant_id", "book_id"),
		index.Fields("tenant_id", "spreadsheet_id"),
		index.Fields("tenant_id", "output_id").Annotations(entsql.IndexWhere("output_id IS NOT NULL")),
		index.Fields("tenant_id", "snapshot_hash").Annotations(entsql.IndexWhere("status = 'DONE'")),
		index.Fields("batch_id", "status"),
		index.Fields("worker_id").Annotations(entsql.IndexWhere("worker_id IS NOT NULL")),
	}
}
