package accounts

import (
	"context"
	"strings"

	"entgo.io/ent/dialect/sql"
	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/organisation"
	"quire/ent/tenancy"
	"quire/ent/user"
	"quire/internal/problem"
	"quire/internal/viewer"
)

// CreateOrganisation opens an organisation with its first administrator. Only
// an operator may.
func (s *Service) CreateOrganisation(ctx context.Context, name string, admin NewUser) (*ent.Organisation, *ent.User, error) {
	if v, err := viewer.From(ctx); err != nil {
		return nil, nil, err
	} else if !v.Operator {
		return nil, nil, problem.New(problem.Forbidden, "only an operator of this installation may create organisations")
	}
	name, admin = strings.TrimSpace(name), admin.normal()
	var in problem.Input
	checkOrganisation(&in, "name", name)
	admin.check(&in, "administrator.")
	if err := in.Err(); err != nil {
		return nil, nil, err
	}
	hash, err := s.passwords.Hash(ctx, admin.Password)
	if err != nil {
		return nil, nil, err
	}
	ctx = tenancy.System(ctx)
	var org *ent.Organisation
	var u *ent.User
	err = s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		if org, err = tx.Organisation.Create().SetName(name).Save(ctx); err != nil {
			return taken(err, "name", "administrator.email")
		}
		u, err = add(tx, org.ID, admin, hash).SetRole(user.RoleAdmin).Save(ctx)
		return taken(err, "name", "administrator.email")
	})
	return org, u, err
}

// FirstAdministrator says whom EnsureFirstAdministrator made or found.
type FirstAdministrator struct {
	UserID, OrganisationID string
	// Created is false when there was such a user already, who stays as is.
	Created bool
}

// firstLock is the key of the advisory lock that EnsureFirstAdministrator takes.
const firstLock int64 = 0x7175697265 // "quire"

// EnsureFirstAdministrator sees to it that there is an operator with this email, in
// whatever organisation, or a user of the organisation: if there is none, it makes an
// administrator of the organisation, who is an operator too. It makes the organisation
// when there is none of that name, and changes no user that exists: those of other
// organisations with the email neither count nor help. Several processes may do it
// at once.
func (s *Service) EnsureFirstAdministrator(ctx context.Context, email, password, organisationName string) (FirstAdministrator, error) {
	first := NewUser{Email: email, Password: password}.normal()
	name := strings.TrimSpace(organisationName)
	ctx = tenancy.System(ctx)
	if found, err := s.find(ctx, s.db.Ent, first.Email, name); err == nil || !ent.IsNotFound(err) {
		return found, err
	}
	var in problem.Input
	checkOrganisation(&in, "organisation", name)
	first.check(&in, "")
	if err := in.Err(); err != nil {
		return FirstAdministrator{}, err
	}
	hash, err := s.passwords.Hash(ctx, first.Password)
	if err != nil {
		return FirstAdministrator{}, err
	}
	var made FirstAdministrator
	err = s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, conn pgx.Tx) error {
		if _, err := conn.Exec(ctx, "select pg_advisory_xact_lock($1)", firstLock); err != nil {
			return err
		}
		if made, err = s.find(ctx, tx, first.Email, name); err == nil || !ent.IsNotFound(err) {
			return err
		}
		org, err := ensureOrganisation(ctx, tx, name)
		if err != nil {
			return err
		}
		u, err := add(tx, org.ID, first, hash).SetRole(user.RoleAdmin).SetOperator(true).Save(ctx)
		if err != nil {
			return taken(err, "organisation", "email")
		}
		made = FirstAdministrator{UserID: u.ID, OrganisationID: org.ID, Created: true}
		return nil
	})
	return made, err
}

// find looks for an operator, or for a user of the organisation with the name.
func (s *Service) find(ctx context.Context, client *ent.Client, email, name string) (FirstAdministrator, error) {
	tenant, err := client.Organisation.Query().Where(organisation.Name(name)).OnlyID(ctx)
	if err != nil && !ent.IsNotFound(err) {
		return FirstAdministrator{}, err
	}
	u, err := client.User.Query().Where(user.Email(email), user.Or(user.Operator(true), user.TenantID(tenant))).
		Order(user.ByOperator(sql.OrderDesc()), user.ByCreatedAt()).First(ctx)
	if err != nil {
		return FirstAdministrator{}, err
	}
	return FirstAdministrator{UserID: u.ID, OrganisationID: u.TenantID}, nil
}

func ensureOrganisation(ctx context.Context, tx *ent.Client, name string) (*ent.Organisation, error) {
	org, err := tx.Organisation.Query().Where(organisation.Name(name)).Only(ctx)
	if ent.IsNotFound(err) {
		return tx.Organisation.Create().SetName(name).Save(ctx)
	}
	return org, err
}
