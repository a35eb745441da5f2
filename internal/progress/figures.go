package progress

import (
	"time"

	"quire/ent"
	"quire/ent/job"
)

// Figures say how far a job is, for people.
type Figures struct {
	Stage       Stage
	Done, Total int
	// Percent is 100 only when the job is done.
	Percent int
	// Remaining is an estimate of the time left; nil when there is nothing to
	// estimate from.
	Remaining *time.Duration
}

// What the stages take of the whole, in percent: pages are nearly all of it.
const (
	percentFetch  = 2
	percentRender = 96
	percentStored = 99
)

// Figures are what a query and a subscription both show.
func (s State) Figures(now time.Time) Figures {
	f := Figures{Stage: s.shownStage(), Done: s.Done, Total: s.Total, Percent: s.percent()}
	if s.Status == job.StatusDone {
		var none time.Duration
		f.Remaining = &none
	}
	if s.Status == job.StatusRunning && s.Started != nil && s.Done > 0 && f.Percent > percentFetch {
		spent := max(now.Sub(*s.Started), 0)
		left := spent * time.Duration(100-f.Percent) / time.Duration(f.Percent)
		f.Remaining = &left
	}
	return f
}

func (s State) shownStage() Stage {
	switch {
	case Final(s.Status):
		return StageFinished
	case s.Status == job.StatusQueued || s.Stage == "":
		return StageWaiting
	}
	return s.Stage
}

func (s State) percent() int {
	switch {
	case s.Status == job.StatusDone:
		return 100
	case s.Status == job.StatusQueued || s.Total <= 0:
		return 0
	case s.Stage == StageStore:
		return percentStored
	}
	return min(percentFetch+percentRender*max(s.Done, 0)/s.Total, percentFetch+percentRender)
}

// Of gives the state of a job that was read with ent.
func Of(j *ent.Job) State {
	s := State{
		JobID: j.ID, Sequence: j.Sequence, Status: j.Status, Stage: Stage(j.Stage),
		Done: j.PagesDone, Total: j.PagesTotal, Started: j.StartedAt,
	}
	s.TenantID = j.TenantID
	if j.BatchID != nil {
		s.BatchID = *j.BatchID
	}
	if j.ErrorCode != nil {
		s.ErrorCode = *j.ErrorCode
	}
	if j.ErrorMessage != nil {
		s.ErrorMessage = *j.ErrorMessage
	}
	return s
}
