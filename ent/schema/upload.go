package schema

import (
	"time"

	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"quire/ent/ident"
)

// Upload is a file in storage: one that a user sent, or a booklet that was made.
type Upload struct{ ent.Schema }

// Annotations of the upload.
func (Upload) Annotations() []schema.Annotation {
	return []schema.Annotation{table("uploads"), entgql.Type("File"), entgql.RelayConnection()}
}

// Mixin of the upload.
func (Upload) Mixin() []ent.Mixin {
	return []ent.Mixin{idMixin{prefix: ident.Upload}, tenantMixin{}}
}

// Fields of the upload.
func (Upload) Fields() []ent.Field {
	return []ent.Field{
		field.String("storage_key").Immutable().NotEmpty().MaxLen(500).Annotations(entgql.Skip()),
		field.String("name").Immutable().NotEmpty().MaxLen(255).Annotations(entgql.OrderField("NAME")),
		field.Enum("kind").Immutable().NamedValues("PDF", "PDF", "Workbook", "WORKBOOK", "Image", "IMAGE", "CSV", "CSV"),
		field.Enum("origin").Immutable().NamedValues("Uploaded", "UPLOADED", "Generated", "GENERATED").Default("UPLOADED"),
		field.String("media_type").Immutable().MaxLen(100),
		field.Int64("size").Immutable().NonNegative().Annotations(entgql.OrderField("SIZE")),
		field.String("sha256").Immutable().MinLen(64).MaxLen(64),
		field.Int64("crc32").Immutable().Optional().Nillable().
			Comment("CRC-32 of the content, as ZIP archives want it; booklets have it.").Annotations(entgql.Skip()),
		field.String("uploaded_by").Immutable().Optional().Nillable().MaxLen(40),
		field.Time("uploaded_at").Default(time.Now).Immutable().Annotations(entgql.OrderField("UPLOADED_AT")),
	}
}

// Edges of the upload.
func (Upload) Edges() []ent.Edge {
	return []ent.Edge{edge.To("uploader", User.Type).Field("uploaded_by").Unique().Immutable()}
}

// Indexes of the upload.
func (Upload) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("tenant_id", "uploaded_at"),
		index.Fields("tenant_id", "kind", "origin"),
		index.Fields("tenant_id", "sha256"),
		index.Fields("storage_key"),
	}
}
