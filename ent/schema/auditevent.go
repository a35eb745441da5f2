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

// AuditEvent is a line of the audit log: who did what to what, and when. The
// database refuses to change one, and to remove one before its time.
type AuditEvent struct{ ent.Schema }

// Annotations of the event.
func (AuditEvent) Annotations() []schema.Annotation {
	return []schema.Annotation{table("audit_events"), entgql.RelayConnection()}
}

// Mixin of the event.
func (AuditEvent) Mixin() []ent.Mixin {
	return []ent.Mixin{idMixin{prefix: ident.AuditEvent}, tenantMixin{}, createdMixin{}}
}

// Fields of the event. What it names may be gone, or another organisation's
// operator: therefore nothing of it is a foreign key.
func (AuditEvent) Fields() []ent.Field {
	return []ent.Field{
		field.Enum("action").Immutable().NamedValues(
			"Created", "CREATED", "Changed", "CHANGED", "Deleted", "DELETED", "Canceled", "CANCELED", "LinkIssued", "LINK_ISSUED",
			"SignedIn", "SIGNED_IN", "SignInFailed", "SIGN_IN_FAILED", "SignedOut", "SIGNED_OUT",
			"TokenReused", "TOKEN_REUSED", "PasswordChanged", "PASSWORD_CHANGED",
			"PasswordReset", "PASSWORD_RESET", "Downloaded", "DOWNLOADED"),
		field.String("target_id").Immutable().MaxLen(40).Comment("The id of what it was done to."),
		field.Strings("changes").Immutable().Optional().Comment("The names of the columns that were changed; no values."),
		field.String("actor_id").Immutable().Optional().Nillable().MaxLen(40).Comment("Null when Quire did it itself."),
		field.String("api_key_id").Immutable().Optional().Nillable().MaxLen(40),
		field.String("address").Immutable().Default("").MaxLen(64),
		field.String("request_id").Immutable().Default("").MaxLen(100),
	}
}

// Edges of the event.
func (AuditEvent) Edges() []ent.Edge {
	return []ent.Edge{edge.To("actor", User.Type).Field("actor_id").Unique().Immutable()}
}

// Indexes of the event.
func (AuditEvent) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("tenant_id", "created_at"),
		index.Fields("tenant_id", "target_id", "created_at"),
		index.Fields("tenant_id", "actor_id", "created_at"),
		index.Fields("created_at"),
	}
}
