// Package audit keeps the log of who did what to what. Each transaction leaves a
// trail: what its mutations change is noted by a hook of the database client,
// what is no mutation, such as a sign-in, by [Record]; and the whole is written
// at its end, in the same transaction. Values are never kept, only names.
package audit

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/tenancy"
	"quire/internal/telemetry"
	"quire/internal/viewer"
)

// Event is something that was done.
type Event struct {
	Action auditevent.Action
	// TenantID is whose log it belongs to; empty for the tenant of the context.
	TenantID string
	// TargetID is what it was done to.
	TargetID string
	// Changes are the names of the columns that were changed.
	Changes []string
	// ActorID is the user who did it; empty for the viewer of the context.
	ActorID string
	// RequestID is the request that asked for it; empty for that of the context.
	RequestID string
}

// ErrNoTrail says that something is changed or recorded with a context that is
// not the transaction's.
var ErrNoTrail = errors.New("audit: the context is not that of the transaction: use the one that postgres.InTx gives")

type trailKey struct{}

// Trail is what a transaction has done so far. It is not safe for use by several
// goroutines, as little as the transaction is.
type Trail struct {
	events []Event
	// of are the numbers of the events of each thing.
	of map[thing][]int
}

type thing struct{ tenant, id string }

// Begin gives the context of a transaction that leaves a trail.
func Begin(ctx context.Context) (context.Context, *Trail) {
	t := &Trail{of: map[thing][]int{}}
	return context.WithValue(ctx, trailKey{}, t), t
}

// Record notes an event in the trail of the context's transaction.
func Record(ctx context.Context, e Event) error {
	t, ok := ctx.Value(trailKey{}).(*Trail)
	if !ok {
		return ErrNoTrail
	}
	if e.TenantID == "" {
		tenant, _, err := tenancy.Of(ctx)
		if err != nil {
			return err
		}
		e.TenantID = tenant
	}
	t.note(e)
	return nil
}

// note adds an event, or what is new of it: several changes of one thing are one
// change, and changes of what was just made are part of its making.
func (t *Trail) note(e Event) {
	about := thing{e.TenantID, e.TargetID}
	for _, i := range t.of[about] {
		known := &t.events[i]
		if known.Action == e.Action {
			known.Changes = slices.Compact(slices.Sorted(slices.Values(slices.Concat(known.Changes, e.Changes))))
			return
		}
		if known.Action == auditevent.ActionCreated && e.Action == auditevent.ActionChanged {
			return
		}
	}
	t.of[about] = append(t.of[about], len(t.events))
	t.events = append(t.events, e)
}

// writtenAtOnce bounds the parameters of a statement, of which PostgreSQL takes
// 65535.
const writtenAtOnce = 1000

// Write adds the trail to the log, through the client of its transaction.
func (t *Trail) Write(ctx context.Context, client *ent.Client) error {
	who, _ := viewer.From(ctx) // nobody, when Quire does it itself
	from, request := viewer.OriginOf(ctx), telemetry.RequestID(ctx)
	for events := range slices.Chunk(t.events, writtenAtOnce) {
		rows := make([]*ent.AuditEventCreate, len(events))
		for i, e := range events {
			actor := e.ActorID
			if actor == "" {
				actor = who.UserID
			}
			rows[i] = client.AuditEvent.Create().SetTenantID(e.TenantID).SetAction(e.Action).SetTargetID(e.TargetID).
				SetNillableActorID(named(actor)).SetNillableAPIKeyID(named(who.KeyID)).SetAddress(from.Address).SetRequestID(cut(cmp.Or(e.RequestID, request)))
			if len(e.Changes) > 0 {
				rows[i].SetChanges(e.Changes)
			}
		}
		// An operator acts in other organisations than the own.
		if err := client.AuditEvent.CreateBulk(rows...).Exec(tenancy.System(ctx)); err != nil {
			return err
		}
	}
	return nil
}

// maxRequestID is what the column holds, in bytes.
const maxRequestID = 100

func cut(id string) string { return id[:min(len(id), maxRequestID)] }

func named(id string) *string {
	if id == "" {
		return nil
	}
	return &id
}
