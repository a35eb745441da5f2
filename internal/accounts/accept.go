package accounts

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/ident"
	"quire/ent/invitation"
	"quire/ent/predicate"
	"quire/ent/refreshsession"
	"quire/ent/tenancy"
	"quire/ent/user"
	"quire/internal/audit"
	"quire/internal/auth"
	"quire/internal/problem"
	"quire/internal/viewer"
)

// AcceptInvitation gives whoever holds the token of an invitation the password
// that they choose, makes them a user if they are none yet, and signs them in. An
// empty name stands for the one in the invitation.
func (s *Service) AcceptInvitation(ctx context.Context, token, name, password string) (Session, error) {
	ctx = tenancy.System(ctx)
	i, err := s.openInvitation(ctx, s.db.Ent, invitation.TokenHash(auth.RefreshDigest(token)))
	if err != nil {
		return Session{}, err
	}
	chosen := NewUser{Email: i.Email, Name: name, Password: password}.normal()
	if chosen.Name == "" {
		chosen.Name = i.Name
	}
	var in problem.Input
	chosen.check(&in, "")
	if err := in.Err(); err != nil {
		return Session{}, err
	}
	hash, err := s.passwords.Hash(ctx, chosen.Password)
	if err != nil {
		return Session{}, err
	}
	session, err := s.accept(ctx, i, chosen, hash)
	if err != nil {
		return Session{}, taken(err, "", "token")
	}
	return session, s.forgive(ctx, i.TenantID, i.Email)
}

// accept does it in the name of the user that the invitation is for.
func (s *Service) accept(ctx context.Context, i *ent.Invitation, chosen NewUser, hash string) (session Session, err error) {
	userID := ident.New(ident.User)
	if i.UserID != nil {
		userID = *i.UserID
	}
	ctx = viewer.With(ctx, viewer.Viewer{UserID: userID, OrganisationID: i.TenantID})
	err = s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, conn pgx.Tx) error {
		i, err := s.lockInvitation(ctx, tx, i.ID)
		if err != nil {
			return err
		}
		u, err := s.admit(ctx, tx, i, userID, chosen, hash)
		if err != nil {
			return err
		}
		if err := s.spendInvitation(ctx, tx, i, u.ID); err != nil {
			return err
		}
		if session, err = s.begin(ctx, tx, u, nil); err != nil {
			return err
		}
		if err := audit.Record(ctx, audit.Event{Action: auditevent.ActionSignedIn, TargetID: u.ID}); err != nil {
			return err
		}
		return announce(ctx, conn, u.ID)
	})
	return session, err
}

// lockInvitation keeps others from accepting an invitation that is open still.
func (s *Service) lockInvitation(ctx context.Context, tx *ent.Client, id string) (*ent.Invitation, error) {
	if _, err := tx.Invitation.Query().Where(invitation.ID(id)).ForUpdate().Only(ctx); err != nil {
		return nil, err
	}
	return s.openInvitation(ctx, tx, invitation.ID(id))
}

// spendInvitation accepts an invitation that is locked, for its user.
func (s *Service) spendInvitation(ctx context.Context, tx *ent.Client, i *ent.Invitation, userID string) error {
	return tx.Invitation.UpdateOne(i).SetAcceptedAt(s.now()).SetUserID(userID).Exec(ctx)
}

// admit makes the user, or gives the one that was reset the new password.
func (s *Service) admit(ctx context.Context, tx *ent.Client, i *ent.Invitation, userID string, chosen NewUser, hash string) (*ent.User, error) {
	if i.UserID == nil {
		return add(tx, i.TenantID, chosen, hash).SetID(userID).SetRole(user.Role(i.Role)).Save(ctx)
	}
	u, err := lockUser(ctx, tx, userID)
	if err != nil {
		return nil, err
	}
	if u.DisabledAt != nil {
		return nil, errInvitation()
	}
	if err := tx.User.UpdateOne(u).SetPasswordHash(hash).Exec(ctx); err != nil {
		return nil, err
	}
	if _, err := s.end(ctx, tx, refreshsession.UserID(u.ID)); err != nil {
		return nil, err
	}
	return u, audit.Record(ctx, audit.Event{Action: auditevent.ActionPasswordChanged, TargetID: u.ID})
}

// openInvitation finds an invitation that can be accepted: it is worth no more
// than whoever gave it, who must be an administrator still.
func (s *Service) openInvitation(ctx context.Context, client *ent.Client, which predicate.Invitation) (*ent.Invitation, error) {
	i, err := client.Invitation.Query().Where(which, open(s.now()),
		invitation.HasInvitedByWith(user.DisabledAtIsNil(), user.RoleEQ(user.RoleAdmin))).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errInvitation()
	}
	return i, err
}

// open tells invitations that were neither accepted nor revoked and have not
// expired.
func open(now time.Time) predicate.Invitation {
	return invitation.And(invitation.AcceptedAtIsNil(), invitation.RevokedAtIsNil(), invitation.ExpiresAtGT(now))
}

func errInvitation() error {
	return &problem.Error{Code: problem.NotFound, Field: "token",
		Message: "the invitation is unknown, was used or revoked, or has expired: ask an administrator of the organisation for another"}
}
