package audit

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// MinKeep is the least time for which events are kept; the database sees to it
// too.
const MinKeep = 30 * 24 * time.Hour

// How often old events are looked for, and how many are removed at once, so that
// nothing waits for long.
const (
	lookEvery     = time.Hour
	removedAtOnce = 10_000
)

// Keep removes events that are older than the given time, now and every hour,
// until the context ends. Several processes may do it at once.
func Keep(ctx context.Context, pool *pgxpool.Pool, keep time.Duration, log *slog.Logger) {
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		removed, err := Purge(ctx, pool, keep)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			log.WarnContext(ctx, "old events stay in the audit log for now", "error", err)
		case removed > 0:
			log.InfoContext(ctx, "old events removed from the audit log", "events", removed)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

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
