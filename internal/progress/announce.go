package progress

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// channel is the name that states are notified under.
const channel = "quire_job_progress"

// Told is SQL that sends the state of a row of jobs j, for statements that change
// it and say so in one: with changed as (update … returning *) select Told from
// changed j.
const Told = "pg_notify('" + channel + "', " + document + ")::text"

// Announce sends the states of jobs to all who watch, when the transaction
// commits. Whoever changes a job raises its sequence and announces it in the
// same transaction.
func Announce(ctx context.Context, tx pgx.Tx, jobIDs ...string) error {
	_, err := tx.Exec(ctx, "select pg_notify('"+channel+"', "+document+") from jobs j where j.id = any($1)", jobIDs)
	if err != nil {
		return fmt.Errorf("announce the state of jobs: %w", err)
	}
	return nil
}
