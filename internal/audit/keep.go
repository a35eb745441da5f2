package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// MinKeep is the least time for which events are kept; the database sees to it
// too.
const MinKeep = 30 * 24 * time.Hour

// removedAtOnce bounds one statement, so that nothing waits for long.
const removedAtOnce = 10_000

// Purge removes events that are older than the given time, at least [MinKeep],
// and tells how many.
func Purge(ctx context.Context, pool *pgxpool.Pool, keep time.Duration) (removed int64, err error) {
	interval := fmt.Sprintf("%d seconds", int64(max(keep, MinKeep).Seconds()))
	for {
		var n int64
		err := pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
			if _, err := tx.Exec(ctx, "select set_config('quire.audit_keep', $1, true)", interval); err != nil {
				return err
			}
			result, err := tx.Exec(ctx, `delete from audit_events where id in (select id from audit_events
				where created_at < now() - $1::interval order by created_at limit $2 for update skip locked)`, interval, removedAtOnce)
			n = result.RowsAffected()
			return err
		})
		removed += n
		if err != nil || n < removedAtOnce {
			return removed, err
		}
	}
}
