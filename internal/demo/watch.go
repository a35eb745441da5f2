package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"sync/atomic"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// event is a message of the subscription.
type event struct {
	JobProgress struct {
		Status   string
		Progress struct {
			Stage                          string
			PagesDone, PagesTotal, Percent int
		}
		Error *struct{ Code, Message string }
	}
}

func (e *event) status() string { return strings.ToLower(e.JobProgress.Status) }

func (e *event) where() string {
	p := e.JobProgress.Progress
	if p.PagesTotal == 0 {
		return strings.ToLower(p.Stage)
	}
	return fmt.Sprintf("%s, page %d of %d", strings.ToLower(p.Stage), p.PagesDone, p.PagesTotal)
}

const jobProgress = `subscription Progress($id: ID!) {
  jobProgress(id: $id) { status progress { stage pagesDone pagesTotal percent } error { code message } }
}`

// watch shows the progress that the subscription tells of, until the job ends.
func (o *office) watch(ctx context.Context, job string, out io.Writer) error {
	show, end := lines(out)
	if isTerminal(out) {
		show, end = progressBar(ctx, out)
	}
	last := new(event)
	err := o.Subscribe(ctx, jobProgress, map[string]any{"id": job}, func(data json.RawMessage) error {
		e := new(event)
		if err := json.Unmarshal(data, e); err != nil {
			return err
		}
		last = e
		show(e)
		return nil
	})
	end()
	if err != nil {
		return fmt.Errorf("watch the job: %w", err)
	}
	if e := last.JobProgress.Error; e != nil {
		return fmt.Errorf("the job failed: %s (%s)", e.Message, e.Code)
	}
	if last.JobProgress.Status != "DONE" {
		return fmt.Errorf("the job ended as %s", last.JobProgress.Status)
	}
	return nil
}

// lines shows progress where nothing can be drawn over: a line a message.
func lines(out io.Writer) (show func(*event), end func()) {
	return func(e *event) {
		fmt.Fprintf(out, "  %-8s %3d %%  %s\n", e.status(), e.JobProgress.Progress.Percent, e.where())
	}, func() {}
}

// progressBar shows progress in place.
func progressBar(ctx context.Context, out io.Writer) (show func(*event), end func()) {
	var newest atomic.Pointer[event] // the bar is drawn by a goroutine of its own
	newest.Store(&event{})
	bars := mpb.NewWithContext(ctx, mpb.WithOutput(out), mpb.WithWidth(80))
	bar := bars.AddBar(100,
		mpb.PrependDecorators(decor.Any(func(decor.Statistics) string { return "  " + newest.Load().status() }, decor.WC{W: 10, C: decor.DindentRight})),
		mpb.AppendDecorators(decor.Percentage(decor.WC{W: 5}), decor.Any(func(decor.Statistics) string { return "  " + newest.Load().where() })))
	show = func(e *event) {
		newest.Store(e)
		bar.SetCurrent(int64(e.JobProgress.Progress.Percent))
	}
	end = func() {
		if !bar.Completed() {
			bar.Abort(false)
		}
		bars.Wait()
	}
	return show, end
}

// isTerminal tells whether people read along.
func isTerminal(out io.Writer) bool {
	f, ok := out.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
