package progress

import (
	"testing"

	"quire/ent/customerimport"
	"quire/ent/job"
)

func TestImportsAreWatched_W11_J1(t *testing.T) {
	t.Parallel()
	b := setup(t)
	row := b.db.Ent.CustomerImport.Create().SetTenantID(b.tenant).SetFileName("clients.csv").SetInput([]byte("{}")).
		SetStatus(customerimport.StatusRunning).SaveX(b.ctx)
	watch := func() <-chan *ImportState {
		t.Helper()
		states, err := b.hub.WatchImport(b.ctx, row.ID)
		if err != nil {
			t.Fatal(err)
		}
		return states
	}
	change := func(set, tell string) {
		t.Helper()
		if _, err := b.db.Pool.Exec(t.Context(), "with changed as (update customer_imports set sequence = sequence + 1, "+set+" where id = $1 returning *) select "+tell+" from changed i", row.ID); err != nil {
			t.Fatal(err)
		}
	}
	states := watch()
	if s := <-states; s.Sequence != 1 || s.Status != job.StatusRunning || s.Percent() != 0 {
		t.Errorf("at first: %+v", s)
	}
	change("rows_done = 50, rows_total = 200", ToldImport)
	if s := <-states; s.Sequence != 2 || s.Done != 50 || s.Total != 200 || s.Percent() != 25 {
		t.Errorf("then: %+v", s)
	}
	change("rows_done = 200", "1") // a notification that is lost
	b.hub.markStale()
	if s := <-states; s.Sequence != 3 || s.Percent() != 99 {
		t.Errorf("after a notification was lost: %+v", s)
	}
	late := watch()
	change("status = 'ERROR', error_code = 'ROWS_WRONG', error_message = 'so', finished_at = now()", ToldImport)
	for _, watched := range []<-chan *ImportState{states, late} {
		var last *ImportState
		for s := range watched {
			last = s
		}
		if last == nil || last.Sequence != 4 || last.ErrorCode != "ROWS_WRONG" || last.ErrorMessage != "so" || last.Percent() != 100 {
			t.Errorf("at last: %+v", last)
		}
	}
	if n := b.hub.Watchers(); n != 0 {
		t.Errorf("%d still watch", n)
	}
	if _, err := b.hub.WatchImport(b.ctx, "imp_x"); err == nil {
		t.Error("an import that is not there is watched")
	}
}
