package progress

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"quire/ent/job"
)

func TestFigures(t *testing.T) {
	t.Parallel()
	began := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	now := began.Add(10 * time.Second)
	seconds := func(n float64) *float64 { return &n }
	cases := map[string]struct {
		state     State
		stage     Stage
		percent   int
		remaining *float64
	}{
		"waits":            {State{Status: job.StatusQueued}, StageWaiting, 0, nil},
		"waits once more":  {State{Status: job.StatusQueued, Started: &began, Stage: StageRender, Done: 3, Total: 4}, StageWaiting, 0, nil},
		"fetches":          {State{Status: job.StatusRunning, Started: &began, Stage: StageFetch, Total: 4}, StageFetch, 2, nil},
		"nothing done":     {State{Status: job.StatusRunning, Started: &began, Stage: StageRender, Total: 4}, StageRender, 2, nil},
		"half":             {State{Status: job.StatusRunning, Started: &began, Stage: StageRender, Done: 2, Total: 4}, StageRender, 50, seconds(10)},
		"all pages":        {State{Status: job.StatusRunning, Started: &began, Stage: StageRender, Done: 4, Total: 4}, StageRender, 98, seconds(10 * 2.0 / 98)},
		"stores":           {State{Status: job.StatusRunning, Started: &began, Stage: StageStore, Done: 4, Total: 4}, StageStore, 99, seconds(10 * 1.0 / 99)},
		"total not known":  {State{Status: job.StatusRunning, Started: &began, Stage: StageFetch}, StageFetch, 0, nil},
		"clocks differ":    {State{Status: job.StatusRunning, Started: ptr(now.Add(time.Hour)), Stage: StageRender, Done: 2, Total: 4}, StageRender, 50, seconds(0)},
		"is being stopped": {State{Status: job.StatusCanceling, Started: &began, Stage: StageRender, Done: 2, Total: 4}, StageRender, 50, nil},
		"done":             {State{Status: job.StatusDone, Started: &began, Stage: StageStore, Done: 4, Total: 4}, StageFinished, 100, seconds(0)},
		"failed":           {State{Status: job.StatusError, Started: &began, Stage: StageRender, Done: 2, Total: 4}, StageFinished, 50, nil},
		"canceled":         {State{Status: job.StatusCanceled}, StageFinished, 0, nil},
	}
	for name, c := range cases {
		f := c.state.Figures(now)
		if f.Stage != c.stage || f.Percent != c.percent || f.Done != c.state.Done || f.Total != c.state.Total {
			t.Errorf("%s: %+v", name, f)
		}
		switch {
		case (f.Remaining == nil) != (c.remaining == nil):
			t.Errorf("%s: remaining %v, want %v", name, f.Remaining, c.remaining)
		case f.Remaining != nil && (f.Remaining.Seconds()-*c.remaining > 1e-6 || *c.remaining-f.Remaining.Seconds() > 1e-6):
			t.Errorf("%s: %v remain, want %v s", name, *f.Remaining, *c.remaining)
		}
	}
}

func ptr[T any](v T) *T { return &v }

func TestMessage(t *testing.T) {
	t.Parallel()
	if got := Message(" a\nb\x00\x1b[0m  «c»\xff "); got != "a b [0m «c»\uFFFD" {
		t.Errorf("%q", got)
	}
	long := Message(strings.Repeat("ß", 5000))
	if len(long) > maxMessage || !utf8.ValidString(long) || !strings.HasSuffix(long, "ß…") {
		t.Errorf("%d bytes, ends %q", len(long), long[len(long)-8:])
	}
}
