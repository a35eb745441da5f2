package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"

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
		field.String("email").Unique().NotEmpty().MaxLen(254).
			Comment("In lower case; unique over all organisations, since it is what a person signs in with.").
			Annotations(entgql.OrderField("EMAIL")),
		field.String("name").Default("").MaxLen(200),
		field.Enum("role").NamedValues("Admin", "ADMIN", "Standard", "STANDARD").Default("STANDARD"),
		field.Bool("operator").Default(false).
			Comment("Runs the installation: may create organisations."),
		field.String("password_hash").Sensitive().Annotations(entgql.Skip()),
		field.Time("disabled_at").Optional().Nillable(),
	}
}

// Edges of the user.
func (User) Edges() []ent.Edge {
	return []ent.Edge{edge.To("sessions", RefreshSession.Type).Annotations(entgql.Skip())}
}
