package schema

import (
	"time"

	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"quire/ent/ident"
)

// WorkerProcess is a process that works on jobs and says regularly that it is
// alive. It belongs to no tenant.
type WorkerProcess struct{ ent.Schema }

// Annotations of the worker process.
func (WorkerProcess) Annotations() []schema.Annotation {
	return []schema.Annotation{table("worker_processes"), entgql.Skip()}
}

// Mixin of the worker process.
func (WorkerProcess) Mixin() []ent.Mixin {
	return []ent.Mixin{idMixin{prefix: ident.WorkerProcess}}
}

// Fields of the worker process.
func (WorkerProcess) Fields() []ent.Field {
	return []ent.Field{
		field.String("host").Immutable().MaxLen(255),
		field.Int("pid").Immutable(),
		field.Int("slots").Default(0).Comment("How many jobs it works on at once."),
		field.Time("started_at").Default(time.Now).Immutable(),
		field.Time("seen_at").Default(time.Now),
	}
}

// Indexes of the worker process.
func (WorkerProcess) Indexes() []ent.Index {
	return []ent.Index{index.Fields("seen_at")}
}
