package pgtest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/internal/postgres"
)

// copyStrategy is how a template is copied: with fsync off, copying its files
// beats writing each of its blocks to the log.
const copyStrategy = "file_copy"

// templateLock is the key of the advisory lock that the process which makes the
// template holds.
const templateLock int64 = 0x74656d706c

// makeTemplate returns the name of the migrated template, making it when no
// process has yet: under another name, so that a half-made one is never copied.
func (s *testServer) makeTemplate() (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	version, err := postgres.SchemaVersion()
	if err != nil {
		return "", err
	}
	name := "quire_template_" + version
	conn, err := pgx.Connect(ctx, s.dsn.String())
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx) // and with it the lock
	if _, err := conn.Exec(ctx, "select pg_advisory_lock($1)", templateLock); err != nil {
		return "", err
	}
	var there bool
	err = conn.QueryRow(ctx, "select exists (select from pg_database where datname = $1)", name).Scan(&there)
	if err != nil || there {
		return name, err
	}
	unfinished := name + "_unfinished"
	if err := s.run(ctx, "drop database if exists "+unfinished+" with (force)", "create database "+unfinished+" template template0"); err != nil {
		return "", err
	}
	if err := s.migrate(ctx, unfinished); err != nil {
		return "", err
	}
	return name, s.run(ctx,
		"alter database "+unfinished+" with allow_connections false",
		"alter database "+unfinished+" rename to "+name)
}

func (s *testServer) migrate(ctx context.Context, name string) error {
	db, err := postgres.Open(ctx, s.database(name), postgres.Options{})
	if err != nil {
		return err
	}
	_, err = db.Migrate(ctx)
	return errors.Join(err, db.Close())
}

// run executes statements that cannot share a transaction.
func (s *testServer) run(ctx context.Context, statements ...string) error {
	for _, statement := range statements {
		if _, err := s.admin.Exec(ctx, statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}
