package imports

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/ent"
	"quire/internal/problem"
	"quire/internal/progress"
)

// failure ends an import for good; its message is for the user.
type failure struct {
	code, message string
	cause         error
	// counts and report tell what would have been done.
	counts *Counts
	report string
}

// Error is for the log.
func (f failure) Error() string { return f.code + ": " + f.message }

// The codes of failures.
const (
	codeRowsWrong    = "ROWS_WRONG"
	codeTableInvalid = "TABLE_INVALID"
	codeFileGone     = "FILE_GONE"
	codeWorkerLost   = "WORKER_LOST"
	codeUnavailable  = "UNAVAILABLE"
	codeFailure      = "FAILURE"
)

// errStopped says that somebody has canceled the import.
var errStopped = errors.New("the import was canceled")

// attempt makes an import within the transaction, and notes in it that it is
// done. What fails for good is a failure; then nothing was changed.
func (r *Runner) attempt(ctx context.Context, ec *ent.Client, tx pgx.Tx, o order) (counts Counts, err error) {
	defer func() {
		if v := recover(); v != nil {
			r.Log.ErrorContext(ctx, "import panicked", "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", v)
		}
	}()
	in, err := o.parse()
	if err != nil {
		return counts, err
	}
	f, err := fileOf(o.seen(ctx), ec, in.Source)
	if err != nil {
		return counts, failureOf(err)
	}
	table, err := open(ctx, r.Store, f, in.Source)
	if err != nil {
		return counts, failureOf(err)
	}
	defer table.Close()
	wrong, err := newReport()
	if err != nil {
		return counts, err
	}
	defer wrong.close()
	counts, err = r.write(ctx, tx, o, in, table, wrong)
	if errors.Is(err, errStopped) {
		return counts, r.setCanceled(ctx, tx, o)
	}
	if err != nil {
		return counts, failureOf(explain(f.Name, err))
	}
	report, err := wrong.keep(ctx, ec, r.Store, o)
	if err != nil {
		return counts, err
	}
	if counts.WrongRows > 0 && !in.SkipErrors {
		return counts, failure{code: codeRowsWrong, counts: &counts, report: report,
			message: fmt.Sprintf("%d of %d rows are wrong, so that nothing was imported: mend them and import again, or leave them out with skipErrors", counts.WrongRows, counts.Rows)}
	}
	return counts, setDone(ctx, tx, o, counts, report)
}

// write compares and writes within a part of the transaction, which is undone
// when rows are wrong and none may be left out.
func (r *Runner) write(ctx context.Context, tx pgx.Tx, o order, in Input, table opened, wrong *report) (Counts, error) {
	part, err := tx.Begin(ctx)
	if err != nil {
		return Counts{}, err
	}
	defer func() { _ = part.Rollback(ctx) }() // after a commit this says ErrTxClosed
	p, err := begin(ctx, part, o.tenant, in, table.Table)
	if err != nil {
		return Counts{}, err
	}
	p.writes = true
	var told time.Time
	err = p.run(ctx, func(rows []*Row, done int) error {
		if err := wrong.add(rows); err != nil {
			return err
		}
		if p.counts.WrongRows == 0 || in.SkipErrors { // else all would be undone
			if err := p.apply(ctx, rows); err != nil {
				return err
			}
		}
		if time.Since(told) < tellEvery {
			return nil
		}
		told = time.Now()
		return r.progress(ctx, o, max(done-in.HeaderRow, 0), max(table.Rows-in.HeaderRow, 0))
	})
	if err != nil || p.counts.WrongRows > 0 && !in.SkipErrors {
		return p.counts, err
	}
	if err := part.Commit(ctx); err != nil {
		return p.counts, err
	}
	return p.counts, p.record(ctx, o)
}

// tellEvery is the least time between two notes of how far an import is.
const tellEvery = 150 * time.Millisecond

// progress tells how far the import is, apart from the transaction, and whether
// to go on.
func (r *Runner) progress(ctx context.Context, o order, done, total int) error {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	var status string
	err := r.DB.Pool.QueryRow(ctx, `with changed as (update customer_imports set rows_done = $2, rows_total = $3, sequence = sequence + 1 where id = $1 returning *)
		select status, `+progress.ToldImport+` from changed i`, o.id, done, total).Scan(&status, nil)
	if err == nil && status != "RUNNING" {
		return errStopped
	}
	return err
}

// failureOf makes a failure of what is the user's fault.
func failureOf(err error) error {
	found := problem.All(err)
	if len(found) == 0 {
		return err
	}
	f := failure{code: codeTableInvalid, message: found[0].Message, cause: err}
	switch found[0].Code {
	case problem.NotFound:
		f.code, f.message = codeFileGone, "the file was deleted before it was imported: upload it again and import anew"
	case problem.Unavailable:
		if temporary(err) {
			return err
		}
		f.code = codeFileGone
	}
	return f
}

// finish ends an import unless somebody has canceled it meanwhile.
const finish = `with changed as (update customer_imports set status = $2::text, counts_json = $3, report_id = $4, error_code = $5, error_message = $6,
	rows_done = case when $2::text = 'DONE' then rows_total else rows_done end, finished_at = now(), sequence = sequence + 1 where id = $1 and status = any($7) returning *)
	select ` + progress.ToldImport + ` from changed i`

func setDone(ctx context.Context, tx pgx.Tx, o order, counts Counts, report string) error {
	text, err := json.Marshal(counts)
	if err != nil {
		return err
	}
	done, err := tx.Exec(ctx, finish, o.id, "DONE", text, optional(report), nil, nil, []string{"RUNNING"})
	if err == nil && done.RowsAffected() == 0 {
		return errMoved // it was canceled at the last moment: the next attempt sees it
	}
	return err
}

func (r *Runner) setCanceled(ctx context.Context, tx pgx.Tx, o order) error {
	r.Log.InfoContext(ctx, "import canceled")
	_, err := tx.Exec(ctx, finish, o.id, "CANCELED", nil, nil, nil, nil, []string{"CANCELING"})
	return err
}

// fail ends an import that cannot be made.
func (r *Runner) fail(ctx context.Context, tx pgx.Tx, o order, f failure) error {
	var counts []byte
	if f.counts != nil {
		var err error
		if counts, err = json.Marshal(f.counts); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, finish, o.id, "ERROR", counts, optional(f.report), f.code, progress.Message(f.message), []string{"RUNNING", "CANCELING"})
	return err
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
