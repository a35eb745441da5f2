package customers

import (
	"context"
	"slices"
	"strings"

	"quire/ent"
	"quire/ent/customerattribute"
	"quire/ent/predicate"
)

// AsOf gives the attributes of customers that hold in a quarter, by the id of
// the customer, each list with one attribute a key and sorted by key: the value
// of the quarter itself, else of its year, else the undated one. It asks once
// for all customers; with may load edges or order the query to select more.
func AsOf(ctx context.Context, client *ent.Client, ids []string, year, quarter int, with ...func(*ent.CustomerAttributeQuery)) (map[string][]*ent.CustomerAttribute, error) {
	query := client.CustomerAttribute.Query().
		Where(customerattribute.CustomerIDIn(ids...), customerattribute.Or(
			holdsFor(year, quarter), holdsFor(year, 0), holdsFor(0, 0),
		))
	for _, apply := range with {
		apply(query)
	}
	rows, err := query.All(ctx)
	if err != nil {
		return nil, err
	}
	held := make(map[string][]*ent.CustomerAttribute, len(ids))
	slices.SortFunc(rows, func(a, b *ent.CustomerAttribute) int {
		if c := strings.Compare(a.Key, b.Key); c != 0 {
			return c
		}
		return precision(b) - precision(a)
	})
	for _, row := range rows {
		list := held[row.CustomerID]
		if n := len(list); n == 0 || list[n-1].Key != row.Key {
			held[row.CustomerID] = append(list, row)
		}
	}
	return held, nil
}

func holdsFor(year, quarter int) predicate.CustomerAttribute {
	return customerattribute.And(customerattribute.Year(year), customerattribute.Quarter(quarter))
}

// precision is higher the narrower the period is.
func precision(a *ent.CustomerAttribute) int {
	switch {
	case a.Quarter > 0:
		return 2
	case a.Year > 0:
		return 1
	}
	return 0
}
