package worker

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"quire/ent/ident"
	"quire/ent/job"
	"quire/internal/housekeeping"
	"quire/internal/uploads"
	"quire/storage"
)

// told keeps what is logged.
type told struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *told) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

func (l *told) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// old makes an object of the office's store look as if it was written days ago.
func (b *bundle) old(t *testing.T, key string) {
	t.Helper()
	then := time.Now().Add(-10 * 24 * time.Hour)
	if err := os.Chtimes(b.path(key), then, then); err != nil {
		t.Fatal(err)
	}
}

func (b *bundle) put(t *testing.T, area storage.Area, name string) string {
	t.Helper()
	key, err := storage.Key(b.Tenant, area, name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Store.Put(t.Context(), key, strings.NewReader("content"), 1<<10); err != nil {
		t.Fatal(err)
	}
	b.old(t, key)
	return key
}

// TestHousekeepingThroughTheQueue has River's leader insert all chores and a worker
// do them, in an installation where everything is old: what is over goes, what is
// named by a row stays, and the log says what has gone.
func TestHousekeepingThroughTheQueue(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := start(t, b.newWorker(t, nil))
	made, states := b.order(t)
	made = b.ended(t, made.ID, states, job.StatusDone)
	stop(t, w)
	kept := map[string]bool{}
	for _, u := range b.DB.Ent.Upload.Query().AllX(b.Ctx) {
		kept[u.StorageKey] = true
		b.old(t, u.StorageKey)
	}
	gone := []string{
		b.put(t, storage.Uploads, strings.Repeat("0", 64)), b.put(t, storage.Outputs, ident.New(ident.Job)+"-1"),
		b.put(t, storage.Staged, "tgt_1"), b.put(t, storage.Previews, "picture"),
	}
	stranded := filepath.Join(b.Folder, b.Tenant, "outputs", "half.tmp")
	if err := os.WriteFile(stranded, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(stranded, time.Now(), time.Now().Add(-48*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := b.DB.Pool.Exec(t.Context(), `insert into idempotency_keys (id, tenant_id, key, request_hash, result_id, used_at) values ($1, $2, 'x', '', '', now() - interval '25 hours')`,
		ident.New(ident.IdempotencyKey), b.Tenant); err != nil {
		t.Fatal(err)
	}
	log := &told{}
	keeper := &housekeeping.Keeper{
		DB: b.DB, Store: b.Store, Uploads: uploads.New(b.DB, b.Store, 1<<20, nil), Log: slog.New(slog.NewTextHandler(log, nil)),
		Policy: housekeeping.Policy{Outputs: 30 * 24 * time.Hour, Uploads: 30 * 24 * time.Hour, Audit: 365 * 24 * time.Hour, Previews: time.Hour},
	}
	w = b.newWorker(t, func(d *Deps) { d.House = keeper })
	completed, cancel := w.client.Subscribe(river.EventKindJobCompleted, river.EventKindJobFailed)
	defer cancel()
	start(t, w)
	due := map[string]bool{}
	for _, c := range keeper.Chores() {
		due[c.Name] = true
	}
	for timeout := time.After(patience); len(due) > 0; {
		select {
		case e := <-completed:
			if e.Job.Kind != (KeepHouseArgs{}).Kind() {
				continue
			}
			if e.Kind != river.EventKindJobCompleted {
				t.Fatalf("%s failed: %v", e.Job.EncodedArgs, e.Job.Errors)
			}
			for name := range due {
				if strings.Contains(string(e.Job.EncodedArgs), fmt.Sprintf("%q", name)) {
					delete(due, name)
				}
			}
		case <-timeout:
			t.Fatalf("not done in time: %v", due)
		}
	}
	for key := range kept {
		if there, err := b.Store.Exists(t.Context(), key); !there || err != nil {
			t.Errorf("%s was removed, though a row names it: %v", key, err)
		}
	}
	for _, key := range gone {
		if there, err := b.Store.Exists(t.Context(), key); there || err != nil {
			t.Errorf("%s is still there: %v", key, err)
		}
	}
	if _, err := os.Stat(stranded); !os.IsNotExist(err) {
		t.Errorf("the half-written file is still there: %v", err)
	}
	for chore, removed := range map[string]int{"orphans": 2, "staged": 1, "previews": 1, "stranded": 1, "idempotency": 1} {
		if want := fmt.Sprintf("chore=%s removed=%d ", chore, removed); !strings.Contains(log.String(), want) {
			t.Errorf("the log does not say %q:\n%s", want, log)
		}
	}
	for _, chore := range []string{"outputs", "uploads"} {
		if strings.Contains(log.String(), "chore="+chore) {
			t.Errorf("%s removed what is young or in use:\n%s", chore, log)
		}
	}
	if n := b.count(t, "select count(*) from uploads where id = $1", *made.OutputID); n != 1 {
		t.Error("the booklet's row is gone")
	}
}
