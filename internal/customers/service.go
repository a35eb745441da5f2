// Package customers keeps whom booklets are made for, and what is known of them
// as of a quarter, of a year or undated.
package customers

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/internal/postgres"
	"quire/internal/problem"
)

// Bounds of what a customer is called, in bytes.
const (
	MaxNameBytes      = 200
	MaxReferenceBytes = 100
)

// Service knows the rules of customers. Everything it does is confined to the
// tenant of the context.
type Service struct{ db *postgres.DB }

// New makes the service.
func New(db *postgres.DB) *Service { return &Service{db: db} }

// Create adds a customer and gives its id. The reference may be empty; one that
// another customer has is a CONFLICT.
func (s *Service) Create(ctx context.Context, name, reference string) (string, error) {
	c := Changes{Name: &name, Reference: &reference}
	if err := c.check(); err != nil {
		return "", err
	}
	var id string
	err := s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		create := tx.Customer.Create().SetName(*c.Name)
		if *c.Reference != "" {
			create.SetReference(*c.Reference)
		}
		row, err := create.Save(ctx)
		if err == nil {
			id = row.ID
		}
		return err
	})
	return id, taken(err, *c.Reference)
}

// Changes are what is changed of a customer; nil leaves a part as it is.
type Changes struct {
	Name *string
	// Reference is what other systems know the customer by; empty for none.
	Reference *string
}

// Update changes a customer. A reference that another one has is a CONFLICT.
func (s *Service) Update(ctx context.Context, id string, c Changes) error {
	if err := c.check(); err != nil {
		return err
	}
	err := s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		update := tx.Customer.UpdateOneID(id).SetNillableName(c.Name)
		if c.Reference != nil && *c.Reference == "" {
			update.ClearReference()
		} else {
			update.SetNillableReference(c.Reference)
		}
		return update.Exec(ctx)
	})
	if c.Reference != nil {
		err = taken(err, *c.Reference)
	}
	return missing(err, id)
}

// Delete removes a customer with all attributes.
func (s *Service) Delete(ctx context.Context, id string) error {
	err := s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		return tx.Customer.DeleteOneID(id).Exec(ctx)
	})
	return missing(err, id)
}

// check takes blanks off and tells all that is wrong.
func (c *Changes) check() error {
	var in problem.Input
	if c.Name != nil {
		name := strings.TrimSpace(*c.Name)
		in.Check(name != "", "name", "a customer needs a name")
		in.Check(len(name) <= MaxNameBytes, "name", "the name must have at most %d bytes", MaxNameBytes)
		c.Name = &name
	}
	if c.Reference != nil {
		reference := strings.TrimSpace(*c.Reference)
		in.Check(len(reference) <= MaxReferenceBytes, "reference", "the reference must have at most %d bytes", MaxReferenceBytes)
		c.Reference = &reference
	}
	return in.Err()
}

// taken explains that another customer has the reference.
func taken(err error, reference string) error {
	if ent.IsConstraintError(err) {
		return &problem.Error{Code: problem.Conflict, Field: "reference", Message: "another customer has the reference «" + reference + "»: take another, or change that customer first", Cause: err}
	}
	return err
}

func missing(err error, id string) error {
	if ent.IsNotFound(err) {
		return problem.Missing("customer", id)
	}
	return err
}
