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

// Untold is SQL in the place of [Told] for changes that [Publisher.Tell] tells of.
const Untold = "''"

const announce = "select pg_notify('" + channel + "', " + document + ") from jobs j where j.id = any($1)"

// Announce sends the states of jobs to all who watch, when the transaction
// commits. Whoever changes a job raises its sequence and announces it in the
// same transaction, or has [Publisher.Tell] do it.
func Announce(ctx context.Context, tx pgx.Tx, jobIDs ...string) error {
	if _, err := tx.Exec(ctx, announce, jobIDs); err != nil {
		return fmt.Errorf("announce the state of jobs: %w", err)
	}
	return nil
}

// retell finds what a process may have left untold: jobs that it runs say so when
// others take them over.
const retell = "select pg_notify('" + channel + "', " + document + ") from jobs j where j.batch_id is not null and j.finished_at > now() - $1::float8 * interval '1 second'"

// Retell sends once more the states of the jobs of batches that have ended of late,
// when the transaction commits: a process that has died may not have told of some.
func Retell(ctx context.Context, tx pgx.Tx) error {
	if _, err := tx.Exec(ctx, retell, RetellSince.Seconds()); err != nil {
		return fmt.Errorf("announce the jobs of a process that is gone: %w", err)
	}
	return nil
}
