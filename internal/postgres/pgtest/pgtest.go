// Package pgtest gives each test a PostgreSQL database of its own.
//
// All test processes of a user share one private server. The first to ask
// starts it, and it ends soon after the last process that asked (see [keeper]),
// so that `go test ./graph` needs no preparation and `go test ./...` starts one
// server, not one a package. QUIRE_TEST_DATABASE, the URL of a server where
// databases may be made, takes its place.
//
// A database is a copy of a migrated template, which is made once per version
// of the schema.
package pgtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"quire/internal/postgres"
	"quire/internal/postgres/devcluster"
)

// testPrefix begins the names of the databases of tests.
const testPrefix = "quire_test_"

// New makes a migrated, empty database for the test and returns its DSN. The
// database is dropped when the test ends.
func New(t testing.TB) string {
	t.Helper()
	s := shared(t)
	template, err := s.template()
	if err != nil {
		t.Fatalf("pgtest: the template: %v", err)
	}
	return s.create(t, " template "+template+" strategy "+copyStrategy)
}

// Empty makes a database without any table, for tests of the migrations.
func Empty(t testing.TB) string {
	t.Helper()
	return shared(t).create(t, " template template0")
}

// Open makes a database as [New] does and opens it.
func Open(t testing.TB) *postgres.DB {
	t.Helper()
	db, err := postgres.Open(t.Context(), New(t), postgres.Options{})
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("pgtest: close: %v", err)
		}
	})
	return db
}

// NewCluster starts a server for this test alone, to be stopped and started at
// will. It has no schema. The server and its files are gone when the test ends.
func NewCluster(t testing.TB) *devcluster.Cluster {
	t.Helper()
	dir, err := os.MkdirTemp(devcluster.MemoryDir(), "quire")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o711); err != nil { // the server's account passes through
		t.Fatal(err)
	}
	c, err := devcluster.Start(t.Context(), devcluster.Options{Dir: filepath.Join(dir, "pg")})
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(func() {
		if err := c.Remove(); err != nil {
			t.Errorf("pgtest: remove the cluster: %v", err)
		}
	})
	return c
}

// testServer is the server that this process's tests use.
type testServer struct {
	admin    *pgxpool.Pool
	dsn      *url.URL
	template func() (string, error)
	use      *os.File // keeps this process a user of the shared server
}

var connectOnce = sync.OnceValues(connect)

func shared(t testing.TB) *testServer {
	t.Helper()
	s, err := connectOnce()
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	return s
}

func connect() (*testServer, error) {
	var use *os.File
	dsn := os.Getenv("QUIRE_TEST_DATABASE")
	if dsn == "" {
		var err error
		if dsn, use, err = joinServer(baseDir(), grace); err != nil {
			return nil, err
		}
	}
	u, err := url.Parse(dsn)
	if err != nil || u.Scheme == "" {
		return nil, fmt.Errorf("QUIRE_TEST_DATABASE is not a URL: write it as postgres://user@host/postgres")
	}
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	cfg.MaxConns = 4
	cfg.MaxConnIdleTime = time.Second
	admin, err := pgxpool.NewWithConfig(context.Background(), cfg)
	if err != nil {
		return nil, err
	}
	s := &testServer{admin: admin, dsn: u, use: use}
	s.template = sync.OnceValues(s.makeTemplate)
	return s, nil
}

// database is the DSN of another database of the server.
func (s *testServer) database(name string) string {
	u := *s.dsn
	u.Path = "/" + name
	return u.String()
}

// create makes a database, as the rest of CREATE DATABASE says.
func (s *testServer) create(t testing.TB, how string) string {
	t.Helper()
	name := testPrefix + strings.ToLower(rand.Text()[:16])
	if err := s.run(t.Context(), "create database "+name+how); err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := s.run(ctx, "drop database "+name+" with (force)"); err != nil {
			t.Errorf("pgtest: %v", err)
		}
	})
	return s.database(name)
}

// dropLeftovers removes the databases of tests that were killed.
func dropLeftovers(ctx context.Context, dsn string) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	rows, err := conn.Query(ctx, "select datname from pg_database where starts_with(datname, $1)", testPrefix)
	if err != nil {
		return err
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return err
	}
	for _, name := range names {
		if _, err := conn.Exec(ctx, "drop database "+pgx.Identifier{name}.Sanitize()+" with (force)"); err != nil {
			return err
		}
	}
	return nil
}
