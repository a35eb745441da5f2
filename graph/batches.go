package graph

import (
	"context"
	"slices"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"quire/ent"
	"quire/ent/batch"
	"quire/graph/model"
	"quire/internal/jobs"
	"quire/internal/problem"
	"quire/internal/progress"
)

// batchColumns are all but the order, which is large and not shown.
var batchColumns = slices.DeleteFunc(slices.Clone(batch.Columns), func(c string) bool { return c == batch.FieldInput })

// batchQuery asks for batches without their orders.
func (r *Resolver) batchQuery() *ent.BatchQuery {
	query := r.Ent.Batch.Query()
	query.Select(batchColumns...)
	return query
}

// batchFor fetches the batch of a payload; nil when it is not asked for.
func (r *Resolver) batchFor(ctx context.Context, id string) (*ent.Batch, error) {
	ctx, asked := within(ctx, "batch")
	if !asked {
		return nil, nil
	}
	return r.batchWith(ctx, id)
}

// batchPayload is what every change of a batch answers.
func (r *Resolver) batchPayload(ctx context.Context, id string, err error) (*model.BatchPayload, error) {
	if err != nil {
		return nil, err
	}
	b, err := r.batchFor(ctx, id)
	return &model.BatchPayload{Batch: b}, err
}

// batchWith fetches a batch with what the context asks of it.
func (r *Resolver) batchWith(ctx context.Context, id string) (*ent.Batch, error) {
	query, err := r.batchQuery().Where(batch.ID(id)).CollectFields(ctx, "Batch", "Node")
	if err != nil {
		return nil, err
	}
	return query.Only(ctx)
}

// eventBatch reads the batch of an event afresh.
func (r *Resolver) eventBatch(ctx context.Context, e *progress.BatchState) (*ent.Batch, error) {
	ctx, err := prepareEvent(ctx)
	if err != nil {
		return nil, err
	}
	return r.batchWith(ctx, e.BatchID)
}

// prepareEvent prepares the selections of a subscription's event, which are not
// those of a root field, once for all events.
func prepareEvent(ctx context.Context) (context.Context, error) {
	fc := *graphql.GetFieldContext(ctx)
	var failed error
	prepared := sharedOnce(ctx, &fc.Field.Selections[0], func() ast.SelectionSet {
		oc := graphql.GetOperationContext(ctx)
		set, err := preparer{fragments: oc.Doc.Fragments, variables: oc.Variables}.set(fc.Field.Selections)
		failed = err
		return set
	})
	fc.Field.Selections = prepared
	return graphql.WithFieldContext(ctx, &fc), failed
}

// batchState counts the jobs of a batch; of a list, those of all its batches at
// once.
func (r *Resolver) batchState(ctx context.Context, b *ent.Batch) (progress.BatchState, error) {
	ids := []string{b.ID}
	var list *ent.BatchConnection
	for at := graphql.GetFieldContext(ctx).Parent; at != nil && list == nil; at = at.Parent {
		list, _ = at.Result.(*ent.BatchConnection)
	}
	if list != nil {
		for _, e := range list.Edges {
			ids = append(ids, e.Node.ID)
		}
	}
	count := func() (map[string]progress.BatchState, error) { return r.Progress.Batches(ctx, ids...) }
	if list != nil {
		count = sharedOnce(ctx, list, func() func() (map[string]progress.BatchState, error) { return sync.OnceValues(count) })
	}
	states, err := count()
	if err != nil {
		return progress.BatchState{}, err
	}
	s, there := states[b.ID]
	if !there { // it is not of the list, but of one of its rows
		states, err = r.Progress.Batches(ctx, b.ID)
		s = states[b.ID]
	}
	return s, err
}

// batchOrder is what a client orders.
func batchOrder(input model.GenerateBooksInput) jobs.BatchInput {
	in := jobs.BatchInput{
		BookID: input.BookID, Year: input.Year, Quarter: input.Quarter, SpreadsheetID: text(input.SpreadsheetID),
		Spreadsheets: spreadsheets(input.Spreadsheets), IdempotencyKey: text(input.IdempotencyKey), Found: noWorkbook(input.SpreadsheetID),
	}
	whom := input.Customers
	switch {
	case whom.CustomerIds != nil:
		in.CustomerIDs = whom.CustomerIds
		in.Found.Check(len(whom.CustomerIds) > 0, "customers", "give at least one customer")
	case whom.Where != nil:
		in.NameContains, in.Reference = text(whom.Where.NameContainsFold), whom.Where.Reference
	default:
		in.Found.Check(whom.All != nil && *whom.All, "customers", "give the customers, a filter, or true for all")
	}
	return in
}

// noWorkbook notes an id that is there and empty: that names no file, where null
// asks for none.
func noWorkbook(id *string) (found problem.Input) {
	if id != nil && *id == "" {
		p := problem.Missing("file", "")
		p.Field = "spreadsheetId"
		found.Add(p)
	}
	return found
}

func spreadsheets(list []*model.CustomerSpreadsheetInput) map[string]string {
	byCustomer := map[string]string{}
	for _, s := range list {
		byCustomer[s.CustomerID] = s.SpreadsheetID
	}
	return byCustomer
}
