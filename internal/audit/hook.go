package audit

import (
	"context"
	"slices"

	"quire/ent"
	"quire/ent/apikey"
	"quire/ent/auditevent"
	"quire/ent/customerattribute"
	"quire/ent/job"
	"quire/ent/tenancy"
	"quire/ent/user"
	"quire/internal/viewer"
)

// unwatched are the types whose rows are no one's doing, or are part of another:
// a page's conditions change with the page.
var unwatched = []string{ent.TypeAuditEvent, ent.TypeRefreshSession, ent.TypeSignInThrottle, ent.TypeProviderSignIn, ent.TypeWorkerProcess, ent.TypeWorkShare, ent.TypePageCondition}

// unwatchedColumns change by themselves, or with an event of their own.
var unwatchedColumns = map[string][]string{
	ent.TypeUser: {user.FieldPasswordHash}, ent.TypeAPIKey: {apikey.FieldLastUsedAt}, ent.TypeJob: {job.FieldRiverJobID},
}

// updatedAt is what every change sets.
const updatedAt = "updated_at"

// Hook notes in the trail of the transaction what a mutation creates, changes
// and deletes. What Quire itself changes, without a request, is not noted: that
// is progress.
func Hook(next ent.Mutator) ent.Mutator {
	return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
		if slices.Contains(unwatched, m.Type()) {
			return next.Mutate(ctx, m)
		}
		trail, ok := ctx.Value(trailKey{}).(*Trail)
		if !ok {
			return nil, ErrNoTrail
		}
		events, err := before(ctx, m)
		if err != nil {
			return nil, err
		}
		value, err := next.Mutate(ctx, m)
		if err != nil {
			return value, err
		}
		if m.Op().Is(ent.OpCreate) {
			events = created(m)
		}
		for _, e := range events {
			trail.note(e)
		}
		return value, nil
	})
}

// before tells what a change or a deletion is about to do: afterwards its rows
// are not found any more.
func before(ctx context.Context, m ent.Mutation) ([]Event, error) {
	if m.Op().Is(ent.OpCreate) {
		return nil, nil
	}
	e := Event{Action: auditevent.ActionDeleted}
	if m.Op().Is(ent.OpUpdate | ent.OpUpdateOne) {
		e.Action, e.Changes = auditevent.ActionChanged, changes(m)
		if _, err := viewer.From(ctx); err != nil || len(e.Changes) == 0 {
			return nil, nil
		}
	}
	tenant, system, err := tenancy.Of(ctx)
	if err != nil || system {
		return nil, err // the system's housekeeping
	}
	e.TenantID = tenant
	if a, ok := m.(*ent.CustomerAttributeMutation); ok {
		return ofCustomers(ctx, a, tenant)
	}
	ids, err := m.(interface {
		IDs(context.Context) ([]string, error)
	}).IDs(ctx)
	return about(e, ids), err
}

// changes are the names of the columns that a mutation sets or clears.
func changes(m ent.Mutation) []string {
	names := slices.Concat(m.Fields(), m.ClearedFields(), m.AddedFields())
	names = slices.DeleteFunc(names, func(name string) bool {
		return name == updatedAt || slices.Contains(unwatchedColumns[m.Type()], name)
	})
	slices.Sort(names)
	return slices.Compact(names)
}

// created tells what a creation has done.
func created(m ent.Mutation) []Event {
	e := Event{Action: auditevent.ActionCreated}
	e.TargetID, _ = m.(interface{ ID() (string, bool) }).ID()
	switch m := m.(type) {
	case *ent.CustomerAttributeMutation:
		e = ofCustomer()
		e.TargetID, _ = m.CustomerID()
		e.TenantID, _ = m.TenantID()
	case *ent.OrganisationMutation:
		e.TenantID = e.TargetID
	case interface{ TenantID() (string, bool) }:
		e.TenantID, _ = m.TenantID()
	default:
		return nil // no organisation's, and in no one's log
	}
	return []Event{e}
}

// ofCustomer is the event of a customer's attributes: there may be hundreds of
// them, and they are the customer's.
func ofCustomer() Event {
	return Event{Action: auditevent.ActionChanged, Changes: []string{"attributes"}}
}

func ofCustomers(ctx context.Context, m *ent.CustomerAttributeMutation, tenant string) ([]Event, error) {
	ids, err := m.IDs(ctx)
	if err != nil {
		return nil, err
	}
	customers, err := m.Client().CustomerAttribute.Query().Where(customerattribute.IDIn(ids...)).
		Unique(true).Select(customerattribute.FieldCustomerID).Strings(ctx)
	e := ofCustomer()
	e.TenantID = tenant
	return about(e, customers), err
}

func about(e Event, ids []string) []Event {
	events := make([]Event, len(ids))
	for i, id := range ids {
		events[i] = e
		events[i].TargetID = id
	}
	return events
}
