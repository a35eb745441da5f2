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

// CustomerImport takes customers and attributes over from a table in a file.
type CustomerImport struct{ ent.Schema }

// Annotations of the import.
func (CustomerImport) Annotations() []schema.Annotation {
	return []schema.Annotation{table("customer_imports"), entgql.RelayConnection()}
}

// Mixin of the import.
func (CustomerImport) Mixin() []ent.Mixin {
	return []ent.Mixin{idMixin{prefix: ident.CustomerImport}, tenantMixin{}, createdMixin{}}
}

// Fields of the import.
func (CustomerImport) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("status").Default("QUEUED").NamedValues(
			"Queued", "QUEUED", "Running", "RUNNING", "Done", "DONE", "Error", "ERROR",
			"Canceling", "CANCELING", "Canceled", "CANCELED"),
		field.String("file_id").Optional().Nillable().MaxLen(40),
		field.String("file_name").Immutable().MaxLen(255).Comment("For when the file is gone."),
		field.JSON("input", json.RawMessage{}).StorageKey("input_json").Immutable().
			Comment("How the table is read.").Annotations(entgql.Skip()),
		field.Int("rows_done").Default(0),
		field.Int("rows_total").Default(0).Comment("0 until the table was looked through."),
		field.JSON("counts", json.RawMessage{}).StorageKey("counts_json").Optional().
			Comment("What it has done, or would have done.").Annotations(entgql.Skip()),
		field.String("report_id").Optional().Nillable().MaxLen(40),
		field.String("error_code").Optional().Nillable().MaxLen(60).Annotations(entgql.Skip()),
		field.Text("error_message").Optional().Nillable().Annotations(entgql.Skip()),
		field.Int("attempts").Default(0),
		field.Int64("sequence").Default(1).Comment("Grows with every change that a subscriber sees."),
		field.String("request_id").Default("").Immutable().MaxLen(100).Annotations(entgql.Skip()),
		field.String("created_by").Optional().Nillable().MaxLen(40),
		field.Time("started_at").Optional().Nillable(),
		field.Time("finished_at").Optional().Nillable(),
	}
}

// Edges of the import.
func (CustomerImport) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("file", Upload.Type).Field("file_id").Unique(),
		edge.To("report", Upload.Type).Field("report_id").Unique(),
		edge.To("creator", User.Type).Field("created_by").Unique(),
	}
}

// Indexes of the import.
func (CustomerImport) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("tenant_id", "created_at"),
		index.Fields("tenant_id", "file_id"),
		index.Fields("tenant_id", "report_id"),
		index.Fields("status"),
	}
}
