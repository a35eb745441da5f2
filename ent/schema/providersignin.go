package schema

import (
	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// ProviderSignIn is one half of a sign-in at an OpenID provider: what is to be
// remembered until the browser comes back from there, or, with a user, until the
// front end fetches the session. It belongs to no tenant: who it is, is known
// only in between. Each half is deleted by being used.
type ProviderSignIn struct{ ent.Schema }

// Annotations of the sign-in.
func (ProviderSignIn) Annotations() []schema.Annotation {
	return []schema.Annotation{table("provider_sign_ins"), entgql.Skip()}
}

// Fields of the sign-in.
func (ProviderSignIn) Fields() []ent.Field {
	return []ent.Field{
		field.String("id").Immutable().MaxLen(64).Comment("The digest of the state, or of the code, that travels through the browser."),
		field.String("challenge").Immutable().MaxLen(64).Comment("The front end's: who fetches the session must know its verifier."),
		field.String("nonce").Immutable().Default("").Sensitive().MaxLen(64),
		field.String("verifier").Immutable().Default("").Sensitive().MaxLen(128).Comment("The secret of our PKCE with the provider."),
		field.String("user_id").Immutable().Optional().Nillable().MaxLen(40),
		field.Time("expires_at").Immutable(),
	}
}

// Indexes of the sign-in.
func (ProviderSignIn) Indexes() []ent.Index { return []ent.Index{index.Fields("expires_at")} }
