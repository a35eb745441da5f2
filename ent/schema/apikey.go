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

// APIKey lets a machine act in its owner's name, within the key's scopes. Only
// the key's hash is kept.
type APIKey struct{ ent.Schema }

// Annotations of the key.
func (APIKey) Annotations() []schema.Annotation {
	return []schema.Annotation{table("api_keys"), entgql.Type("ApiKey"), entgql.RelayConnection()}
}

// Mixin of the key.
func (APIKey) Mixin() []ent.Mixin {
	return []ent.Mixin{idMixin{prefix: ident.APIKey}, tenantMixin{}, createdMixin{}}
}

// Fields of the key.
func (APIKey) Fields() []ent.Field {
	return []ent.Field{
		field.String("user_id").Immutable().MaxLen(40),
		field.String("name").Immutable().NotEmpty().MaxLen(200).Annotations(entgql.OrderField("NAME")),
		field.String("prefix").Immutable().MaxLen(20).Comment("The key's first characters, by which people tell keys apart."),
		field.String("key_hash").Immutable().Unique().Sensitive().MaxLen(64).Annotations(entgql.Skip()),
		field.Strings("scopes").Immutable().Comment("READ, GENERATE, ADMIN, USERS."),
		field.Time("last_used_at").Optional().Nillable().Comment("To the minute."),
		field.Time("expires_at").Immutable().Optional().Nillable(),
		field.Time("revoked_at").Optional().Nillable(),
	}
}

// Edges of the key.
func (APIKey) Edges() []ent.Edge {
	return []ent.Edge{edge.To("owner", User.Type).Field("user_id").Unique().Required().Immutable()}
}

// Indexes of the key.
func (APIKey) Indexes() []ent.Index {
	return []ent.Index{index.Fields("tenant_id", "created_at"), index.Fields("tenant_id", "user_id")}
}
