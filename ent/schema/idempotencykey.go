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

// IdempotencyKey remembers for a while which order a client's key stands for, so
// that the same request, sent again, orders nothing.
type IdempotencyKey struct{ ent.Schema }

// Annotations of the key.
func (IdempotencyKey) Annotations() []schema.Annotation {
	return []schema.Annotation{table("idempotency_keys"), entgql.Skip()}
}

// Mixin of the key.
func (IdempotencyKey) Mixin() []ent.Mixin {
	return []ent.Mixin{idMixin{prefix: ident.IdempotencyKey}, tenantMixin{}}
}

// Fields of the key.
func (IdempotencyKey) Fields() []ent.Field {
	return []ent.Field{
		field.String("key").Immutable().NotEmpty().MaxLen(200),
		field.String("request_hash").MaxLen(64).Comment("SHA-256 of the operation and its input."),
		field.String("result_id").MaxLen(40).Comment("The job or batch that was ordered."),
		field.Time("used_at").Default(time.Now).Comment("When it was; a day later the key is free again."),
	}
}

// Indexes of the key.
func (IdempotencyKey) Indexes() []ent.Index {
	return []ent.Index{index.Fields("tenant_id", "key").Unique(), index.Fields("used_at")}
}
