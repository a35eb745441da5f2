package worker

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"quire/engine"
	"quire/ent/ident"
	"quire/internal/housekeeping"
	"quire/internal/postgres"
	"quire/internal/progress"
	"quire/internal/telemetry"
	"quire/storage"
)

// Deps are what a worker works with. All of DB, Store and Log are needed.
type Deps struct {
	DB    *postgres.DB
	Store *storage.Store
	// Log writes the attributes of the context, as telemetry's loggers do.
	Log *slog.Logger
	// Metrics is told what becomes of jobs; nil for nobody.
	Metrics Metrics
	// TempDir is where sources and booklets lie while a job runs; empty for the
	// system's folder.
	TempDir string
	// Concurrency is how many jobs run at once; 0 means 2.
	Concurrency int
	// Memory is about how many bytes the jobs may take that run at once: who needs
	// more than is left waits, one alone may take more; 0 means 1 GiB.
	Memory int64
	// JobTimeout ends an attempt; 0 means 10 minutes.
	JobTimeout time.Duration
	// ShutdownTimeout is how long Stop lets running jobs finish; 0 means 20
	// seconds.
	ShutdownTimeout time.Duration
	// MaxAttempts bounds how often a job is begun; 0 means 5.
	MaxAttempts int
	// MaxOutput is the largest booklet, in bytes; 0 means 1 GiB.
	MaxOutput int64
	// House removes what is over, once in a while; nil for nobody.
	House *housekeeping.Keeper
	// Backoff is the pause before an attempt is repeated, by the number of
	// attempts so far; nil for 2 s, 8 s, 32 s and so on, up to 2 minutes.
	Backoff func(attempts int) time.Duration
}

// Metrics is told what workers do. Its methods do not block.
type Metrics interface {
	// Job tells that a job has entered a state.
	Job(kind, state string)
	// JobStage tells how long a stage of a job took; TOTAL is the whole attempt.
	JobStage(stage string, took time.Duration)
}

var _ Metrics = (*telemetry.Metrics)(nil)

type noMetrics struct{}

func (noMetrics) Job(string, string)             {}
func (noMetrics) JobStage(string, time.Duration) {}

// composer is [engine.Compose].
type composer func(context.Context, engine.Plan, engine.Sources, io.Writer, engine.Progress) (engine.Result, error)

// Worker is the part of a process that works on jobs.
type Worker struct {
	Deps
	id        string
	queue     *Queue
	client    *river.Client[pgx.Tx]
	publisher *progress.Publisher
	running   attempts
	rooms     *tempRooms
	shelf     *shelf
	commons   *commons
	turnstile *turnstile
	// ended counts attempts, given the jobs of batches that this process has given
	// to the queue.
	ended, given atomic.Int64
	// dispatcher gives jobs to the queue, preparer makes those of batches,
	// importer makes imports.
	dispatcher, preparer, importer wakeable
	// prepared is when the preparer last made jobs.
	prepared time.Time

	compose composer
	// stuckAfter is how long work may go on after its context has ended.
	stuckAfter time.Duration
	// concluded is told what came of each attempt, by tests.
	concluded func(context.Context, *attempt, outcome)

	// hurry is closed when nothing may be waited for any more.
	hurry      chan struct{}
	stopOnce   sync.Once
	background sync.WaitGroup
	cancel     context.CancelFunc
}

// New makes a worker; [Worker.Start] makes it work.
func New(d Deps) (*Worker, error) {
	d = d.complete()
	w := &Worker{
		Deps:       d,
		id:         ident.New(ident.WorkerProcess),
		publisher:  progress.NewPublisher(d.DB.Pool, d.Log),
		compose:    engine.NewCache(cacheBytes).Compose,
		stuckAfter: 15 * time.Second,
		concluded:  func(context.Context, *attempt, outcome) {},
		shelf:      newShelf(),
		commons:    newCommons(d.DB),
		turnstile:  newTurnstile(d.Concurrency, d.Memory),
		hurry:      make(chan struct{}),
		dispatcher: make(wakeable, 1),
		preparer:   make(wakeable, 1),
		importer:   make(wakeable, 1),
	}
	var err error
	if w.queue, err = NewQueue(d.DB.Pool, d.Log); err != nil {
		return nil, err
	}
	w.client, err = w.newClient()
	return w, err
}

