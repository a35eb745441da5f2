package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"quire/ent"
	"quire/internal/audit"
)

// TxFunc is the work of one transaction. Everything that it does through ec or
// tx becomes true together or not at all, with its trail in the audit log: changes
// are made here, with the context that is given, and not through [DB.Ent]. Entities that ec gave are dead after
// the transaction: ask [DB.Ent] for them again.
type TxFunc func(ctx context.Context, ec *ent.Client, tx pgx.Tx) error

// TxOption changes how [DB.InTx] runs a transaction.
type TxOption func(*txSettings)

type txSettings struct {
	pgx.TxOptions
	retries int
}

// Serializable asks for serializable isolation and runs the function again, at
// most retries times, when the database gave it up in favour of another
// transaction (SQLSTATE 40001 and 40P01). The function must bear repetition.
func Serializable(retries int) TxOption {
	return func(s *txSettings) { s.IsoLevel, s.retries = pgx.Serializable, retries }
}

// Consistent lets all queries of the transaction see the database as of one
// moment (repeatable read), and runs the function again, at most retries times,
// when somebody changed the same rows meanwhile. The function must bear
// repetition.
func Consistent(retries int) TxOption {
	return func(s *txSettings) { s.IsoLevel, s.retries = pgx.RepeatableRead, retries }
}

// InTx runs fn in one transaction that ent and River share: ec and tx are the
// same connection. It commits when fn returns nil and rolls back otherwise.
func (d *DB) InTx(ctx context.Context, fn TxFunc, options ...TxOption) error {
	var s txSettings
	for _, set := range options {
		set(&s)
	}
	for attempt := 0; ; attempt++ {
		err := d.runTx(ctx, s.TxOptions, fn)
		if err == nil || attempt >= s.retries || !lostRace(err) {
			return err
		}
		pause := time.Duration(rand.Int64N(int64(10*time.Millisecond) << min(attempt, 6)))
		select {
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		case <-time.After(pause):
		}
	}
}

func (d *DB) runTx(ctx context.Context, opts pgx.TxOptions, fn TxFunc) error {
	conn, err := d.shared.Conn(ctx)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer conn.Close()
	raw, err := pgxConn(conn)
	if err != nil {
		return err
	}
	tx, err := raw.BeginTx(ctx, opts)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer rollback(ctx, conn, tx)
	client := ent.NewClient(ent.Driver(joined{entsql.NewDriver(dialect.Postgres, entsql.Conn{ExecQuerier: conn})}))
	client.Use(audit.Hook)
	inside, trail := audit.Begin(ctx)
	if err := fn(inside, client, tx); err != nil {
		return err
	}
	if err := trail.Write(ctx, client); err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	if err := tx.Commit(ctx); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

// joined is a driver whose connection is in a transaction already: what ent
// would wrap in one of its own takes part in ours.
type joined struct{ dialect.Driver }

// Tx joins the transaction; commit and rollback are left to [DB.InTx].
func (d joined) Tx(context.Context) (dialect.Tx, error) { return dialect.NopTx(d.Driver), nil }

// pgxConn is pgx's connection beneath database/sql's.
func pgxConn(conn *sql.Conn) (raw *pgx.Conn, err error) {
	err = conn.Raw(func(driverConn any) error {
		c, ok := driverConn.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("the connection is a %T, not pgx's", driverConn)
		}
		raw = c.Conn()
		return nil
	})
	return raw, err
}

// rollback undoes what was not committed, even when ctx is over. A connection that broke
// under ent is not ours any more: somebody is closing it.
func rollback(ctx context.Context, conn *sql.Conn, tx pgx.Tx) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), connectTimeout)
	defer cancel()
	_ = conn.Raw(func(any) error {
		_ = tx.Rollback(ctx) // after a commit this says ErrTxClosed
		return nil
	})
}
