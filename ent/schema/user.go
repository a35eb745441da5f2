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

// User is a person who may sign in.
type User struct{ ent.Schema }

// Annotations of the user.
func (User) Annotations() []schema.Annotation {
	return []schema.Annotation{table("users"), entgql.RelayConnection()}
}

// Mixin of the user.
func (User) Mixin() []ent.Mixin {
	return []ent.Mixin{idMixin{prefix: ident.User}, tenantMixin{}, createdMixin{}, updatedMixin{}}
}

// Fields of the user.
func (User) Fields() []ent.Field {
	return []ent.Field{
		field.String("email").NotEmpty().MaxLen(254).
			Comment("In lower case; unique within the organisation: a person may work for several.").
			Annotations(entgql.OrderField("EMAIL")),
		field.String("name").Default("").MaxLen(200),
		field.Enum("role").NamedValues("Admin", "ADMIN", "Standard", "STANDARD").Default("STANDARD"),
		field.Bool("operator").Default(false).
			Comment("Runs the installation: may create organisations."),
		field.String("password_hash").Default("").Sensitive().Annotations(entgql.Skip()).
			Comment("Empty for who has none: signs in at the provider, or was reset."),
		field.String("provider_issuer").Optional().Nillable().MaxLen(500).Annotations(entgql.Skip()),
		field.String("provider_subject").Optional().Nillable().MaxLen(255).Annotations(entgql.Skip()).
			Comment("Who the person is at the OpenID provider (OpenID Connect Core 1.0, 2: at most 255 characters)."),
		field.Time("disabled_at").Optional().Nillable(),
	}
}

// Indexes of the user.
func (User) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("provider_issuer", "provider_subject").Unique(),
		index.Fields("tenant_id", "email").Unique(),
		index.Fields("email"), // signing in without an organisation
	}
}

// Edges of the user.
func (User) Edges() []ent.Edge {
	return []ent.Edge{edge.To("sessions", RefreshSession.Type).Annotations(entgql.Skip())}
}
