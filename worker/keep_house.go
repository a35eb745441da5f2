package worker

import (
	"context"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"quire/internal/housekeeping"
)

// houseQueue is River's queue for housekeeping: a long chore holds nothing else up.
const houseQueue = "housekeeping"

// choreTimeout ends a chore; what is left is for the next time.
const choreTimeout = 30 * time.Minute

// KeepHouseArgs are one chore of housekeeping.
type KeepHouseArgs struct {
	Chore string `json:"chore"`
}

// Kind is the name of this kind of work; it never changes.
func (KeepHouseArgs) Kind() string { return "keep_house" }

// InsertOpts are those of every chore: one that waits or runs is enough, and one
// that failed comes again by itself.
func (KeepHouseArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: houseQueue, MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateRetryable, rivertype.JobStateScheduled,
	}}}
}

// periodicChores has River's leader insert each chore when it is due, and all of
// them when it becomes the leader.
func periodicChores(k *housekeeping.Keeper) (jobs []*river.PeriodicJob) {
	for _, c := range k.Chores() {
		jobs = append(jobs, river.NewPeriodicJob(river.PeriodicInterval(c.Every),
			func() (river.JobArgs, *river.InsertOpts) { return KeepHouseArgs{Chore: c.Name}, nil },
			&river.PeriodicJobOpts{ID: "keep_house_" + c.Name, RunOnStart: true}))
	}
	return jobs
}

// keepHouse does chores.
type keepHouse struct {
	river.WorkerDefaults[KeepHouseArgs]
	*Worker
}

// Timeout is the same for all chores.
func (*keepHouse) Timeout(*river.Job[KeepHouseArgs]) time.Duration { return choreTimeout }

// Work does one chore.
func (h *keepHouse) Work(ctx context.Context, rj *river.Job[KeepHouseArgs]) error {
	_, err := h.House.Do(ctx, rj.Args.Chore)
	return err
}
