// Package books keeps the recipes of booklets: books and their ordered pages. A
// page's options are typed by its kind and checked here; what is kept of them is
// the plan's configuration.
package books

import (
	"context"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/book"
	"quire/internal/postgres"
	"quire/internal/problem"
)

// Limits of books, in bytes.
const (
	maxName        = 200
	maxDescription = 10000
	maxKey         = 200
)

// Service knows the rules of books. Everything it does is confined to the tenant
// of the context.
type Service struct{ db *postgres.DB }

// New makes the service.
func New(db *postgres.DB) *Service { return &Service{db: db} }

// Change is what to change of a book, or what a new one is; nil leaves a value
// as it is, or at its default.
type Change struct {
	// Name is unique in the organisation; a new book needs one.
	Name        *string
	Description *string
	// Cover says whether a cover is drawn before the first page.
	Cover *bool
	// LogoAttribute is the attribute whose image the cover shows.
	LogoAttribute *string
	// Paper is the size of the pages that Quire draws itself.
	Paper *book.Paper
}

// Create adds a book without pages and gives its id.
func (s *Service) Create(ctx context.Context, c Change) (string, error) {
	if c.Name == nil {
		c.Name = new(string)
	}
	if err := c.check(); err != nil {
		return "", err
	}
	var id string
	err := s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		b, err := tx.Book.Create().SetName(*c.Name).SetNillableDescription(c.Description).SetNillableCover(c.Cover).
			SetNillableLogoAttribute(c.LogoAttribute).SetNillablePaper(c.Paper).Save(ctx)
		if err == nil {
			id = b.ID
		}
		return err
	})
	return id, taken(err)
}

// Update changes a book.
func (s *Service) Update(ctx context.Context, id string, c Change) error {
	if err := c.check(); err != nil {
		return err
	}
	err := s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		return tx.Book.UpdateOneID(id).SetNillableName(c.Name).SetNillableDescription(c.Description).SetNillableCover(c.Cover).
			SetNillableLogoAttribute(c.LogoAttribute).SetNillablePaper(c.Paper).Exec(ctx)
	})
	return taken(missing(err, id))
}

// Delete removes a book with its pages.
func (s *Service) Delete(ctx context.Context, id string) error {
	err := s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		return tx.Book.DeleteOneID(id).Exec(ctx)
	})
	return missing(err, id)
}

// check puts texts into their normal form and tells all that is wrong.
func (c *Change) check() error {
	var in problem.Input
	if c.Name != nil {
		name := strings.TrimSpace(*c.Name)
		c.Name = &name
		in.Check(name != "", "name", "a book needs a name")
		in.Check(len(name) <= maxName, "name", "the name must have at most %d bytes", maxName)
	}
	if c.Description != nil {
		in.Check(len(*c.Description) <= maxDescription, "description", "the description must have at most %d bytes", maxDescription)
	}
	if c.LogoAttribute != nil {
		key := strings.TrimSpace(*c.LogoAttribute)
		c.LogoAttribute = &key
		in.Check(len(key) <= maxKey, "logoAttribute", "the attribute's key must have at most %d bytes", maxKey)
	}
	return in.Err()
}

// lock keeps others from changing the book's pages until the transaction is
// over, and notes that the book has changed.
func lock(ctx context.Context, tx *ent.Client, id string) error {
	return missing(tx.Book.UpdateOneID(id).SetUpdatedAt(time.Now()).Exec(ctx), id)
}

func missing(err error, id string) error {
	if ent.IsNotFound(err) {
		return problem.Missing("book", id)
	}
	return err
}

func taken(err error) error {
	if ent.IsConstraintError(err) && strings.Contains(err.Error(), "book_tenant_id_name") {
		return &problem.Error{Code: problem.Conflict, Field: "name", Cause: err,
			Message: "there is a book with this name already: choose another"}
	}
	return err
}
