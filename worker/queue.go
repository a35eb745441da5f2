package worker

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"quire/internal/telemetry"
)

// River's queues: for what is ordered by hand, and for batches.
const (
	directQueue = "booklets"
	batchQueue  = "batches"
)

// GenerateBookArgs are what River keeps of a job; the rest is in the job's row.
type GenerateBookArgs struct {
	JobID string `json:"job_id"`
	// BatchID is the batch that the job belongs to, if any.
	BatchID   string `json:"batch_id,omitempty"`
	RequestID string `json:"request_id,omitempty"`
	// Load is the size of the files that the job is made from, in bytes.
	Load int64 `json:"load,omitempty"`
	// TraceParent is the span of what queued the job: its order, or that it was
	// tried again.
	TraceParent string `json:"trace_parent,omitempty"`
}

// Kind is the name of this kind of work; it never changes.
func (GenerateBookArgs) Kind() string { return "generate_book" }

// InsertOpts are those of every order. An attempt that was begun ends its River
// row whatever comes of it, so River's own attempts are spent only when a job
// cannot even be claimed.
func (GenerateBookArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: directQueue, MaxAttempts: 100}
}

// Queue puts jobs into River and takes them out, without working on them: what
// a process that only serves the API needs. It is safe for use by several
// goroutines.
type Queue struct{ client *river.Client[pgx.Tx] }

// NewQueue makes a queue that speaks through pool.
func NewQueue(pool *pgxpool.Pool, log *slog.Logger) (*Queue, error) {
	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{
		Logger: log,
		// River tells the workers of at most one order in this time, whoever
		// comes next waits for their next look.
		FetchCooldown: river.FetchCooldownMin,
	})
	if err != nil {
		return nil, fmt.Errorf("set up the queue: %w", err)
	}
	return &Queue{client: client}, nil
}

// Client is River's own, for pages that show the queue.
func (q *Queue) Client() *river.Client[pgx.Tx] { return q.client }

// Insert queues a job that was ordered by hand and gives the id of River's row.
func (q *Queue) Insert(ctx context.Context, tx pgx.Tx, jobID, requestID string, load int64) (int64, error) {
	return q.insert(ctx, tx, GenerateBookArgs{JobID: jobID, RequestID: requestID, Load: load, TraceParent: telemetry.TraceParent(ctx)}, directQueue, 0)
}

// Wake tells some worker that jobs wait for their turn, or a batch for its jobs.
func (q *Queue) Wake(ctx context.Context, tx pgx.Tx) error {
	_, err := q.client.InsertTx(ctx, tx, WakeArgs{}, nil)
	return err
}

// again queues another attempt at a job, to be taken after a delay.
func (q *Queue) again(ctx context.Context, tx pgx.Tx, jobID, requestID string, delay time.Duration) (int64, error) {
	args, queue := GenerateBookArgs{JobID: jobID, RequestID: requestID}, ""
	err := tx.QueryRow(ctx, "select case when batch_id is null then $2 else $3 end, load, coalesce(batch_id, '') from jobs where id = $1", jobID, directQueue, batchQueue).Scan(&queue, &args.Load, &args.BatchID)
	if err != nil {
		return 0, fmt.Errorf("queue the job again: %w", err)
	}
	return q.insert(ctx, tx, args, queue, delay)
}

func (q *Queue) insert(ctx context.Context, tx pgx.Tx, args GenerateBookArgs, queue string, delay time.Duration) (int64, error) {
	opts := &river.InsertOpts{Queue: queue}
	if delay > 0 {
		opts.ScheduledAt = time.Now().Add(delay)
	}
	result, err := q.client.InsertTx(ctx, tx, args, opts)
	if err != nil {
		return 0, fmt.Errorf("queue the job: %w", err)
	}
	if delay > 0 {
		// Only the elected leader makes scheduled rows available, every five
		// seconds; one that is available already is taken when its time comes.
		_, err = tx.Exec(ctx, "update river_job set state = 'available' where id = $1 and state = 'scheduled'", result.Job.ID)
	}
	return result.Job.ID, err
}

// Cancel takes a job out of the queue, or tells the worker that runs it.
func (q *Queue) Cancel(ctx context.Context, tx pgx.Tx, riverID int64) error {
	_, err := q.client.JobCancelTx(ctx, tx, riverID)
	if errors.Is(err, rivertype.ErrNotFound) {
		return nil
	}
	return err
}
