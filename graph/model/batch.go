package model

import "quire/internal/progress"

// NewBatchProgress shows how far a batch is.
func NewBatchProgress(s progress.BatchState) *BatchProgress {
	shown := &BatchProgress{
		Counts:  &BatchCounts{Total: s.Total, Waiting: s.Waiting(), Running: s.Running, Done: s.Done, Failed: s.Failed, Canceled: s.Canceled},
		Percent: s.Percent(), PerMinute: s.PerMinute,
	}
	if s.Remaining != nil {
		seconds := s.Remaining.Seconds()
		shown.RemainingSeconds = &seconds
	}
	return shown
}
