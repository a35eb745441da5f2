package postgres_test

import (
	"slices"
	"testing"

	"quire/internal/postgres"
	"quire/internal/postgres/pgtest"
)

func TestGrownTablesAreAnalyzed(t *testing.T) {
	t.Parallel()
	db := pgtest.Open(t)
	refresh := func() []string {
		t.Helper()
		tables, err := postgres.RefreshStatistics(t.Context(), db.Pool)
		if err != nil {
			t.Fatal(err)
		}
		return tables
	}
	grow := func(n int) {
		t.Helper()
		if _, err := db.Pool.Exec(t.Context(), `insert into organisations (id, created_at, name)
			select 'org_' || gen_random_uuid(), now(), repeat(gen_random_uuid()::text, 3) from generate_series(1, $1)`, n); err != nil {
			t.Fatal(err)
		}
	}
	known := func() (tuples float64) {
		t.Helper()
		if err := db.Pool.QueryRow(t.Context(), "select reltuples from pg_class where oid = 'organisations'::regclass").Scan(&tuples); err != nil {
			t.Fatal(err)
		}
		return tuples
	}
	refresh() // what the migrations filled
	grow(2000)
	if tables := refresh(); !slices.Contains(tables, "organisations") {
		t.Errorf("of a table that has grown nothing is known: %q were analyzed", tables)
	}
	if n := known(); n < 1900 || n > 2100 {
		t.Errorf("the planner counts %v rows of 2000", n)
	}
	grow(200)
	if tables := refresh(); len(tables) > 0 {
		t.Errorf("%q were analyzed again", tables)
	}
}
