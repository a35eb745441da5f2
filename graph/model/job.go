package model

import (
	"maps"
	"slices"
	"time"

	"quire/internal/plan"
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

// NewJobInput shows what a job is made from.
func NewJobInput(s plan.Snapshot) *JobInput {
	shown := &JobInput{Book: s.Book.Name, Customer: s.Customer.Name, Date: s.Date, Spreadsheet: s.Spreadsheet, Pages: []*JobInputPage{}, Attributes: []*JobInputAttribute{}}
	for i, p := range s.Pages {
		page := &JobInputPage{Number: i + 1, Title: p.Title, Kind: p.Kind, Files: []*plan.File{}}
		for _, f := range s.MayShow(p) {
			page.Files = append(page.Files, &f)
		}
		shown.Pages = append(shown.Pages, page)
	}
	for _, key := range slices.Sorted(maps.Keys(s.Attributes)) {
		a := s.Attributes[key]
		shown.Attributes = append(shown.Attributes, &JobInputAttribute{Key: key, Value: a.Text, Image: a.Image})
	}
	return shown
}
