package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"quire/ent"
	"quire/ent/tenancy"
	"quire/internal/postgres"
	"quire/internal/postgres/pgtest"
)

func TestTransientBySQLState(t *testing.T) {
	t.Parallel()
	for state, want := range map[string]bool{
		"57P01": true, "57P03": true, "53300": true, "08006": true, "40001": true, "40P01": true, "55P03": true,
		"23505": false, "23503": false, "42P01": false, "22001": false, "57014": false,
	} {
		for _, err := range []error{
			&pgconn.PgError{Code: state},
			&pq.Error{Code: pqerror.Code(state)},
		} {
			if got := postgres.Transient(fmt.Errorf("ent: %w", err)); got != want {
				t.Errorf("%T %s is transient: %v", err, state, got)
			}
		}
	}
	for _, err := range []error{nil, io.EOF, errors.New("the workbook has no tab"), context.Canceled, pgx.ErrNoRows} {
		if postgres.Transient(err) {
			t.Errorf("%v is transient", err)
		}
	}
}

// Every error that a stopped server causes is transient, by either driver,
// before, during and after a transaction; and all is well when it is back.
func TestStoppedServerIsTransient(t *testing.T) {
	t.Parallel()
	c := pgtest.NewCluster(t)
	db := open(t, c.DSN())
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx := tenancy.System(t.Context())
	use := func(meanwhile func()) map[string]error {
		failed := map[string]error{}
		failed["shared"] = db.InTx(ctx, func(ctx context.Context, ec *ent.Client, _ pgx.Tx) error {
			meanwhile()
			_, err := ec.Organisation.Query().Count(ctx)
			return err
		})
		_, failed["ent"] = db.Ent.Organisation.Query().Count(ctx)
		_, failed["pool"] = db.Pool.Exec(ctx, "select 1")
		_, failed["pending"] = db.Pending(ctx)
		failed["ping"] = db.Ping(ctx)
		_, failed["open"] = postgres.Open(ctx, c.DSN(), postgres.Options{})
		return failed
	}
	stop := func() {
		if err := c.Stop(); err != nil {
			t.Error(err)
		}
	}
	for _, round := range []func(){stop, func() {}} {
		for name, err := range use(round) {
			if err == nil || !postgres.Transient(err) {
				t.Errorf("%s: %v is not transient", name, err)
			}
		}
	}
	if err := c.Start(ctx); err != nil {
		t.Fatal(err)
	}
	if n, err := db.Ent.Organisation.Query().Count(ctx); err != nil || n != 0 {
		t.Errorf("the server is back: %d, %v", n, err)
	}
	stop()
	if err := db.Close(); err != nil {
		t.Errorf("closing complains of what the server has closed: %v", err)
	}
}

func TestOpenHidesThePassword(t *testing.T) {
	t.Parallel()
	for _, dsn := range []string{
		"postgres://quire:hunter2@127.0.0.1:1/quire?sslmode=disable",
		"host=127.0.0.1 port=1 user=quire password=hunter2 dbname=quire sslmode=disable",
		"postgres://quire:hunter2@127.0.0.1:port/quire",
	} {
		_, err := postgres.Open(t.Context(), dsn, postgres.Options{})
		if err == nil {
			t.Fatal("there is no server")
		}
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("the error shows the password: %v", err)
		}
	}
}
