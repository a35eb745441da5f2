package model

import (
	"time"

	"quire/internal/progress"
)

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
