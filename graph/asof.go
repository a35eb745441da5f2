package graph

import (
	"context"
	"sync"

	"github.com/99designs/gqlgen/graphql"

	"quire/ent"
	"quire/internal/customers"
)

// attributesAsOf fetches the attributes of all customers of a list at once: the
// first customer whose attributes are asked for asks for its neighbours too.
func (r *Resolver) attributesAsOf(ctx context.Context, c *ent.Customer, year, quarter int) ([]*ent.CustomerAttribute, error) {
	if err := customers.CheckQuarter(year, quarter); err != nil {
		return nil, err
	}
	fc := graphql.GetFieldContext(ctx)
	list := neighbours(fc)
	if list == nil {
		held, err := r.fetchAsOf(ctx, []string{c.ID}, year, quarter)
		return held[c.ID], err
	}
	type key struct {
		list          *ent.CustomerConnection
		alias         string
		year, quarter int
	}
	fetch := sharedOnce(ctx, key{list, fc.Field.Alias, year, quarter}, func() func() (map[string][]*ent.CustomerAttribute, error) {
		return sync.OnceValues(func() (map[string][]*ent.CustomerAttribute, error) {
			ids := make([]string, len(list.Edges))
			for i, e := range list.Edges {
				ids[i] = e.Node.ID
			}
			return r.fetchAsOf(ctx, ids, year, quarter)
		})
	})
	held, err := fetch()
	return held[c.ID], err
}

func (r *Resolver) fetchAsOf(ctx context.Context, ids []string, year, quarter int) (map[string][]*ent.CustomerAttribute, error) {
	if err := prepareSelections(ctx, graphql.GetFieldContext(ctx)); err != nil {
		return nil, err
	}
	var failed error
	held, err := customers.AsOf(ctx, r.Ent, ids, year, quarter, func(q *ent.CustomerAttributeQuery) {
		_, failed = q.CollectFields(ctx, "CustomerAttribute", "Node")
	})
	if err == nil {
		err = failed
	}
	return held, err
}

// neighbours is the list that the field's customer is a row of, or nil.
func neighbours(fc *graphql.FieldContext) *ent.CustomerConnection {
	for at := fc.Parent; at != nil; at = at.Parent {
		if list, ok := at.Result.(*ent.CustomerConnection); ok {
			return list
		}
		if _, other := at.Result.(*ent.Job); other {
			return nil
		}
	}
	return nil
}
