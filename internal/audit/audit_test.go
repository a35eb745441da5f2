package audit_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"quire/ent"
	"quire/ent/auditevent"
	"quire/ent/tenancy"
	"quire/internal/audit"
	"quire/internal/postgres"
	"quire/internal/postgres/pgtest"
	"quire/internal/telemetry"
	"quire/internal/viewer"
)

type bundle struct {
	db *postgres.DB
	// ctx is a request of an administrator.
	ctx context.Context
	org string
}

func setup(t *testing.T) bundle {
	t.Helper()
	db := pgtest.Open(t)
	system := tenancy.System(t.Context())
	org := db.Ent.Organisation.Create().SetName("Office").SaveX(system)
	user := db.Ent.User.Create().SetTenantID(org.ID).SetEmail("ana@example.com").SetPasswordHash("-").SaveX(system)
	ctx := viewer.With(telemetry.WithRequest(t.Context(), "req-1"), viewer.Viewer{UserID: user.ID, OrganisationID: org.ID, Role: viewer.Admin, KeyID: "key_1"})
	return bundle{db, viewer.WithOrigin(ctx, viewer.Origin{Address: "192.0.2.1"}), org.ID}
}

func (b bundle) in(t *testing.T, fn func(ctx context.Context, tx *ent.Client) error) error {
	t.Helper()
	return b.db.InTx(b.ctx, func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error { return fn(ctx, tx) })
}

func (b bundle) events() []*ent.AuditEvent {
	return b.db.Ent.AuditEvent.Query().Order(auditevent.ByID()).AllX(b.ctx)
}

func TestATransactionLeavesOneTrail(t *testing.T) {
	t.Parallel()
	b := setup(t)
	err := b.in(t, func(ctx context.Context, tx *ent.Client) error {
		book := tx.Book.Create().SetName("One").SetTenantID(b.org).SaveX(ctx)
		tx.Book.UpdateOne(book).SetName("Two").ExecX(ctx) // part of its making
		other := tx.Book.Create().SetName("Other").SetTenantID(b.org).SaveX(ctx)
		return tx.Book.DeleteOne(other).Exec(ctx)
	})
	if err != nil {
		t.Fatal(err)
	}
	events := b.events()
	if len(events) != 3 {
		t.Fatalf("%+v", events)
	}
	for i, want := range []auditevent.Action{auditevent.ActionCreated, auditevent.ActionCreated, auditevent.ActionDeleted} {
		if e := events[i]; e.Action != want || *e.ActorID == "" || *e.APIKeyID != "key_1" || e.Address != "192.0.2.1" || e.RequestID != "req-1" || e.TenantID != b.org {
			t.Errorf("%d: %+v", i, e)
		}
	}
}

func TestWhatIsUndoneLeavesNoTrail(t *testing.T) {
	t.Parallel()
	b := setup(t)
	undone := errors.New("undone")
	err := b.in(t, func(ctx context.Context, tx *ent.Client) error {
		tx.Book.Create().SetName("One").SetTenantID(b.org).SaveX(ctx)
		return undone
	})
	if !errors.Is(err, undone) || len(b.events()) != 0 {
		t.Errorf("%v, %+v", err, b.events())
	}
}

func TestAnotherContextIsRefused(t *testing.T) {
	t.Parallel()
	b := setup(t)
	err := b.in(t, func(_ context.Context, tx *ent.Client) error {
		return tx.Book.Create().SetName("One").SetTenantID(b.org).Exec(b.ctx)
	})
	if !errors.Is(err, audit.ErrNoTrail) {
		t.Errorf("a mutation: %v", err)
	}
	if err := audit.Record(b.ctx, audit.Event{Action: auditevent.ActionSignedIn, TargetID: "usr_1"}); !errors.Is(err, audit.ErrNoTrail) {
		t.Errorf("a record: %v", err)
	}
}

func TestProgressIsNotNoted(t *testing.T) {
	t.Parallel()
	b := setup(t)
	book := b.db.Ent.Book.Create().SetName("One").SetTenantID(b.org).SaveX(b.ctx)
	err := b.db.InTx(tenancy.With(t.Context(), b.org), func(ctx context.Context, tx *ent.Client, _ pgx.Tx) error {
		return tx.Book.UpdateOneID(book.ID).SetDescription("by Quire itself").Exec(ctx)
	})
	if err != nil || len(b.events()) != 0 {
		t.Errorf("%v, %+v", err, b.events())
	}
}

func TestTheDatabaseRefusesToChangeTheLog(t *testing.T) {
	t.Parallel()
	b := setup(t)
	record := func(at time.Time) {
		t.Helper()
		b.db.Ent.AuditEvent.Create().SetTenantID(b.org).SetAction(auditevent.ActionSignedIn).SetTargetID("usr_1").SetCreatedAt(at).ExecX(b.ctx)
	}
	now := time.Now()
	record(now)
	record(now.Add(-31 * 24 * time.Hour))
	record(now.Add(-100 * 24 * time.Hour))
	for _, statement := range []string{
		"update audit_events set actor_id = 'usr_2'", "delete from audit_events", "truncate audit_events",
		"select set_config('quire.audit_keep', '1 second', false); delete from audit_events where created_at > now() - interval '30 days'",
	} {
		_, err := b.db.Pool.Exec(t.Context(), statement, pgx.QueryExecModeSimpleProtocol)
		var refused *pgconn.PgError
		if !errors.As(err, &refused) || refused.Code != "42501" {
			t.Errorf("%s: %v", statement, err)
		}
	}
	for _, c := range []struct {
		keep time.Duration
		want int64
	}{{99 * 24 * time.Hour, 1}, {time.Hour, 1}, {time.Hour, 0}} { // never less than 30 days
		if removed, err := audit.Purge(t.Context(), b.db.Pool, c.keep); err != nil || removed != c.want {
			t.Errorf("to keep %v: %d removed, %v", c.keep, removed, err)
		}
	}
	if left := b.events(); len(left) != 1 || left[0].CreatedAt.Sub(now).Abs() > time.Millisecond {
		t.Errorf("%+v", left)
	}
}
