package pgtest

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"quire/internal/postgres"
)

func TestNewIsMigratedEmptyAndGoneAfterwards(t *testing.T) {
	t.Parallel()
	var dsn string
	t.Run("while the test runs", func(t *testing.T) {
		dsn = New(t)
		db, err := postgres.Open(t.Context(), dsn, postgres.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if pending, err := db.Pending(t.Context()); err != nil || len(pending) > 0 {
			t.Errorf("pending %v, %v", pending, err)
		}
		var rows int
		err = db.SQL.QueryRowContext(t.Context(), "select (select count(*) from jobs) + (select count(*) from river_job)").Scan(&rows)
		if err != nil || rows != 0 {
			t.Errorf("%d rows, %v", rows, err)
		}
	})
	_, err := pgx.Connect(t.Context(), dsn)
	if err == nil || !strings.Contains(err.Error(), "does not exist") {
		t.Errorf("after the test: %v", err)
	}
}

func TestDatabasesDoNotShareRows(t *testing.T) {
	t.Parallel()
	one, two := Open(t), Open(t)
	if _, err := one.Pool.Exec(t.Context(), "create table only_here ()"); err != nil {
		t.Fatal(err)
	}
	if _, err := two.Pool.Exec(t.Context(), "create table only_here ()"); err != nil {
		t.Errorf("the second database sees the first: %v", err)
	}
}

func TestKeeperServesAllAndEndsWithTheLast(t *testing.T) {
	t.Parallel()
	base, err := os.MkdirTemp("", "quire-pgtest-test")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(base) })
	first, firstUse, err := joinServer(base, 0)
	if err != nil {
		t.Fatal(err)
	}
	second, secondUse, err := joinServer(base, 0)
	if err != nil || second != first {
		t.Fatalf("the second user has %q, not %q: %v", second, first, err)
	}
	_ = firstUse.Close()
	conn, err := pgx.Connect(t.Context(), first)
	if err != nil {
		t.Fatalf("one user left, and the server is gone: %v", err)
	}
	_ = secondUse.Close()
	if _, err := conn.WaitForNotification(t.Context()); t.Context().Err() != nil || err == nil {
		t.Fatalf("the server did not end: %v", err)
	}
	done, err := lock(filepath.Join(base, "users"), syscall.LOCK_SH) // given when the keeper has ended
	if err != nil {
		t.Fatal(err)
	}
	defer done.Close()
	if _, err := os.Stat(clusterOptions(base).Dir); !os.IsNotExist(err) {
		t.Errorf("the server's files are still there: %v", err)
	}
}

func TestNewClusterStopsAndStarts(t *testing.T) {
	t.Parallel()
	c := NewCluster(t)
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	if answers(c.DSN()) {
		t.Error("a stopped server answers")
	}
	if err := c.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !answers(c.DSN()) {
		t.Error("the server does not answer again")
	}
}
