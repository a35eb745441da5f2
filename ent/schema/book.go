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

// Book is the recipe of a booklet: an ordered list of pages.
type Book struct{ ent.Schema }

// Annotations of the book.
func (Book) Annotations() []schema.Annotation {
	return []schema.Annotation{table("books"), entgql.RelayConnection()}
}

// Mixin of the book.
func (Book) Mixin() []ent.Mixin {
	return []ent.Mixin{idMixin{prefix: ident.Book}, tenantMixin{}, createdMixin{}, updatedMixin{}}
}

// Fields of the book.
func (Book) Fields() []ent.Field {
	return []ent.Field{
		field.String("name").NotEmpty().MaxLen(200).Annotations(entgql.OrderField("NAME")),
		field.Text("description").Default("").MaxLen(10000),
		field.Bool("cover").Default(true).Comment("Whether a cover is drawn before the first page."),
		field.String("logo_attribute").Default("Logo").MaxLen(200).
			Comment("The attribute whose image the cover shows."),
		field.Enum("paper").NamedValues("A4", "A4", "Letter", "LETTER").Default("LETTER").
			Comment("The size of the pages that Quire draws itself."),
	}
}

// Edges of the book.
func (Book) Edges() []ent.Edge {
	return []ent.Edge{edge.To("pages", Page.Type)}
}

// Indexes of the book.
func (Book) Indexes() []ent.Index {
	return []ent.Index{index.Fields("tenant_id", "name").Unique()}
}
