package imports

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"quire/ent/ident"
)

// directory finds the customers of an organisation by what rows call them.
type directory struct {
	byReference map[string]*customer
	byName      map[string][]*customer
	byID        map[string]*customer
}

// readDirectory reads all customers: a name can be folded only here.
func readDirectory(ctx context.Context, tx pgx.Tx, tenant string) (*directory, error) {
	d := &directory{byReference: map[string]*customer{}, byName: map[string][]*customer{}, byID: map[string]*customer{}}
	rows, err := tx.Query(ctx, "select id, name, coalesce(reference, '') from customers where tenant_id = $1", tenant)
	if err != nil {
		return nil, fmt.Errorf("read the customers: %w", err)
	}
	var c customer
	_, err = pgx.ForEachRow(rows, []any{&c.id, &c.name, &c.reference}, func() error {
		known := c
		d.add(&known)
		return nil
	})
	return d, err
}

func (d *directory) add(c *customer) {
	d.byID[c.id] = c
	d.byName[fold(c.name)] = append(d.byName[fold(c.name)], c)
	if c.reference != "" {
		d.byReference[c.reference] = c
	}
}

// find gives the customer whom a row means; nil for one that does not exist, and
// a problem's code when it cannot be told.
func (d *directory) find(m Match, name, reference string) (_ *customer, code string) {
	if m != ByName {
		if c := d.byReference[reference]; c != nil || m == ByReference {
			return c, ""
		}
	}
	var found []*customer
	for _, c := range d.byName[fold(name)] {
		if m == ByName || c.reference == "" {
			found = append(found, c)
		}
	}
	switch len(found) {
	case 0:
		return nil, ""
	case 1:
		return found[0], ""
	}
	return nil, codeCustomerAmbiguous
}

// change gives a customer another name or reference.
func (d *directory) change(c *customer, name, reference string) {
	if fold(name) != fold(c.name) {
		list := d.byName[fold(c.name)]
		for i, other := range list {
			if other == c {
				d.byName[fold(c.name)] = append(list[:i:i], list[i+1:]...)
			}
		}
		d.byName[fold(name)] = append(d.byName[fold(name)], c)
	}
	if reference != c.reference {
		delete(d.byReference, c.reference)
		d.byReference[reference] = c
	}
	c.name, c.reference = name, reference
}

// make adds a customer.
func (d *directory) make(name, reference string) *customer {
	c := &customer{id: ident.New(ident.Customer), name: name, reference: reference, fresh: true}
	d.add(c)
	return c
}
