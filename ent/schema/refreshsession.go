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

// RefreshSession is one refresh token in the chain that a sign-in began. Only
// the token's hash is kept.
type RefreshSession struct{ ent.Schema }

// Annotations of the session.
func (RefreshSession) Annotations() []schema.Annotation {
	return []schema.Annotation{table("refresh_sessions"), entgql.Skip()}
}

// Mixin of the session.
func (RefreshSession) Mixin() []ent.Mixin {
	return []ent.Mixin{idMixin{prefix: ident.RefreshSession}, tenantMixin{}, createdMixin{}}
}

// Fields of the session.
func (RefreshSession) Fields() []ent.Field {
	return []ent.Field{
		field.String("user_id").Immutable().MaxLen(40),
		field.String("family").Immutable().MaxLen(40).
			Comment("The id of the chain's first token: reuse of a spent token ends the whole chain."),
		field.String("token_hash").Immutable().Unique().Sensitive().MaxLen(64),
		field.Time("started_at").Immutable().Comment("When the person signed in; the same in the whole chain."),
		field.String("address").Immutable().Default("").MaxLen(64).Comment("Whence the token was asked for."),
		field.String("user_agent").Immutable().Default("").MaxLen(400),
		field.Time("expires_at").Immutable(),
		field.Time("used_at").Optional().Nillable().Comment("When the token was exchanged for its successor."),
		field.Time("revoked_at").Optional().Nillable(),
	}
}

// Edges of the session.
func (RefreshSession) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("user", User.Type).Ref("sessions").Field("user_id").Unique().Required().Immutable(),
	}
}

// Indexes of the session.
func (RefreshSession) Indexes() []ent.Index {
	return []ent.Index{index.Fields("tenant_id", "user_id"), index.Fields("family"), index.Fields("expires_at")}
}
