package accounts

import (
	"context"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/predicate"
	"quire/ent/refreshsession"
	"quire/internal/audit"
	"quire/internal/auth"
	"quire/internal/viewer"
)

// Logout ends the viewer's session that a refresh token belongs to, and tells
// that it ended one; none when the token is unknown or its session has ended.
func (s *Service) Logout(ctx context.Context, refreshToken string) (ended int, err error) {
	v, err := viewer.From(ctx)
	if err != nil {
		return 0, err
	}
	row, err := s.db.Ent.RefreshSession.Query().
		Where(refreshsession.TokenHash(auth.RefreshDigest(refreshToken)), refreshsession.UserID(v.UserID)).Only(ctx)
	if ent.IsNotFound(err) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	return s.endLocked(ctx, v.UserID, refreshsession.Family(row.Family))
}

// LogoutAll ends all sessions of the viewer, the present one among them, and
// tells how many there were.
func (s *Service) LogoutAll(ctx context.Context) (ended int, err error) {
	v, err := viewer.From(ctx)
	if err != nil {
		return 0, err
	}
	return s.endLocked(ctx, v.UserID, refreshsession.UserID(v.UserID))
}

func (s *Service) endLocked(ctx context.Context, userID string, which ...predicate.RefreshSession) (ended int, err error) {
	err = s.db.InTx(ctx, func(ctx context.Context, tx *ent.Client, conn pgx.Tx) error {
		if _, err := lockUser(ctx, tx, userID); err != nil {
			return err
		}
		if ended, err = s.end(ctx, tx, which...); err != nil {
			return err
		}
		if ended > 0 {
			if err := audit.Record(ctx, audit.Event{Action: auditevent.ActionSignedOut, TargetID: userID}); err != nil {
				return err
			}
		}
		return announce(ctx, conn, userID)
	})
	return ended, err
}

// end revokes all tokens of families and counts the families that could still
// be used. Whoever calls it announces the user. The user must be locked, or a refresh that goes on would escape.
func (s *Service) end(ctx context.Context, tx *ent.Client, which ...predicate.RefreshSession) (int, error) {
	families, err := tx.RefreshSession.Query().Where(which...).
		Where(refreshsession.RevokedAtIsNil(), refreshsession.UsedAtIsNil(), refreshsession.ExpiresAtGT(s.now())).
		Unique(true).Select(refreshsession.FieldFamily).Strings(ctx)
	if err != nil {
		return 0, err
	}
	err = tx.RefreshSession.Update().Where(which...).Where(refreshsession.RevokedAtIsNil()).SetRevokedAt(s.now()).Exec(ctx)
	return len(families), err
}
