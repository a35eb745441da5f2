package accounts

import (
	"context"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
)

// channel is the name under which is notified whose sessions may have changed.
const channel = "quire_sessions"

// Everyone stands for all users, to those who watch: something may have been
// missed.
const Everyone = ""

// announce tells all processes, when the transaction commits, to ask anew what a
// user's open connections may do.
func announce(ctx context.Context, tx pgx.Tx, userID string) error {
	_, err := tx.Exec(ctx, "select pg_notify('"+channel+"', $1)", userID)
	return err
}

// watchAgain is the pause after the database was lost.
const watchAgain = time.Second

// Watch tells of each user whose sessions ended, or whose rights changed, by
// whatever process, until the context ends; [Everyone] when it begins, and after
// the database was away. It calls changed from one goroutine.
func (s *Service) Watch(ctx context.Context, log *slog.Logger, changed func(userID string)) {
	for ctx.Err() == nil {
		err := s.watch(ctx, changed)
		if ctx.Err() != nil {
			return
		}
		log.WarnContext(ctx, "changes of sessions are not heard for a moment", "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(watchAgain):
		}
	}
}

func (s *Service) watch(ctx context.Context, changed func(userID string)) error {
	held, err := s.db.Pool.Acquire(ctx)
	if err != nil {
		return err
	}
	conn := held.Hijack() // it listens, which nobody else should
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if _, err := conn.Exec(ctx, "listen "+channel); err != nil {
		return err
	}
	changed(Everyone)
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		changed(n.Payload)
	}
}
