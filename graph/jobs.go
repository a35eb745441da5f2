package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/99designs/gqlgen/graphql"

	"quire/engine"
	"quire/ent"
	"quire/ent/job"
	"quire/graph/model"
	"quire/internal/jobs"
	"quire/internal/progress"
	"quire/internal/viewer"
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
func (r *Resolver) eventJob(ctx context.Context, e *progress.State) (*ent.Job, error) {
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

// placesOf is the key of the places of a list's jobs.
type placesOf struct{ list *ent.JobConnection }

// jobPlace ranks a job that waits; those of a list are ranked at once.
func (r *Resolver) jobPlace(ctx context.Context, j *ent.Job) (*model.JobPlace, error) {
	if j.Status != job.StatusQueued {
		return nil, nil
	}
	ids := []string{j.ID}
	rank := func() (map[string]jobs.Place, error) { return r.Jobs.Places(ctx, ids...) }
	for at := graphql.GetFieldContext(ctx).Parent; at != nil; at = at.Parent {
		list, ok := at.Result.(*ent.JobConnection)
		if !ok {
			continue
		}
		ids = nil
		for _, e := range list.Edges {
			ids = append(ids, e.Node.ID)
		}
		rank = sharedOnce(ctx, placesOf{list}, func() func() (map[string]jobs.Place, error) { return sync.OnceValues(rank) })
		break
	}
	places, err := rank()
	p, waits := places[j.ID]
	if err != nil || !waits {
		return nil, err
	}
	return &model.JobPlace{Ahead: p.Ahead, ExpectedStartAt: p.Start}, nil
}

// jobInput shows an administrator what a job is made from.
func (r *Resolver) jobInput(ctx context.Context, j *ent.Job) (*model.JobInput, error) {
	if j.Type != job.TypeGenerateBook {
		return nil, nil
	}
	s, err := r.Jobs.SnapshotOf(ctx, j.ID)
	if err != nil {
		return nil, err
	}
	return model.NewJobInput(s), nil
}

// jobHistory shows the attempts that did not succeed; causes are for administrators.
func jobHistory(ctx context.Context, j *ent.Job) ([]*model.JobAttempt, error) {
	v, err := viewer.From(ctx)
	if err != nil {
		return nil, err
	}
	kept, err := progress.History(j)
	shown := []*model.JobAttempt{}
	for _, a := range kept {
		one := &model.JobAttempt{Number: a.Number, Worker: a.Worker, EndedAt: a.Ended, Code: a.Code, Message: a.Message}
		if !a.Started.IsZero() {
			one.StartedAt = &a.Started
		}
		if v.May(viewer.Admin) && a.Cause != "" {
			one.Cause = &a.Cause
		}
		shown = append(shown, one)
	}
	return shown, err
}

func text(id *string) string {
	if id == nil {
		return ""
	}
	return *id
}
