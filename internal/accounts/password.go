package accounts

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/refreshsession"
	"quire/internal/audit"
	"quire/internal/auth"
	"quire/internal/problem"
	"quire/internal/viewer"
)

// ChangePassword gives the viewer a new password and ends the viewer's other
// sessions, whose number it tells. A wrong current password counts as a failed
// attempt to sign in.
func (s *Service) ChangePassword(ctx context.Context, current, wanted string) (ended int, err error) {
	v, err := viewer.From(ctx)
	if err != nil {
		return 0, err
	}
	u, err := s.db.Ent.User.Get(ctx, v.UserID)
	if err != nil {
		return 0, err
	}
	var in problem.Input
	if err := auth.CheckPassword(wanted, u.Email); err != nil {
		in.Check(false, "new", "%s", err)
	}
	in.Check(wanted != current, "new", "the new password is the current one: choose another")
	if err := in.Err(); err != nil {
		return 0, err
	}
	if err := s.mayChange(ctx, u, current); err != nil {
		return 0, err
	}
	hash, err := s.passwords.Hash(ctx, wanted)
	if err != nil {
		return 0, err
	}
	err = s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, conn pgx.Tx) error {
		locked, err := lockUser(ctx, tx, u.ID)
		if err != nil {
			return err
		}
		if locked.PasswordHash != u.PasswordHash {
			return problem.New(problem.Conflict, "the password has just been changed by somebody else: sign in again")
		}
		if err := tx.User.UpdateOne(locked).SetPasswordHash(hash).Exec(ctx); err != nil {
			return err
		}
		if ended, err = s.end(ctx, tx, refreshsession.UserID(u.ID), refreshsession.FamilyNEQ(v.Family)); err != nil {
			return err
		}
		if err := audit.Record(ctx, audit.Event{Action: auditevent.ActionPasswordChanged, TargetID: u.ID}); err != nil {
			return err
		}
		return announce(ctx, conn, u.ID)
	})
	return ended, err
}

// mayChange checks the current password, as Login would.
func (s *Service) mayChange(ctx context.Context, u *ent.User, current string) error {
	try, err := s.spend(ctx, u.Email)
	if err != nil {
		return err
	}
	own, wait, err := s.spendWithin(ctx, try, u.TenantID, u.Email)
	if err != nil || wait > 0 {
		return errors.Join(err, errWait(wait))
	}
	ok := false
	if len(current) <= auth.MaxPasswordBytes && u.PasswordHash != "" {
		if ok, _, err = s.passwords.Verify(ctx, u.PasswordHash, current); err != nil {
			return err
		}
	}
	if !ok {
		return &problem.Error{Code: problem.BadInput, Field: "current", Message: "this is not your current password"}
	}
	return s.succeed(ctx, try, own)
}
