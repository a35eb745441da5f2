// Package postgres opens Quire's database, brings it to the schema that the
// program needs and gives the transaction that ent and River share.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/lib/pq"

	"quire/ent"
	_ "quire/ent/runtime" // defaults, hooks and interceptors of the schema
)

const (
	applicationName = "quire"
	connectTimeout  = 10 * time.Second
	// connLifetime lets a fail-over or a new password reach every connection.
	connLifetime = 30 * time.Minute
	connIdleTime = 5 * time.Minute
	// idleInTransaction ends a transaction that its owner forgot, and frees the
	// locks that it holds.
	idleInTransaction = "60s"
)

// Options bound what a process takes of the server's connections.
type Options struct {
	// EntConns is the most connections for ent's queries; 0 means 16.
	EntConns int
	// PoolConns is the most connections for River, notifications and shared
	// transactions; 0 means 12.
	PoolConns int
	// Trace makes a span of each statement that belongs to one.
	Trace bool
}

// DB is the database as the program uses it.
type DB struct {
	// Pool is for River, for LISTEN and for [DB.InTx].
	Pool *pgxpool.Pool
	// SQL is for statements that ent cannot say; ent uses the same connections.
	SQL *sql.DB
	// Ent is the client for everything else.
	Ent *ent.Client

	shared *sql.DB // database/sql over Pool: see InTx
}

// Open connects to the database at dsn, a URL or key=value form that pgx and
// lib/pq understand, and checks that it answers. Errors never show the password.
func Open(ctx context.Context, dsn string, opts Options) (*DB, error) {
	pool, err := openPool(ctx, dsn, orDefault(opts.PoolConns, 12), opts.Trace)
	if err != nil {
		return nil, err
	}
	db, err := openSQL(dsn, orDefault(opts.EntConns, 16), opts.Trace)
	if err != nil {
		pool.Close()
		return nil, err
	}
	d := &DB{
		Pool:   pool,
		SQL:    db,
		Ent:    ent.NewClient(ent.Driver(entsql.OpenDB(dialect.Postgres, db))),
		shared: stdlib.OpenDBFromPool(pool),
	}
	if err := d.Ping(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("the database does not answer: %w", err), d.Close())
	}
	return d, nil
}

func openPool(ctx context.Context, dsn string, most int, trace bool) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("DATABASE_URL: %w", err)
	}
	cfg.MaxConns = int32(most)
	cfg.MaxConnLifetime = connLifetime
	cfg.MaxConnLifetimeJitter = connLifetime / 10
	cfg.MaxConnIdleTime = connIdleTime
	cfg.ConnConfig.ConnectTimeout = connectTimeout
	cfg.ConnConfig.RuntimeParams["application_name"] = applicationName
	cfg.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = idleInTransaction
	if trace {
		cfg.ConnConfig.Tracer = tracing{}
	}
	return pgxpool.NewWithConfig(ctx, cfg)
}

func openSQL(dsn string, most int, trace bool) (*sql.DB, error) {
	cfg, err := pq.NewConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("DATABASE_URL: %w", err)
	}
	cfg.ConnectTimeout = connectTimeout
	cfg.ApplicationName = applicationName
	if cfg.Runtime == nil {
		cfg.Runtime = map[string]string{}
	}
	cfg.Runtime["idle_in_transaction_session_timeout"] = idleInTransaction
	connector, err := pq.NewConnectorConfig(cfg)
	if err != nil {
		return nil, fmt.Errorf("DATABASE_URL: %w", err)
	}
	open := sql.OpenDB
	if trace {
		open = openTraced
	}
	db := open(connector)
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most)
	db.SetConnMaxLifetime(connLifetime)
	db.SetConnMaxIdleTime(connIdleTime)
	return db, nil
}

// Ping checks that both drivers reach the database.
func (d *DB) Ping(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	if err := d.Pool.Ping(ctx); err != nil {
		return err
	}
	return d.SQL.PingContext(ctx)
}

// Close gives every connection back; it waits for those in use. That the server
// has ended some of them before is no error.
func (d *DB) Close() error {
	var failed []error
	for _, db := range []*sql.DB{d.shared, d.SQL} {
		if err := db.Close(); !Transient(err) {
			failed = append(failed, err)
		}
	}
	d.Pool.Close()
	return errors.Join(failed...)
}

func orDefault(n, otherwise int) int {
	if n > 0 {
		return n
	}
	return otherwise
}