func (d Deps) complete() Deps {
	if d.Metrics == nil {
		d.Metrics = noMetrics{}
	}
	if d.Concurrency <= 0 {
		d.Concurrency = 2
	}
	if d.Memory <= 0 {
		d.Memory = 1 << 30
	}
	if d.JobTimeout <= 0 {
		d.JobTimeout = 10 * time.Minute
	}
	if d.ShutdownTimeout <= 0 {
		d.ShutdownTimeout = 20 * time.Second
	}
	if d.MaxAttempts <= 0 {
		d.MaxAttempts = 5
	}
	if d.MaxOutput <= 0 {
		d.MaxOutput = 1 << 30
	}
	if d.Backoff == nil {
		d.Backoff = backoff
	}
	return d
}

// backoff grows fourfold from two seconds to two minutes.
func backoff(attempts int) time.Duration {
	return min(2*time.Second<<(2*min(max(attempts-1, 0), 8)), 2*time.Minute)
}

// ID names this process among the workers.
func (w *Worker) ID() string { return w.id }

// Start begins to work and returns. The work goes on until [Worker.Stop].
func (w *Worker) Start(ctx context.Context) (err error) {
	run, cancel := context.WithCancel(context.WithoutCancel(ctx))
	w.cancel = cancel
	defer func() {
		if err != nil {
			cancel()
			w.background.Wait()
		}
	}()
	if w.rooms, err = openTempRooms(w.TempDir, w.id); err != nil {
		return fmt.Errorf("make room for temporary files: %w", err)
	}
	alive := &liveness{Worker: w}
	if err := alive.begin(ctx); err != nil {
		return fmt.Errorf("register the worker: %w", err)
	}
	w.background.Go(func() { alive.run(run) })
	w.background.Go(func() { w.publisher.Run(run) })
	w.background.Go(func() {
		w.dispatcher.run(run, w.dispatch, func(err error) { w.Log.WarnContext(run, "jobs that wait cannot be given out", "error", err) })
	})
	w.background.Go(func() {
		w.preparer.run(run, w.prepare, func(err error) { w.Log.WarnContext(run, "the jobs of a batch cannot be made", "error", err) })
	})
	w.background.Go(func() {
		w.importer.run(run, w.importCustomers, func(err error) { w.Log.WarnContext(run, "an import waits to be tried again", "error", err) })
	})
	w.background.Go(func() {
		// Nobody wakes it: once a second is soon enough.
		wakeable(nil).run(run, w.refreshStatistics, func(err error) { w.Log.WarnContext(run, "the planner's statistics stay old", "error", err) })
	})
	w.background.Go(func() { w.rooms.tidy(run, w.Log) })
	if err := w.client.Start(run); err != nil {
		return fmt.Errorf("start the queue's client: %w", err)
	}
	return nil
}

// refreshStatistics has the planner see what batches and imports have added.
func (w *Worker) refreshStatistics(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, concludeTimeout)
	defer cancel()
	_, err := postgres.RefreshStatistics(ctx, w.DB.Pool)
	return err
}

// Stop takes no more jobs and waits for those that run, for ShutdownTimeout at
// most; what has not finished then is handed back to the queue without costing
// it an attempt. When ctx ends before that, the rest is left to other workers,
// who find it within ten seconds. Only the first call does anything.
func (w *Worker) Stop(ctx context.Context) (err error) {
	if w.rooms != nil { // it was started
		w.stopOnce.Do(func() { err = w.stop(ctx) })
	}
	return err
}

func (w *Worker) stop(ctx context.Context) error {
	err := w.client.Stop(ctx) // cancels what runs after ShutdownTimeout
	if err != nil {
		close(w.hurry)
		patience, done := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		defer done()
		err = errors.Join(err, w.client.StopAndCancel(patience))
	}
	w.cancel()
	w.background.Wait()
	return errors.Join(err, w.rooms.close())
}
