package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"quire/engine"
	"quire/ent"
	"quire/ent/job"
	"quire/graph/model"
	"quire/internal/progress"
)

// jobColumns are all but the snapshot, which is large and not shown.
var jobColumns = slices.DeleteFunc(slices.Clone(job.Columns), func(c string) bool { return c == job.FieldInput })

// jobQuery asks for jobs without their snapshots.
func (r *Resolver) jobQuery() *ent.JobQuery {
	query := r.Ent.Job.Query()
	query.Select(jobColumns...)
	return query
}

// jobFor fetches the job of a payload; nil when it is not asked for.
func (r *Resolver) jobFor(ctx context.Context, id string) (*ent.Job, error) {
	ctx, asked := within(ctx, "job")
	if !asked {
		return nil, nil
	}
	query, err := r.jobQuery().Where(job.ID(id)).CollectFields(ctx, "Job", "Node")
	if err != nil {
		return nil, err
	}
	return query.Only(ctx)
}

// eventJob reads the job of an event afresh.
func (r *Resolver) eventJob(ctx context.Context, e *model.JobEvent) (*ent.Job, error) {
	ctx, err := prepareEvent(ctx)
	if err != nil {
		return nil, err
	}
	query, err := r.jobQuery().Where(job.ID(e.JobID)).CollectFields(ctx, "Job", "Node")
	if err != nil {
		return nil, err
	}
	return query.Only(ctx)
}

// jobWarnings shows what the worker noted.
func jobWarnings(j *ent.Job) ([]*model.JobWarning, error) {
	shown := []*model.JobWarning{}
	if len(j.Warnings) == 0 {
		return shown, nil
	}
	var noted []engine.Warning
	if err := json.Unmarshal(j.Warnings, &noted); err != nil {
		return nil, fmt.Errorf("the warnings of the job %s are damaged: %w", j.ID, err)
	}
	for _, w := range noted {
		shown = append(shown, &model.JobWarning{Page: w.Page, Code: w.Code, Message: w.Message})
	}
	return shown, nil
}

// events shows states as they come, until there are no more.
func events(ctx context.Context, states <-chan progress.State) <-chan *model.JobEvent {
	out := make(chan *model.JobEvent)
	go func() {
		defer close(out)
		for s := range states {
			select {
			case out <- model.NewJobEvent(s):
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

func text(id *string) string {
	if id == nil {
		return ""
	}
	return *id
}
