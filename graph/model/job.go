package model

import (
	"time"

	"quire/ent/job"
	"quire/internal/progress"
)

// JobEvent is the state of a job at one moment.
type JobEvent struct {
	// JobID finds the job, which is read only when it is asked for.
	JobID    string
	Sequence int64
	Status   job.Status
	Progress *JobProgress
	Error    *JobError
	At       time.Time
}

// NewJobEvent shows a state.
func NewJobEvent(s progress.State) *JobEvent {
	return &JobEvent{
		JobID: s.JobID, Sequence: s.Sequence, Status: s.Status,
		Progress: NewJobProgress(s, s.At), Error: NewJobError(s), At: s.At,
	}
}

// NewJobProgress shows how far a job is, as of now.
func NewJobProgress(s progress.State, now time.Time) *JobProgress {
	f := s.Figures(now)
	shown := &JobProgress{Stage: JobStage(f.Stage), PagesDone: f.Done, PagesTotal: f.Total, Percent: f.Percent}
	if f.Remaining != nil {
		seconds := f.Remaining.Seconds()
		shown.RemainingSeconds = &seconds
	}
	return shown
}

// NewJobError shows why a job failed; nil when it has not.
func NewJobError(s progress.State) *JobError {
	if s.ErrorCode == "" {
		return nil
	}
	return &JobError{Code: s.ErrorCode, Message: s.ErrorMessage}
}
