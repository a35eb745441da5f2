package accounts

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/invitation"
	"quire/ent/refreshsession"
	"quire/ent/user"
	"quire/internal/audit"
	"quire/internal/auth"
	"quire/internal/problem"
	"quire/internal/viewer"
)

// How long an invitation may be accepted: when nothing is said, and at most.
const (
	InvitationLifetime    = 7 * 24 * time.Hour
	MaxInvitationLifetime = 30 * 24 * time.Hour
)

// NewInvitation is an invitation to give.
type NewInvitation struct {
	Email, Name string
	// Role of the user to be.
	Role viewer.Role
	// Lifetime, or zero for [InvitationLifetime].
	Lifetime time.Duration
}

func (n *NewInvitation) check() error {
	u := NewUser{Email: n.Email, Name: n.Name}.normal()
	n.Email, n.Name = u.Email, u.Name
	if n.Lifetime == 0 {
		n.Lifetime = InvitationLifetime
	}
	var in problem.Input
	u.checkWho(&in, "")
	in.Check(n.Lifetime > 0 && n.Lifetime <= MaxInvitationLifetime, "expiresInHours", "an invitation lasts from 1 to %d hours", int(MaxInvitationLifetime.Hours()))
	return in.Err()
}

// Invite lets a person become a user of the viewer's organisation by choosing a
// password, and gives the token for it, which is kept nowhere. An invitation of
// the same email that is still open ends. Whether another organisation has a user
// with the email is told to nobody but the invited.
func (s *Service) Invite(ctx context.Context, n NewInvitation) (token string, made *ent.Invitation, err error) {
	if err := n.check(); err != nil {
		return "", nil, err
	}
	v, err := viewer.From(ctx)
	if err != nil {
		return "", nil, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		there, err := tx.User.Query().Where(user.Email(n.Email)).Exist(ctx)
		if err != nil {
			return err
		}
		if there {
			return &problem.Error{Code: problem.Conflict, Field: "email", Message: "your organisation has a user with this email already: resetUser gives a new link"}
		}
		token, made, err = s.invite(ctx, tx, v, n, nil)
		return err
	})
	return s.invited(ctx, token, made, err)
}

// invited reads an invitation back through the client of requests.
func (s *Service) invited(ctx context.Context, token string, made *ent.Invitation, err error) (string, *ent.Invitation, error) {
	if err != nil {
		return "", nil, err
	}
	made, err = s.db.Ent.Invitation.Get(ctx, made.ID)
	return token, made, err
}

// invite adds an invitation in place of one that is open for the email; of the
// user, when there is one already.
func (s *Service) invite(ctx context.Context, tx *ent.Client, v viewer.Viewer, n NewInvitation, u *ent.User) (string, *ent.Invitation, error) {
	err := tx.Invitation.Update().Where(invitation.Email(n.Email), invitation.AcceptedAtIsNil(), invitation.RevokedAtIsNil()).
		SetRevokedAt(s.now()).Exec(ctx)
	if err != nil {
		return "", nil, err
	}
	token, digest := auth.NewInvitation()
	add := tx.Invitation.Create().SetTenantID(v.OrganisationID).SetPurpose(invitation.PurposeJoin).SetEmail(n.Email).SetName(n.Name).
		SetRole(invitation.Role(n.Role)).SetTokenHash(digest).SetInvitedByID(v.UserID).SetCreatedAt(s.now()).SetExpiresAt(s.now().Add(n.Lifetime))
	if u != nil {
		add.SetPurpose(invitation.PurposeReset).SetUserID(u.ID)
	}
	made, err := add.Save(ctx)
	return token, made, err
}

// RevokeInvitation ends an invitation of the organisation of the context that was
// not accepted yet. One that is revoked stays so.
func (s *Service) RevokeInvitation(ctx context.Context, id string) (*ent.Invitation, error) {
	err := s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		i, err := tx.Invitation.Query().Where(invitation.ID(id)).ForUpdate().Only(ctx)
		switch {
		case ent.IsNotFound(err):
			return problem.Missing("invitation", id)
		case err != nil || i.RevokedAt != nil:
			return err
		case i.AcceptedAt != nil:
			return problem.New(problem.Conflict, "the invitation was accepted: bar the user instead")
		}
		return tx.Invitation.UpdateOne(i).SetRevokedAt(s.now()).Exec(ctx)
	})
	if err != nil {
		return nil, err
	}
	return s.db.Ent.Invitation.Get(ctx, id)
}

// ResetUser takes a user's password away, ends the user's sessions at once, and
// gives a token with which the user chooses another password. Nobody resets an
// operator but an operator, and nobody themselves.
func (s *Service) ResetUser(ctx context.Context, id string) (token string, made *ent.Invitation, err error) {
	v, err := viewer.From(ctx)
	if err != nil {
		return "", nil, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, conn pgx.Tx) error {
		u, err := lockUser(ctx, tx, id)
		if ent.IsNotFound(err) {
			return problem.Missing("user", id)
		}
		if err != nil {
			return err
		}
		if err := mayReset(v, u); err != nil {
			return err
		}
		if err := tx.User.UpdateOne(u).SetPasswordHash("").Exec(ctx); err != nil {
			return err
		}
		if _, err := s.end(ctx, tx, refreshsession.UserID(u.ID)); err != nil {
			return err
		}
		n := NewInvitation{Email: u.Email, Name: u.Name, Role: viewer.Role(u.Role), Lifetime: InvitationLifetime}
		if token, made, err = s.invite(ctx, tx, v, n, u); err != nil {
			return err
		}
		if err := audit.Record(ctx, audit.Event{Action: auditevent.ActionPasswordReset, TargetID: u.ID}); err != nil {
			return err
		}
		return announce(ctx, conn, u.ID)
	})
	return s.invited(ctx, token, made, err)
}

func mayReset(v viewer.Viewer, u *ent.User) error {
	switch {
	case u.ID == v.UserID:
		return problem.New(problem.Conflict, "this is yourself: use changePassword, or ask another administrator")
	case u.Operator && !v.Operator:
		return problem.New(problem.Forbidden, "this user runs the installation: only another operator may reset the password")
	case u.DisabledAt != nil:
		return problem.New(problem.Conflict, "the user is barred: let the user in again first")
	}
	return nil
}
