package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"ariga.io/atlas/sql/migrate"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

// migrationLock is the key of the advisory lock that one migrating process
// holds while the others wait: "quire" in ASCII.
const migrationLock int64 = 0x7175697265

const migrationTable = `create table if not exists schema_migrations (
	version    text primary key,
	name       text not null,
	sha256     text not null,
	applied_at timestamptz not null default now()
)`

// migration is one versioned SQL file.
type migration struct {
	version string // the digits that its name begins with
	name    string
	sql     string
}

func (m migration) sum() string {
	h := sha256.Sum256([]byte(m.sql))
	return hex.EncodeToString(h[:])
}

// readMigrations reads the files of dir in order and checks them against its
// atlas.sum.
func readMigrations(dir fs.FS) ([]migration, error) {
	names, err := fs.ReadDir(dir, ".")
	if err != nil {
		return nil, err
	}
	mem := &migrate.MemDir{}
	for _, e := range names {
		if !strings.HasSuffix(e.Name(), ".sql") && e.Name() != migrate.HashFileName {
			continue
		}
		text, err := fs.ReadFile(dir, e.Name())
		if err != nil {
			return nil, err
		}
		if err := mem.WriteFile(e.Name(), text); err != nil {
			return nil, err
		}
	}
	if err := migrate.Validate(mem); err != nil {
		return nil, fmt.Errorf("the migration files are not those that %s lists (%w): a new one is made with `make migration`, and a published one is never edited", migrate.HashFileName, err)
	}
	files, err := mem.Files()
	if err != nil {
		return nil, err
	}
	all := make([]migration, len(files))
	for i, f := range files {
		all[i] = migration{version: f.Version(), name: f.Name(), sql: string(f.Bytes())}
	}
	return all, nil
}

// locked runs f on a connection that holds the migration lock, waiting for
// another process that migrates.
func locked(ctx context.Context, pool *pgxpool.Pool, f func(conn *pgx.Conn) error) error {
	held, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer held.Release()
	conn := held.Conn()
	if _, err := conn.Exec(ctx, "select pg_advisory_lock($1)", migrationLock); err != nil {
		return fmt.Errorf("waiting for another process to migrate: %w", err)
	}
	err = f(conn)
	if _, unlock := conn.Exec(context.WithoutCancel(ctx), "select pg_advisory_unlock($1)", migrationLock); unlock != nil {
		_ = conn.Close(context.WithoutCancel(ctx)) // the lock goes with the session
	}
	return err
}

// applyAll applies the migrations that conn's database lacks, each in its own
// transaction, and returns their names.
func applyAll(ctx context.Context, conn *pgx.Conn, all []migration) ([]string, error) {
	if _, err := conn.Exec(ctx, migrationTable); err != nil {
		return nil, err
	}
	pending, err := pendingOf(ctx, conn, all)
	if err != nil {
		return nil, err
	}
	var applied []string
	for _, m := range pending {
		if err := m.apply(ctx, conn); err != nil {
			return applied, err
		}
		applied = append(applied, m.name)
	}
	return applied, nil
}

func (m migration) apply(ctx context.Context, conn *pgx.Conn) error {
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		// The simple protocol takes a whole file of statements.
		if _, err := conn.PgConn().Exec(ctx, m.sql).ReadAll(); err != nil {
			return fmt.Errorf("migration %s%s: %w", m.name, m.line(err), err)
		}
		_, err := tx.Exec(ctx, "insert into schema_migrations (version, name, sha256) values ($1, $2, $3)", m.version, m.name, m.sum())
		return err
	})
}

// line says on which line of the file the server found the error.
func (m migration) line(err error) string {
	var e *pgconn.PgError
	if !errors.As(err, &e) || e.Position <= 0 {
		return ""
	}
	before := []rune(m.sql)
	before = before[:min(int(e.Position)-1, len(before))]
	return fmt.Sprintf(", line %d", 1+strings.Count(string(before), "\n"))
}

// querier is a connection or a pool.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// pendingOf returns the migrations that the database lacks. An applied one
// whose file has changed since is an error: the database is not what the files
// say.
func pendingOf(ctx context.Context, q querier, all []migration) ([]migration, error) {
	applied, err := appliedSums(ctx, q)
	if err != nil {
		return nil, err
	}
	var pending []migration
	for _, m := range all {
		switch sum, ok := applied[m.version]; {
		case !ok:
			pending = append(pending, m)
		case sum != m.sum():
			return nil, fmt.Errorf("migration %s was applied to this database with other content: restore the file and add a new migration; a development database may be deleted instead", m.name)
		}
	}
	return pending, nil
}

// appliedSums are the checksums of the applied migrations by version.
func appliedSums(ctx context.Context, q querier) (map[string]string, error) {
	var there bool
	if err := q.QueryRow(ctx, "select to_regclass('schema_migrations') is not null").Scan(&there); err != nil || !there {
		return nil, err
	}
	rows, err := q.Query(ctx, "select version, sha256 from schema_migrations")
	if err != nil {
		return nil, err
	}
	sums := map[string]string{}
	var version, sum string
	_, err = pgx.ForEachRow(rows, []any{&version, &sum}, func() error {
		sums[version] = sum
		return nil
	})
	return sums, err
}
