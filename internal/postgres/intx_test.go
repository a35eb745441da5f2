package postgres_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"quire/ent"
	"quire/ent/tenancy"
	"quire/internal/postgres"
	"quire/internal/postgres/pgtest"
)

type errandArgs struct{}

func (errandArgs) Kind() string { return "errand" }

// insertBoth adds a row through ent and a job through River.
func insertBoth(t *testing.T, db *postgres.DB, name string, then error) error {
	t.Helper()
	queue, err := river.NewClient(riverpgxv5.New(db.Pool), &river.Config{})
	if err != nil {
		t.Fatal(err)
	}
	ctx := tenancy.System(t.Context())
	return db.InTx(ctx, func(ctx context.Context, ec *ent.Client, tx pgx.Tx) error {
		if _, err := ec.Organisation.Create().SetName(name).Save(ctx); err != nil {
			return err
		}
		if _, err := queue.InsertTx(ctx, tx, errandArgs{}, nil); err != nil {
			return err
		}
		return then
	})
}

// counts are the rows that everybody sees.
func counts(t *testing.T, db *postgres.DB) (organisations, errands int) {
	t.Helper()
	err := db.SQL.QueryRowContext(t.Context(), "select (select count(*) from organisations), (select count(*) from river_job)").Scan(&organisations, &errands)
	if err != nil {
		t.Fatal(err)
	}
	return organisations, errands
}

func TestEntAndRiverShareATransaction(t *testing.T) {
	t.Parallel()
	db := pgtest.Open(t)
	boom := errors.New("boom")
	if err := insertBoth(t, db, "Undone", boom); !errors.Is(err, boom) {
		t.Fatalf("error %v", err)
	}
	if o, e := counts(t, db); o != 0 || e != 0 {
		t.Errorf("after the rollback: %d organisations, %d jobs", o, e)
	}
	if err := insertBoth(t, db, "Done", nil); err != nil {
		t.Fatal(err)
	}
	if o, e := counts(t, db); o != 1 || e != 1 {
		t.Errorf("after the commit: %d organisations, %d jobs", o, e)
	}
}

// What ent wraps in a transaction of its own must not commit ours.
func TestInnerTransactionTakesPart(t *testing.T) {
	t.Parallel()
	db := pgtest.Open(t)
	ctx := tenancy.System(t.Context())
	boom := errors.New("boom")
	err := db.InTx(ctx, func(ctx context.Context, ec *ent.Client, _ pgx.Tx) error {
		inner, err := ec.Tx(ctx)
		if err != nil {
			return err
		}
		if _, err := inner.Organisation.Create().SetName("Inner").Save(ctx); err != nil {
			return err
		}
		if err := inner.Commit(); err != nil {
			return err
		}
		return boom
	})
	if !errors.Is(err, boom) {
		t.Fatalf("error %v", err)
	}
	if o, _ := counts(t, db); o != 0 {
		t.Error("the inner commit survived the outer rollback")
	}
}

func TestPanicRollsBackAndFreesTheConnection(t *testing.T) {
	t.Parallel()
	db, err := postgres.Open(t.Context(), pgtest.New(t), postgres.Options{PoolConns: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ctx := tenancy.System(t.Context())
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		_ = db.InTx(ctx, func(ctx context.Context, ec *ent.Client, _ pgx.Tx) error {
			ec.Organisation.Create().SetName("Undone").SaveX(ctx)
			panic("boom")
		})
	}()
	if err := insertBoth(t, db, "Done", nil); err != nil {
		t.Fatal(err)
	}
	if o, _ := counts(t, db); o != 1 {
		t.Errorf("%d organisations", o)
	}
}

// Two serializable transactions that read what the other writes: one loses, and
// is run again where that was asked for.
func TestLostRaceIsRunAgainOnlyWhereAsked(t *testing.T) {
	t.Parallel()
	for _, retries := range []int{0, 5} {
		db := pgtest.Open(t)
		if _, err := db.Pool.Exec(t.Context(), "create table tally (n int)"); err != nil {
			t.Fatal(err)
		}
		var bothRead, work sync.WaitGroup
		bothRead.Add(2)
		results := make([]error, 2)
		for i := range results {
			work.Go(func() {
				met := false
				results[i] = db.InTx(t.Context(), func(ctx context.Context, _ *ent.Client, tx pgx.Tx) error {
					var n int
					if err := tx.QueryRow(ctx, "select count(*) from tally").Scan(&n); err != nil {
						return err
					}
					if !met {
						met = true
						bothRead.Done()
						bothRead.Wait()
					}
					_, err := tx.Exec(ctx, "insert into tally values ($1)", n)
					return err
				}, postgres.Serializable(retries))
			})
		}
		work.Wait()
		lost := 0
		for _, err := range results {
			if err != nil {
				lost++
				if !postgres.Transient(err) {
					t.Errorf("a lost race is not transient: %v", err)
				}
			}
		}
		if want := map[int]int{0: 1, 5: 0}[retries]; lost != want {
			t.Errorf("with %d retries, %d were lost: %v", retries, lost, results)
		}
	}
}
