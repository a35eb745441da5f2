package worker

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"quire/internal/jobs"
	"quire/internal/plan"
	"quire/internal/progress"
	"quire/internal/telemetry"
)

// Causes for which an attempt's context ends, besides those of River.
var (
	errCanceled = errors.New("the job was canceled")
	errFenced   = errors.New("the job is not this worker's any more")
)

// attempt is one run of a job by this process.
type attempt struct {
	progress.Attempt
	river    *river.Job[GenerateBookArgs]
	tenant   string
	number   int // from 1
	snapshot plan.Snapshot
	// traceParent is the span of the order of the job, or of its batch.
	traceParent string
	// merge is set when booklets are to be joined, and the snapshot is not.
	merge *jobs.MergeOrder
	began time.Time
}

// claimOf is one statement, and so a transaction of its own.
func claimOf(told string) string {
	return `with claimed as (update jobs set status = 'RUNNING', stage = 'FETCH', pages_done = 0, pages_total = 0, attempts = attempts + 1,
		worker_id = $1, started_at = now(), sequence = sequence + 1 where id = $2 and river_job_id = $3 and status = 'QUEUED' returning *)
	select j.tenant_id, j.attempts, j.input_json,
		coalesce(nullif(j.trace_parent, ''), (select b.trace_parent from batches b where b.id = j.batch_id), ''), ` + told + ` from claimed j`
}

var claimJob, claimJobOfBatch = claimOf(progress.Told), claimOf(progress.Untold)

// claim makes the job this attempt's; nil when it is not to be worked on, for it
// was canceled meanwhile or another attempt has it.
func (w *Worker) claim(ctx context.Context, rj *river.Job[GenerateBookArgs]) (*attempt, error) {
	var common *plan.Snapshot // before the claim: it may have to be read, and that may fail
	if rj.Args.BatchID != "" {
		var err error
		if common, err = w.commons.of(ctx, rj.Args.BatchID); err != nil && !damaged(err) {
			return nil, fmt.Errorf("read the order of the batch: %w", err)
		}
		if err != nil { // then the job has no pages either, and fails as such
			w.Log.ErrorContext(ctx, "the order of the batch cannot be read", "batch_id", rj.Args.BatchID, "error", err)
			common = &plan.Snapshot{}
		}
	}
	a := &attempt{
		Attempt: progress.Attempt{JobID: rj.Args.JobID, WorkerID: w.id, RiverJobID: rj.ID},
		river:   rj, began: time.Now(),
	}
	statement := claimJob
	if common != nil {
		statement = claimJobOfBatch
	}
	var input []byte
	err := w.DB.Pool.QueryRow(ctx, statement, w.id, a.JobID, a.RiverJobID).Scan(&a.tenant, &a.number, &input, &a.traceParent, nil)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("claim the job: %w", err)
	}
	if common != nil {
		w.publisher.Tell(a.JobID)
	}
	// What cannot be read is a job without pages, which fails as such.
	a.snapshot, err = jobs.ReadSnapshot(input, common)
	var merge jobs.MergeInput
	if len(a.snapshot.Pages) == 0 {
		err = errors.Join(err, json.Unmarshal(input, &merge))
	}
	if err != nil {
		w.Log.ErrorContext(a.seen(ctx), "the snapshot of the job cannot be read", "error", err)
	}
	a.merge = merge.Merge
	return a, nil
}

// damaged tells an order that reading again does not mend.
func damaged(err error) bool {
	var wrong *json.UnmarshalTypeError
	return errors.As(err, &wrong)
}

// seen gives a context whose log lines say which attempt they belong to.
func (a *attempt) seen(ctx context.Context) context.Context {
	ctx = telemetry.WithJob(ctx, a.JobID, a.tenant, a.river.Args.RequestID)
	return telemetry.With(ctx, slog.Int("attempt", a.number))
}

// attempts are those that run in this process, with what ends them.
type attempts struct {
	mu   sync.Mutex
	ends map[progress.Attempt]context.CancelCauseFunc
}

// add gives the context of an attempt; it is removed by the function.
func (r *attempts) add(ctx context.Context, a progress.Attempt) (context.Context, func()) {
	ctx, end := context.WithCancelCause(ctx)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ends == nil {
		r.ends = map[progress.Attempt]context.CancelCauseFunc{}
	}
	r.ends[a] = end
	return ctx, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.ends, a)
		end(nil)
	}
}

// count is how many attempts run now.
func (r *attempts) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.ends)
}

// all are the attempts that run now.
func (r *attempts) all() map[progress.Attempt]context.CancelCauseFunc {
	r.mu.Lock()
	defer r.mu.Unlock()
	copied := make(map[progress.Attempt]context.CancelCauseFunc, len(r.ends))
	for a, end := range r.ends {
		copied[a] = end
	}
	return copied
}
