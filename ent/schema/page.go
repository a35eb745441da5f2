package schema

import (
	"encoding/json"

	"entgo.io/contrib/entgql"
	"entgo.io/ent"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"quire/ent/ident"
)

// Page is one page of a book; in the booklet it may be several sheets of paper.
type Page struct{ ent.Schema }

// Annotations of the page. The API shows one type per kind, and each of them
// may carry the selection from which edges are loaded ahead.
func (Page) Annotations() []schema.Annotation {
	return []schema.Annotation{
		table("pages"),
		entgql.Implements("StaticPage"),
		entgql.Implements("PdfFormPage"),
		entgql.Implements("ChoosablePage"),
		entgql.Implements("ExcelPage"),
	}
}

// Mixin of the page.
func (Page) Mixin() []ent.Mixin {
	return []ent.Mixin{idMixin{prefix: ident.Page}, tenantMixin{}, createdMixin{}, updatedMixin{}}
}

// Fields of the page.
func (Page) Fields() []ent.Field {
	return []ent.Field{
		field.String("book_id").Immutable().MaxLen(40),
		field.Enum("kind").Immutable().
			NamedValues("Static", "STATIC", "PDFForm", "PDF_FORM", "Choosable", "CHOOSABLE", "Excel", "EXCEL"),
		field.String("title").Default("").MaxLen(200),
		field.Int("position").NonNegative().Comment("From 0, without gaps; unique in the book at commit."),
		field.JSON("config", json.RawMessage{}).StorageKey("config_json").
			Comment("The options of the page's kind, as internal/books validates them.").
			Annotations(entgql.Skip()),
		field.String("upload_id").Optional().Nillable().MaxLen(40).
			Comment("The PDF of a static page or a form; the fallback of a choosable page."),
	}
}

// Edges of the page.
func (Page) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("book", Book.Type).Ref("pages").Field("book_id").Unique().Required().Immutable(),
		edge.To("upload", Upload.Type).Field("upload_id").Unique().
			Annotations(entgql.MapsTo("file", "fallback")),
		edge.To("conditions", PageCondition.Type),
	}
}

// Indexes of the page.
func (Page) Indexes() []ent.Index {
	return []ent.Index{index.Fields("tenant_id", "book_id"), index.Fields("tenant_id", "upload_id")}
}
