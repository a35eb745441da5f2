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

// Invitation lets a person choose a password: one who is not a user yet, and
// becomes one by it, or a user whose password was reset. Only the hash of its
// token is kept.
type Invitation struct{ ent.Schema }

// Annotations of the invitation.
func (Invitation) Annotations() []schema.Annotation {
	return []schema.Annotation{table("invitations"), entgql.RelayConnection()}
}

// Mixin of the invitation.
func (Invitation) Mixin() []ent.Mixin {
	return []ent.Mixin{idMixin{prefix: ident.Invitation}, tenantMixin{}, createdMixin{}}
}

// Fields of the invitation.
func (Invitation) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("purpose").Immutable().NamedValues("Join", "JOIN", "Reset", "RESET"),
		field.String("email").Immutable().NotEmpty().MaxLen(254).Comment("In lower case."),
		field.String("name").Immutable().Default("").MaxLen(200),
		field.Enum("role").Immutable().NamedValues("Admin", "ADMIN", "Standard", "STANDARD"),
		field.String("token_hash").Immutable().Unique().Sensitive().MaxLen(64).Annotations(entgql.Skip()),
		field.String("invited_by_id").Immutable().MaxLen(40),
		field.String("user_id").Optional().Nillable().MaxLen(40).Comment("Who was reset, or who joined."),
		field.Time("expires_at").Immutable(),
		field.Time("accepted_at").Optional().Nillable(),
		field.Time("revoked_at").Optional().Nillable(),
	}
}

// Edges of the invitation.
func (Invitation) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("invited_by", User.Type).Field("invited_by_id").Unique().Required().Immutable(),
		edge.To("user", User.Type).Field("user_id").Unique(),
	}
}

// Indexes of the invitation.
func (Invitation) Indexes() []ent.Index {
	return []ent.Index{index.Fields("tenant_id", "created_at"), index.Fields("email")}
}
