package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// grown are the tables that have more than twice the pages that the planner knows
// of, and some more.
const grown = `select c.oid::regclass::text from pg_class c
	where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
		and pg_relation_size(c.oid) > (2 * c.relpages::bigint + 8) * current_setting('block_size')::bigint order by 1`

// RefreshStatistics has the planner look at tables that have at least doubled
// since it last did, and gives their names.
//
// The server does so by itself, but up to a minute later (PostgreSQL
// documentation, autovacuum_naptime). A table that was thought to be empty is a
// trap until then: every index costs the same, and one that finds all rows of a
// tenant may be taken for the check of each foreign key. Where the role does not
// own the tables, the server leaves them out with a warning.
func RefreshStatistics(ctx context.Context, pool *pgxpool.Pool) ([]string, error) {
	rows, err := pool.Query(ctx, grown)
	if err != nil {
		return nil, fmt.Errorf("find tables that have grown: %w", err)
	}
	tables, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("find tables that have grown: %w", err)
	}
	for _, table := range tables { // regclass has quoted the name
		if _, err := pool.Exec(ctx, "analyze (skip_locked) "+table); err != nil {
			return nil, fmt.Errorf("analyze %s: %w", table, err)
		}
	}
	return tables, nil
}
