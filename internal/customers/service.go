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

// maxName bounds a customer's name, in bytes.
const maxName = 200

// Service knows the rules of customers. Everything it does is confined to the
// tenant of the context.
type Service struct{ db *postgres.DB }

// New makes the service.
func New(db *postgres.DB) *Service { return &Service{db: db} }

// Create adds a customer and gives its id.
func (s *Service) Create(ctx context.Context, name string) (string, error) {
	name, err := checkName(name)
	if err != nil {
		return "", err
	}
	var id string
	err = s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		c, err := tx.Customer.Create().SetName(name).Save(ctx)
		if err == nil {
			id = c.ID
		}
		return err
	})
	return id, err
}

// Rename gives a customer a new name; nil leaves it as it is.
func (s *Service) Rename(ctx context.Context, id string, name *string) error {
	if name != nil {
		checked, err := checkName(*name)
		if err != nil {
			return err
		}
		name = &checked
	}
	err := s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		return tx.Customer.UpdateOneID(id).SetNillableName(name).Exec(ctx)
	})
	return missing(err, id)
}

// Delete removes a customer with all attributes.
func (s *Service) Delete(ctx context.Context, id string) error {
	err := s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		return tx.Customer.DeleteOneID(id).Exec(ctx)
	})
	return missing(err, id)
}

func checkName(name string) (string, error) {
	name = strings.TrimSpace(name)
	var in problem.Input
	in.Check(name != "", "name", "a customer needs a name")
	in.Check(len(name) <= maxName, "name", "the name must have at most %d bytes", maxName)
	return name, in.Err()
}

func missing(err error, id string) error {
	if ent.IsNotFound(err) {
		return problem.Missing("customer", id)
	}
	return err
}
