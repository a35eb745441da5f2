package imports

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"quire/ent/auditevent"
	"quire/ent/ident"
	"quire/internal/audit"
)

// apply writes what rows change, with a statement for each kind of change. Their
// events are kept until it is certain that they stay.
func (p *pass) apply(ctx context.Context, rows []*Row) error {
	var w writes
	for _, r := range rows {
		if r.Outcome == OutcomeNew || r.Outcome == OutcomeChanged {
			w.add(r)
		}
	}
	if err := w.write(ctx, p.tx, p.tenant); err != nil {
		return err
	}
	p.events = append(p.events, w.events...)
	return nil
}

// record notes in the transaction's trail what was written.
func (p *pass) record(ctx context.Context, o order) error {
	for _, e := range p.events {
		e.TenantID, e.RequestID = p.tenant, o.requestID
		if o.createdBy != nil {
			e.ActorID = *o.createdBy
		}
		if err := audit.Record(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// writes are the changes of several rows, a slice for each column.
type writes struct {
	newIDs, newNames         []string
	newReferences            []*string
	changedIDs, changedNames []string
	changedReferences        []*string
	setIDs, setCustomers     []string
	setKeys, setTexts        []string
	setYears, setQuarters    []int
	removedFrom, removedKeys []string
	removedYears             []int
	removedQuarters          []int
	events                   []audit.Event
}

func (w *writes) add(r *Row) {
	e := audit.Event{Action: auditevent.ActionChanged, TargetID: r.target.id}
	var reference *string
	if r.Reference != "" {
		reference = &r.Reference
	}
	if r.Outcome == OutcomeNew {
		e.Action = auditevent.ActionCreated
		w.newIDs, w.newNames, w.newReferences = append(w.newIDs, r.target.id), append(w.newNames, r.Name), append(w.newReferences, reference)
	}
	named := false
	for _, c := range r.Changes {
		switch {
		case c.Target == OfName:
			named = true
			e.Changes = append(e.Changes, "name")
		case c.Target == OfReference:
			named = true
			e.Changes = append(e.Changes, "reference")
		case c.After == nil:
			w.removedFrom, w.removedKeys = append(w.removedFrom, r.target.id), append(w.removedKeys, c.Key)
			w.removedYears, w.removedQuarters = append(w.removedYears, c.Year), append(w.removedQuarters, c.Quarter)
			e.Changes = append(e.Changes, "attributes")
		default:
			w.setIDs, w.setCustomers = append(w.setIDs, ident.New(ident.CustomerAttribute)), append(w.setCustomers, r.target.id)
			w.setKeys, w.setTexts = append(w.setKeys, c.Key), append(w.setTexts, *c.After)
			w.setYears, w.setQuarters = append(w.setYears, c.Year), append(w.setQuarters, c.Quarter)
			e.Changes = append(e.Changes, "attributes")
		}
	}
	if r.Outcome == OutcomeNew {
		e.Changes = nil
	} else if e.Changes = slices.Compact(e.Changes); named {
		w.changedIDs, w.changedNames, w.changedReferences = append(w.changedIDs, r.target.id), append(w.changedNames, r.Name), append(w.changedReferences, reference)
	}
	w.events = append(w.events, e)
}

func (w *writes) write(ctx context.Context, tx pgx.Tx, tenant string) error {
	for _, s := range []struct {
		what, sql string
		n         int
		args      []any
	}{
		{"make customers", `insert into customers (id, tenant_id, name, reference, created_at, updated_at)
			select id, $1, name, reference, now(), now() from unnest($2::text[], $3::text[], $4::text[]) as n (id, name, reference)`,
			len(w.newIDs), []any{w.newIDs, w.newNames, w.newReferences}},
		{"change customers", `update customers c set name = n.name, reference = n.reference, updated_at = now()
			from unnest($2::text[], $3::text[], $4::text[]) as n (id, name, reference) where c.tenant_id = $1 and c.id = n.id`,
			len(w.changedIDs), []any{w.changedIDs, w.changedNames, w.changedReferences}},
		{"remove attributes", `delete from customer_attributes a using unnest($2::text[], $3::text[], $4::int[], $5::int[]) as n (customer_id, key, year, quarter)
			where a.tenant_id = $1 and a.customer_id = n.customer_id and a.key = n.key and a.year = n.year and a.quarter = n.quarter`,
			len(w.removedFrom), []any{w.removedFrom, w.removedKeys, w.removedYears, w.removedQuarters}},
		{"set attributes", `insert into customer_attributes (id, tenant_id, customer_id, key, value, year, quarter, created_at, updated_at)
			select id, $1, customer_id, key, value, year, quarter, now(), now()
			from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[]) as n (id, customer_id, key, value, year, quarter)
			on conflict (customer_id, key, year, quarter) do update set value = excluded.value, upload_id = null, updated_at = excluded.updated_at`,
			len(w.setIDs), []any{w.setIDs, w.setCustomers, w.setKeys, w.setTexts, w.setYears, w.setQuarters}},
	} {
		if s.n == 0 {
			continue
		}
		if _, err := tx.Exec(ctx, s.sql, append([]any{tenant}, s.args...)...); err != nil {
			return fmt.Errorf("%s: %w", s.what, err)
		}
	}
	return nil
}
