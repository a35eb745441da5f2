package worker

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"time"

	"github.com/riverqueue/river"

	"quire/engine"
	"quire/internal/plan"
	"quire/internal/progress"
	"quire/internal/telemetry"
	"quire/storage"
)

// generateBook works on orders of booklets.
type generateBook struct {
	river.WorkerDefaults[GenerateBookArgs]
	*Worker
}

// NextRetry is soon: River tries again only what could not be claimed.
func (g *generateBook) NextRetry(rj *river.Job[GenerateBookArgs]) time.Time {
	return time.Now().Add(time.Duration(min(rj.Attempt, 30)) * time.Second)
}

// Work makes one attempt at a job. It fails only when the job cannot be claimed;
// whatever comes after that is written into the job's row.
func (g *generateBook) Work(ctx context.Context, rj *river.Job[GenerateBookArgs]) error {
	leave, err := g.turnstile.enter(ctx, rj.Queue == batchQueue, rj.Args.Load)
	if err != nil { // the process stops, or the job was canceled: then nobody claims it
		return river.JobSnooze(0)
	}
	defer leave()
	a, err := g.claim(ctx, rj)
	if err != nil || a == nil {
		return err
	}
	g.work(ctx, a)
	return nil
}

func (g *generateBook) work(ctx context.Context, a *attempt) {
	order := a.river.Args
	ctx, span := telemetry.StartJobSpan(a.seen(ctx), order.Kind(), a.traceParent, order.TraceParent, telemetry.JobAttributes(a.JobID, a.tenant, order.RequestID)...)
	ctx, done := g.running.add(ctx, a.Attempt)
	defer done()
	g.Log.InfoContext(ctx, "job started")
	result := g.supervise(ctx, a)
	g.publisher.Forget(a.Attempt)
	g.conclude(ctx, a, result)
	g.wakeNowAndThen()
	telemetry.EndSpan(span, result.code)
	g.concluded(ctx, a, result)
}

// wakeEvery is after how many jobs more are given out.
const wakeEvery = 4

// wakeNowAndThen has more jobs given out after every few, or when nothing else
// runs here: each time costs a transaction.
func (g *generateBook) wakeNowAndThen() {
	if n := g.ended.Add(1); n%wakeEvery == 0 || g.running.count() <= 1 {
		g.dispatcher.wake()
	}
}

// supervise makes the attempt, but waits no longer than stuckAfter for one whose
// context has ended: a job must not be held for ever by work that does not stop.
func (g *generateBook) supervise(ctx context.Context, a *attempt) outcome {
	results := make(chan outcome, 1)
	abandoned := make(chan struct{})
	go func() {
		results <- g.attempt(ctx, a)
		select {
		case <-abandoned:
			g.discard(context.WithoutCancel(ctx), a)
		default:
		}
	}()
	select {
	case o := <-results:
		return o
	case <-ctx.Done():
	}
	select {
	case o := <-results:
		return o
	case <-time.After(g.stuckAfter):
		close(abandoned)
		g.Log.ErrorContext(ctx, "work on the job does not stop; it is given up", "cause", context.Cause(ctx))
		return interrupted(context.Cause(ctx), ctx.Err())
	}
}

// attempt makes the booklet and gives what came of it; a panic is a failure.
func (g *generateBook) attempt(ctx context.Context, a *attempt) (result outcome) {
	defer func() {
		if v := recover(); v != nil {
			stack := string(debug.Stack())
			g.Log.ErrorContext(ctx, "job panicked", "panic", fmt.Sprint(v), "stack", stack)
			result = failed(engine.CodeFailure, "the booklet could not be made because of a fault in the program; the log tells more", fmt.Errorf("panic: %v\n%s", v, stack))
		}
	}()
	made, err := g.make(ctx, a)
	if err != nil {
		return outcomeOf(ctx, a.snapshot, err)
	}
	return outcome{kind: succeeded, made: made}
}

// booklet is what an attempt has made and stored.
type booklet struct {
	key      string
	name     string // for people, without an ending
	stored   storage.Stored
	total    int
	warnings []engine.Warning
}

func (g *generateBook) make(ctx context.Context, a *attempt) (*booklet, error) {
	if a.merge != nil {
		return g.join(ctx, a)
	}
	p, notes, err := plan.Resolve(a.snapshot)
	if err != nil {
		return nil, err
	}
	total := len(p.Pages)
	room := g.rooms.open(a.Attempt)
	defer room.close()

	stages := stopwatch{ctx: ctx, metrics: g.Metrics, since: a.began}
	g.publisher.Report(a.Attempt, progress.Report{Stage: progress.StageFetch, Total: total})
	sources, err := g.fetch(ctx, a.snapshot, p, room)
	if err != nil {
		return nil, err
	}
	stages.lap(progress.StageFetch)
	g.publisher.Report(a.Attempt, progress.Report{Stage: progress.StageRender, Total: total})
	out := newSpool(room, 0)
	defer out.close()
	result, err := g.render(ctx, a, p, sources, out)
	if err != nil {
		return nil, err
	}
	stages.lap(progress.StageRender)
	g.publisher.Report(a.Attempt, progress.Report{Stage: progress.StageStore, Done: total, Total: total})
	made := &booklet{total: total, name: a.snapshot.Title(), warnings: warnings(notes, result.Warnings)}
	if err := g.keep(ctx, a, out, result.SHA256, made); err != nil {
		return nil, err
	}
	stages.lap(progress.StageStore)
	return made, nil
}

// render composes the booklet.
func (g *generateBook) render(ctx context.Context, a *attempt, p engine.Plan, sources engine.Sources, out io.Writer) (engine.Result, error) {
	tell := func(s engine.Step) {
		if s.Stage == engine.StageRender {
			g.publisher.Report(a.Attempt, progress.Report{Stage: progress.StageRender, Done: s.Done, Total: s.Total})
		}
	}
	return g.compose(ctx, p, sources, out, tell)
}

// keep stores the booklet under a key that belongs to this attempt alone, so
// that no other can touch it.
func (g *generateBook) keep(ctx context.Context, a *attempt, out *spool, sha256 string, made *booklet) (err error) {
	if made.key, err = outputKey(a.tenant, a.Attempt); err != nil {
		return err
	}
	made.stored, err = out.store(ctx, g.Store, made.key, sha256, g.MaxOutput)
	return err
}

// outputKey is where an attempt stores its booklet.
func outputKey(tenant string, a progress.Attempt) (string, error) {
	return storage.Key(tenant, storage.Outputs, fmt.Sprintf("%s-%d", a.JobID, a.RiverJobID))
}

// warnings are the notes of the planning, then those of the engine, by page.
func warnings(notes []plan.Note, found []engine.Warning) []engine.Warning {
	all := make([]engine.Warning, 0, len(notes)+len(found))
	for _, n := range notes {
		all = append(all, engine.Warning{Page: n.Page, Code: n.Code, Message: n.Message})
	}
	return append(all, found...)
}

// stopwatch tells how long each stage took.
type stopwatch struct {
	ctx     context.Context // of the one attempt that it lives for
	metrics Metrics
	since   time.Time
}

func (s *stopwatch) lap(stage progress.Stage) {
	now := time.Now()
	s.metrics.JobStage(string(stage), now.Sub(s.since))
	telemetry.AddSpan(s.ctx, "stage "+string(stage), s.since, now)
	s.since = now
}
