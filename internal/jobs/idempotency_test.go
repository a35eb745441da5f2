package jobs_test

import (
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"

	"quire/ent/upload"
	"quire/internal/jobs"
	"quire/internal/jobs/jobstest"
	"quire/internal/problem"
)

func (b bundle) generate(t *testing.T, in jobs.Input) string {
	t.Helper()
	id, err := b.Generate(b.Ctx, in)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestSameKeySameJob(t *testing.T) {
	t.Parallel()
	b := setup(t)
	in := b.Order()
	in.IdempotencyKey = "order 1"
	id := b.generate(t, in)
	if again := b.generate(t, in); again != id {
		t.Errorf("%s, and then %s", id, again)
	}
	other := in
	other.Quarter = 2
	if p, ok := problem.As(second(b.Generate(b.Ctx, other))); !ok || p.Code != problem.Conflict || p.Field != "idempotencyKey" {
		t.Errorf("another order under the key: %v", p)
	}
	stranger := jobstest.New(t, b.DB)
	theirs := stranger.Order()
	theirs.IdempotencyKey = in.IdempotencyKey
	if s, err := b.Generate(stranger.Ctx, theirs); err != nil || s == id {
		t.Errorf("another office's key: %s, %v", s, err)
	}
	if _, err := b.DB.Pool.Exec(t.Context(), "update idempotency_keys set used_at = now() - interval '25 hours'"); err != nil {
		t.Fatal(err)
	}
	if later := b.generate(t, other); later == id {
		t.Error("after a day the key still stands for the first order")
	}
	in.IdempotencyKey = strings.Repeat("x", 201)
	if p, ok := problem.As(second(b.Generate(b.Ctx, in))); !ok || p.Field != "idempotencyKey" {
		t.Errorf("a long key: %v", p)
	}
}

func second(_ string, err error) error { return err }

func TestSameKeyAtTheSameTime(t *testing.T) {
	t.Parallel()
	b := setup(t)
	in := b.Order()
	in.IdempotencyKey = "together"
	ids := make([]string, 12)
	var orders errgroup.Group
	for i := range ids {
		orders.Go(func() (err error) { ids[i], err = b.Generate(b.Ctx, in); return err })
	}
	if err := orders.Wait(); err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		if id != ids[0] {
			t.Errorf("%v", ids)
		}
	}
	if n := b.count(t, "jobs"); n != 1 {
		t.Errorf("%d jobs", n)
	}
}

func TestReuseOfWhatWasMade(t *testing.T) {
	t.Parallel()
	b := setup(t)
	in := b.Order()
	in.Reuse = true
	id := b.generate(t, in)
	if next := b.generate(t, in); next == id {
		t.Error("a job that is not done was reused")
	}
	output := b.DB.Ent.Upload.Create().SetTenantID(b.Tenant).SetStorageKey(b.Tenant + "/outputs/x").SetName("x.pdf").SetKind(upload.KindPDF).
		SetOrigin(upload.OriginGenerated).SetMediaType("application/pdf").SetSize(1).SetSha256(strings.Repeat("0", 64)).SaveX(b.Ctx)
	b.DB.Ent.Job.UpdateOneID(id).SetStatus("DONE").SetOutputID(output.ID).ExecX(b.Ctx)
	if same := b.generate(t, in); same != id {
		t.Errorf("%s was made again as %s", id, same)
	}
	in.Reuse = false
	if fresh := b.generate(t, in); fresh == id {
		t.Error("reused without being asked")
	}
	in.Reuse = true
	b.Attribute(t, "Plan", "new", 2026, 1)
	if changed := b.generate(t, in); changed == id {
		t.Error("reused though an attribute changed")
	}
	b.DB.Ent.CustomerAttribute.Delete().ExecX(b.Ctx)
	b.DB.Ent.Upload.DeleteOneID(output.ID).ExecX(b.Ctx)
	if gone := b.generate(t, in); gone == id {
		t.Error("reused though the booklet is gone")
	}
}
