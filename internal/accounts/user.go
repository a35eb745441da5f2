package accounts

import (
	"context"
	"strings"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/organisation"
	"quire/ent/refreshsession"
	"quire/ent/user"
	"quire/internal/problem"
	"quire/internal/viewer"
)

// CreateUser adds a user to the organisation of the context. Other organisations
// may have users with the same email, of which nothing is told.
func (s *Service) CreateUser(ctx context.Context, n NewUser, role viewer.Role) (*ent.User, error) {
	n = n.normal()
	var in problem.Input
	n.check(&in, "")
	if err := in.Err(); err != nil {
		return nil, err
	}
	v, err := viewer.From(ctx)
	if err != nil {
		return nil, err
	}
	hash, err := s.passwords.Hash(ctx, n.Password)
	if err != nil {
		return nil, err
	}
	var id string
	err = s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		u, err := add(tx, v.OrganisationID, n, hash).SetRole(user.Role(role)).Save(ctx)
		if err == nil {
			id = u.ID
		}
		return err
	})
	if err != nil {
		return nil, taken(err, "", "email")
	}
	return s.db.Ent.User.Get(ctx, id)
}

func add(client *ent.Client, tenant string, n NewUser, hash string) *ent.UserCreate {
	return client.User.Create().SetTenantID(tenant).SetEmail(n.Email).SetName(n.Name).SetPasswordHash(hash)
}

// UserChange is what to change of a user; nil leaves a value as it is.
type UserChange struct {
	Name *string
	Role *viewer.Role
	// Disabled bars the user from signing in and ends the sessions there are.
	Disabled *bool
}

// UpdateUser changes a user of the organisation of the context. The last
// administrator who may sign in can neither be barred nor demoted.
func (s *Service) UpdateUser(ctx context.Context, id string, c UserChange) (*ent.User, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	v, err := viewer.From(ctx)
	if err != nil {
		return nil, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, conn pgx.Tx) error {
		// One change of an organisation's users at a time, or two administrators
		// could bar each other.
		if _, err := tx.Organisation.Query().Where(organisation.ID(v.OrganisationID)).ForUpdate().Only(ctx); err != nil {
			return err
		}
		u, err := lockUser(ctx, tx, id)
		if ent.IsNotFound(err) {
			return problem.Missing("user", id)
		}
		if err != nil {
			return err
		}
		if err := c.keepsAdministrator(ctx, tx, u); err != nil {
			return err
		}
		if err := s.apply(ctx, tx, u, c); err != nil {
			return err
		}
		return announce(ctx, conn, u.ID)
	})
	if err != nil {
		return nil, err
	}
	return s.db.Ent.User.Get(ctx, id)
}

func (c *UserChange) check() error {
	var in problem.Input
	if c.Name != nil {
		name := strings.TrimSpace(*c.Name)
		c.Name = &name
		checkName(&in, "name", name)
	}
	return in.Err()
}

func (c UserChange) keepsAdministrator(ctx context.Context, tx *ent.Client, u *ent.User) error {
	demoted := c.Role != nil && *c.Role != viewer.Admin
	barred := c.Disabled != nil && *c.Disabled
	if u.Role != user.RoleAdmin || u.DisabledAt != nil || (!demoted && !barred) {
		return nil
	}
	others, err := tx.User.Query().
		Where(user.IDNEQ(u.ID), user.RoleEQ(user.RoleAdmin), user.DisabledAtIsNil()).Exist(ctx)
	if err != nil || others {
		return err
	}
	return problem.New(problem.Conflict, "this is the organisation's last administrator: make another user an administrator first")
}

func (s *Service) apply(ctx context.Context, tx *ent.Client, u *ent.User, c UserChange) error {
	update := tx.User.UpdateOne(u).SetNillableName(c.Name)
	if c.Role != nil {
		update.SetRole(user.Role(*c.Role))
	}
	switch {
	case c.Disabled == nil:
	case !*c.Disabled:
		update.ClearDisabledAt()
	case u.DisabledAt == nil:
		update.SetDisabledAt(s.now())
		if _, err := s.end(ctx, tx, refreshsession.UserID(u.ID)); err != nil {
			return err
		}
	}
	return update.Exec(ctx)
}

// taken explains a name or an email that another row has. The fields are the
// paths in the input.
func taken(err error, nameField, emailField string) error {
	if !ent.IsConstraintError(err) {
		return err
	}
	switch {
	case strings.Contains(err.Error(), "user_tenant_id_email"):
		return &problem.Error{Code: problem.Conflict, Field: emailField, Cause: err,
			Message: "the organisation has a user with this email already"}
	case strings.Contains(err.Error(), "organisations_name_key"):
		return &problem.Error{Code: problem.Conflict, Field: nameField, Cause: err,
			Message: "there is an organisation with this name already: choose another"}
	}
	return err
}
