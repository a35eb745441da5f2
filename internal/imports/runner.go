package imports

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/ent/tenancy"
	"quire/internal/postgres"
	"quire/internal/progress"
	"quire/internal/telemetry"
)

// maxAttempts bounds how often an import is begun.
const maxAttempts = 5

// patience is for how long an import is tried again for causes that may pass.
const patience = 10 * time.Minute

// writeTimeout bounds one statement about an import.
const writeTimeout = 10 * time.Second

// Runner makes imports, one after the other. Several may run in any processes:
// each import is made by one, whose transaction holds a lock of its organisation.
// When the process or its connection dies, the lock goes with everything that was
// written, and another one begins anew.
type Runner struct {
	DB    *postgres.DB
	Store Store
	Log   *slog.Logger
}

// order is an import as its row says.
type order struct {
	id, tenant, fileName, requestID string
	createdBy                       *string
	attempts                        int
	status                          string
	started                         time.Time
	input                           []byte
}

// waiting are imports that are not over, the oldest first.
const waiting = `select id, tenant_id from customer_imports where status in ('QUEUED', 'RUNNING', 'CANCELING') order by created_at, id limit 100`

// Next makes the oldest import that nobody makes, and tells whether there was
// one. Its error is of the database: what is wrong with an import is written
// into its row.
func (r *Runner) Next(ctx context.Context) (made bool, err error) {
	err = r.DB.InTx(ctx, func(ctx context.Context, ec *ent.Client, tx pgx.Tx) error {
		o, err := r.claim(ctx, tx)
		if err != nil || o == nil {
			return err
		}
		made = true
		ctx = telemetry.With(telemetry.WithRequest(ctx, o.requestID), slog.String("import_id", o.id), slog.String("tenant", o.tenant))
		return r.supervise(ctx, ec, tx, *o)
	})
	return made, err
}

// claim takes the lock of an organisation that has an import. A machine that
// loses its power must not keep it for long, so that the server asks the
// connection soon.
func (r *Runner) claim(ctx context.Context, tx pgx.Tx) (*order, error) {
	if _, err := tx.Exec(ctx, "set local tcp_keepalives_idle = 5; set local tcp_keepalives_interval = 2; set local tcp_keepalives_count = 3"); err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, waiting)
	if err != nil {
		return nil, fmt.Errorf("look for imports: %w", err)
	}
	var found []order
	var o order
	if _, err := pgx.ForEachRow(rows, []any{&o.id, &o.tenant}, func() error {
		found = append(found, o)
		return nil
	}); err != nil {
		return nil, err
	}
	tried := map[string]bool{}
	for _, o := range found {
		if tried[o.tenant] {
			continue
		}
		tried[o.tenant] = true
		var got bool
		if err := tx.QueryRow(ctx, "select pg_try_advisory_xact_lock(hashtextextended('import ' || $1, 0))", o.tenant).Scan(&got); err != nil {
			return nil, err
		}
		if !got {
			continue
		}
		started, err := r.start(ctx, o.id)
		if err != nil || started != nil {
			return started, err
		}
	}
	return nil, nil
}

// start notes, for all to see, that an import has begun; nil when it is over by
// now.
func (r *Runner) start(ctx context.Context, id string) (*order, error) {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	o := order{id: id}
	err := r.DB.Pool.QueryRow(ctx, `with changed as (update customer_imports set attempts = attempts + 1, rows_done = 0, started_at = coalesce(started_at, now()),
			status = case status when 'QUEUED' then 'RUNNING' else status end, sequence = sequence + 1
			where id = $1 and status in ('QUEUED', 'RUNNING', 'CANCELING') returning *)
		select tenant_id, file_name, request_id, created_by, attempts, status, started_at, input_json, `+progress.ToldImport+` from changed i`, id).
		Scan(&o.tenant, &o.fileName, &o.requestID, &o.createdBy, &o.attempts, &o.status, &o.started, &o.input, nil)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	return &o, err
}

// supervise makes an import and writes what came of it.
func (r *Runner) supervise(ctx context.Context, ec *ent.Client, tx pgx.Tx, o order) error {
	began := time.Now()
	if o.status == "CANCELING" {
		return r.setCanceled(ctx, tx, o)
	}
	if o.attempts > maxAttempts {
		return r.fail(ctx, tx, o, failure{code: codeWorkerLost, message: fmt.Sprintf("the program ended while it made the import, %d times in a row: ask the operator to look at the log", maxAttempts)})
	}
	counts, err := r.attempt(ctx, ec, tx, o)
	var failed failure
	switch {
	case err == nil:
		r.Log.InfoContext(ctx, "customers imported", "took", time.Since(began), "counts", fmt.Sprintf("%+v", counts))
		return nil
	case errors.As(err, &failed):
		r.Log.WarnContext(ctx, "import failed", "took", time.Since(began), "code", failed.code, "message", failed.message, "error", failed.cause)
		return r.fail(ctx, tx, o, failed)
	case ctx.Err() != nil:
		r.handBack(ctx, o)
		return err
	case postgres.Transient(err), errors.Is(err, errMoved), temporary(err):
		if time.Since(o.started) > patience {
			return r.fail(ctx, tx, o, failure{code: codeUnavailable, message: "the file or the place for the report could not be reached, time and again: import anew later, or ask the operator", cause: err})
		}
		r.handBack(ctx, o)
		return err
	}
	r.Log.ErrorContext(ctx, "import failed", "error", err)
	return r.fail(ctx, tx, o, failure{code: codeFailure, message: "the table could not be imported because of a fault in the program; the log tells more", cause: err})
}

// handBack leaves an import to the next attempt, at no cost: this process ends, or
// something is away.
func (r *Runner) handBack(ctx context.Context, o order) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), writeTimeout)
	defer cancel()
	_, err := r.DB.Pool.Exec(ctx, `with changed as (update customer_imports set attempts = attempts - 1, status = case status when 'RUNNING' then 'QUEUED' else status end,
			sequence = sequence + 1 where id = $1 and status in ('RUNNING', 'CANCELING') returning *)
		select `+progress.ToldImport+` from changed i`, o.id)
	if err != nil {
		r.Log.WarnContext(ctx, "the end of an attempt at an import cannot be written", "error", err)
	}
}

func (o order) parse() (in Input, err error) {
	err = json.Unmarshal(o.input, &in)
	return in, err
}

// seen is the context of what belongs to the import's organisation.
func (o order) seen(ctx context.Context) context.Context { return tenancy.With(ctx, o.tenant) }

func temporary(err error) bool {
	var t interface{ Temporary() bool }
	return errors.As(err, &t) && t.Temporary()
}
