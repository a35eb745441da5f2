package worker

import (
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"quire/internal/postgres"
)

// For how long River keeps its rows of work that is over; its leader removes them.
const (
	finishedAge  = 24 * time.Hour
	discardedAge = 7 * 24 * time.Hour
)

// newClient makes the client that works on jobs.
func (w *Worker) newClient() (*river.Client[pgx.Tx], error) {
	workers := river.NewWorkers()
	if err := river.AddWorkerSafely(workers, &generateBook{Worker: w}); err != nil {
		return nil, err
	}
	if err := river.AddWorkerSafely(workers, &wakeDispatcher{Worker: w}); err != nil {
		return nil, err
	}
	queues := map[string]river.QueueConfig{
		directQueue: {MaxWorkers: w.Concurrency}, batchQueue: {MaxWorkers: w.Concurrency - reserved(w.Concurrency)}, controlQueue: {MaxWorkers: 1},
	}
	var chores []*river.PeriodicJob
	if w.House != nil {
		if err := river.AddWorkerSafely(workers, &keepHouse{Worker: w}); err != nil {
			return nil, err
		}
		queues[houseQueue] = river.QueueConfig{MaxWorkers: 1}
		chores = periodicChores(w.House)
	}
	client, err := river.NewClient(riverpgxv5.New(w.DB.Pool), &river.Config{
		ID:      w.id,
		Logger:  w.Log,
		Workers: workers,
		Queues:  queues,
		// The leader among all processes inserts these.
		PeriodicJobs: chores,
		// At its default of 100 ms, orders that come one after the other wait
		// for most of a second.
		FetchCooldown: 5 * time.Millisecond,
		// For orders that nobody was told of, and for those whose time comes.
		FetchPollInterval: 250 * time.Millisecond,
		JobTimeout:        w.JobTimeout,
		// Dead workers are found by liveness; River's rescuer comes after it,
		// for rows that no job knows of.
		RescueStuckJobsAfter: w.JobTimeout + time.Hour,
		SoftStopTimeout:      w.ShutdownTimeout,
		ReindexerIndexNames: slices.DeleteFunc(river.ReindexerIndexNamesDefault(), func(name string) bool {
			return slices.Contains(postgres.IdleQueueIndexes, name)
		}),
		// The queue's rows are transport: the record of work is ours.
		CompletedJobRetentionPeriod: finishedAge,
		CancelledJobRetentionPeriod: finishedAge,
		DiscardedJobRetentionPeriod: discardedAge,
	})
	if err != nil {
		return nil, fmt.Errorf("set up the queue's client: %w", err)
	}
	return client, nil
}
