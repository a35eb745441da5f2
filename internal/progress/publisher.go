package progress

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// flushEvery is how often a process writes the progress of its jobs: a NOTIFY
// takes a lock that is shared by the whole database, so they are few.
const flushEvery = 150 * time.Millisecond

// tellEvery is how often a process sends the states of jobs that it was asked to
// tell of.
const tellEvery = 50 * time.Millisecond

// RetellSince is how far back states may be untold when a process has died: as long
// as it takes to find that out, and the time between two sendings.
const RetellSince = 15 * time.Second

// flushTimeout bounds one flush; a database that hangs must not stop the next.
const flushTimeout = 5 * time.Second

// Attempt names one attempt at a job: what it reports counts only while the
// job's row says that it is the current one.
type Attempt struct {
	JobID string
	// WorkerID is the process, RiverJobID the queue's row, which is another for
	// each attempt.
	WorkerID   string
	RiverJobID int64
}

// Report is how far an attempt is.
type Report struct {
	Stage       Stage
	Done, Total int
}

// Publisher writes the progress of all jobs of a worker process. The newest
// report of each counts; those between are dropped.
type Publisher struct {
	pool *pgxpool.Pool
	log  *slog.Logger

	mu      sync.Mutex
	pending map[Attempt]Report
	untold  map[string]bool // ids of jobs

	flushed func(jobs int) // told after each flush, by tests
}

// NewPublisher makes a publisher; [Publisher.Run] makes it work.
func NewPublisher(pool *pgxpool.Pool, log *slog.Logger) *Publisher {
	return &Publisher{pool: pool, log: log, pending: map[Attempt]Report{}, untold: map[string]bool{}, flushed: func(int) {}}
}

// Report notes how far an attempt is. It never blocks.
func (p *Publisher) Report(a Attempt, r Report) {
	p.mu.Lock()
	p.pending[a] = r
	p.mu.Unlock()
}

// Forget drops what an attempt that is over has reported last.
func (p *Publisher) Forget(a Attempt) {
	p.mu.Lock()
	delete(p.pending, a)
	p.mu.Unlock()
}

// Tell has the states of jobs sent to all who watch, soon and together: a
// notification each time would let one commit at a time through, in the whole
// database. It is for the many jobs of batches. A process that dies tells nobody; who
// finds it dead does ([Retell]). It never blocks.
func (p *Publisher) Tell(jobIDs ...string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, id := range jobIDs {
		p.untold[id] = true
	}
}

// Run writes until ctx ends, and then once more.
func (p *Publisher) Run(ctx context.Context) {
	write, tell := time.NewTicker(flushEvery), time.NewTicker(tellEvery)
	defer write.Stop()
	defer tell.Stop()
	for {
		select {
		case <-ctx.Done():
			p.tell(context.WithoutCancel(ctx))
			return
		case <-write.C:
			p.flush(ctx)
		case <-tell.C:
			p.tell(ctx)
		}
	}
}

// tell sends what is untold.
func (p *Publisher) tell(ctx context.Context) {
	p.mu.Lock()
	ids := slices.Collect(maps.Keys(p.untold))
	clear(p.untold)
	p.mu.Unlock()
	if len(ids) == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, flushTimeout)
	defer cancel()
	if _, err := p.pool.Exec(ctx, announce, ids); err != nil {
		p.log.WarnContext(ctx, "states of jobs were not told; trying again", "error", err, "jobs", len(ids))
		p.Tell(ids...)
	}
}

// flush writes all reports in one statement, which is a transaction.
func (p *Publisher) flush(ctx context.Context) {
	batch := p.take()
	if len(batch) == 0 {
		return
	}
	if err := p.write(ctx, batch); err != nil {
		p.log.WarnContext(ctx, "progress was not written; trying again", "error", err, "jobs", len(batch))
		p.putBack(batch)
		return
	}
	p.flushed(len(batch))
}

func (p *Publisher) take() map[Attempt]Report {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.pending) == 0 {
		return nil
	}
	batch := p.pending
	p.pending = map[Attempt]Report{}
	return batch
}

// putBack keeps what was not written, unless something newer has come.
func (p *Publisher) putBack(batch map[Attempt]Report) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for a, r := range batch {
		if _, newer := p.pending[a]; !newer {
			p.pending[a] = r
		}
	}
}

const writeReports = `with changed as (
	update jobs j set stage = r.stage, pages_done = r.done, pages_total = r.total, sequence = j.sequence + 1
	from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::bigint[], $6::bigint[]) as r (id, worker_id, river_job_id, stage, done, total)
	where j.id = r.id and j.worker_id = r.worker_id and j.river_job_id = r.river_job_id and j.status = 'RUNNING'
	returning j.*)
select pg_notify('` + channel + `', ` + document + `) from changed j`

func (p *Publisher) write(ctx context.Context, batch map[Attempt]Report) error {
	ctx, cancel := context.WithTimeout(ctx, flushTimeout)
	defer cancel()
	var ids, workers, stages []string
	var riverIDs, done, total []int64
	for a, r := range batch {
		ids, workers, riverIDs = append(ids, a.JobID), append(workers, a.WorkerID), append(riverIDs, a.RiverJobID)
		stages, done, total = append(stages, string(r.Stage)), append(done, int64(r.Done)), append(total, int64(r.Total))
	}
	_, err := p.pool.Exec(ctx, writeReports, ids, workers, riverIDs, stages, done, total)
	return err
}
