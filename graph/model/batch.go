package model

import (
	"time"

	"quire/ent/batch"
	"quire/internal/progress"
)

// BatchEvent is the state of a batch at one moment.
type BatchEvent struct {
	// BatchID finds the batch, which is read only when it is asked for.
	BatchID  string
	Sequence int64
	Status   batch.Status
	Progress *BatchProgress
	At       time.Time
}

// NewBatchEvent shows a state.
func NewBatchEvent(s progress.BatchState) *BatchEvent {
	return &BatchEvent{BatchID: s.BatchID, Sequence: s.Sequence, Status: s.Status, Progress: NewBatchProgress(s), At: s.At}
}

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
