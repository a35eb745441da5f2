package housekeeping

import (
	"context"
	"time"

	"quire/internal/audit"
	"quire/internal/idempotency"
)

// removedAtOnce bounds one statement, so that nothing waits for long.
const removedAtOnce = 5000

// stale are rows that are worth nothing after a moment.
type stale struct {
	// where is a condition in which $1 is the moment.
	table, where string
	age          time.Duration
}

// What signing in and ordering leaves.
var (
	// Used and revoked tokens are kept to their end: to see one again means that it
	// was stolen.
	sessions    = stale{"refresh_sessions", "expires_at < $1", sessionAge}
	invitations = stale{"invitations", "expires_at < $1", invitationAge}
	throttles   = stale{"sign_in_throttles", "spent_until < $1", 0}
	orderKeys   = stale{"idempotency_keys", "used_at < $1", idempotency.Window}
)

// rows removes stale rows, a few thousand at a time.
func (k *Keeper) rows(s stale) func(context.Context) (Removed, error) {
	statement := "delete from " + s.table + " where id in (select id from " + s.table + " where " + s.where + " limit $2 for update skip locked)"
	return func(ctx context.Context) (removed Removed, err error) {
		moment := k.now().Add(-s.age)
		for {
			result, err := k.DB.Pool.Exec(ctx, statement, moment, removedAtOnce)
			if err != nil {
				return removed, err
			}
			removed.add(int(result.RowsAffected()), 0)
			if result.RowsAffected() < removedAtOnce {
				return removed, nil
			}
		}
	}
}

func (k *Keeper) audit(ctx context.Context) (Removed, error) {
	n, err := audit.Purge(ctx, k.DB.Pool, k.Policy.Audit)
	return Removed{Count: int(n)}, err
}
