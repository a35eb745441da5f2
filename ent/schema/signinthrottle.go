package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// SignInThrottle is how much of its attempts to sign in an account or an address
// has spent. It belongs to no tenant: whether an account exists is not known
// when the attempt is counted.
type SignInThrottle struct{ ent.Schema }

// Annotations of the throttle.
func (SignInThrottle) Annotations() []schema.Annotation {
	return []schema.Annotation{table("sign_in_throttles"), entgql.Skip()}
}

// Fields of the throttle.
func (SignInThrottle) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").Immutable().MaxLen(64).
			Comment("A digest of what is throttled: an email that anyone may have typed is not kept."),
		field.Time("spent_until").Comment("When all attempts have come back; the row is worth nothing then."),
	}
}

// Indexes of the throttle.
func (SignInThrottle) Indexes() []ent.Index { return []ent.Index{index.Fields("spent_until")} }
