package worker

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"quire/ent/job"
	"quire/internal/housekeeping"
	"quire/internal/progress"
	"quire/internal/s3test"
	"quire/internal/uploads"
	"quire/storage"
)

// setupS3 is an office whose files are on an S3 server of its own.
func setupS3(t *testing.T) (*bundle, *s3test.Server) {
	t.Helper()
	s3test.Credentials()
	server, err := s3test.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	store, err := storage.Open(t.Context(), storage.Config{Bucket: server.Bucket(t), SigningKey: bytes.Repeat([]byte("k"), 32), TempDir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	b := setup(t)
	for _, u := range b.DB.Ent.Upload.Query().AllX(b.Ctx) {
		content, err := os.ReadFile(b.path(u.StorageKey))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := store.Put(t.Context(), u.StorageKey, bytes.NewReader(content), 1<<30); err != nil {
			t.Fatal(err)
		}
	}
	b.Store = store
	return b, server
}

// inStore are the keys of all booklets in the store.
func (b *bundle) inStore(t *testing.T) (keys []string) {
	t.Helper()
	if err := b.Store.Each(t.Context(), storage.Outputs, func(o storage.Listed) error {
		keys = append(keys, o.Key)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return keys
}

// TestS3IsAwayWhileABookletIsStored stops the server when the sources were read,
// and starts it again after the first attempt has failed.
func TestS3IsAwayWhileABookletIsStored(t *testing.T) {
	t.Parallel()
	b, server := setupS3(t)
	w := b.newWorker(t, func(d *Deps) {
		d.Backoff = func(attempts int) time.Duration {
			if attempts == 1 {
				if err := server.Start(); err != nil {
					t.Error(err)
				}
			}
			return time.Millisecond
		}
	})
	g := newGate()
	g.hold(w)
	j, states := b.order(t)
	start(t, w)
	g.awaitHeld(t)
	server.Stop()
	close(g.open)
	j = b.ended(t, j.ID, states, job.StatusDone)
	if j.Attempts != 2 {
		t.Errorf("done after %d attempts", j.Attempts)
	}
	output := b.DB.Ent.Upload.GetX(b.Ctx, *j.OutputID)
	if keys := b.inStore(t); len(keys) != 1 || keys[0] != output.StorageKey {
		t.Errorf("stored are %v, the job's is %s", keys, output.StorageKey)
	}
}

// TestS3StaysAwayAndLeavesNothing stops the server for all attempts; when it is
// back, nothing of the job is left in it for longer than orphans may be.
func TestS3StaysAwayAndLeavesNothing(t *testing.T) {
	t.Parallel()
	b, server := setupS3(t)
	w := b.newWorker(t, func(d *Deps) {
		d.MaxAttempts = 2
		d.Backoff = func(int) time.Duration { return time.Millisecond }
	})
	server.Stop()
	j, states := b.order(t)
	start(t, w)
	j = b.ended(t, j.ID, states, job.StatusError)
	history, err := progress.History(j)
	if err != nil || *j.ErrorCode != codeUnavailable || len(history) != 2 || !strings.Contains(history[1].Cause, "connection refused") {
		t.Errorf("%s, %+v, %v", *j.ErrorCode, history, err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	stray, err := storage.Key(b.Tenant, storage.Outputs, j.ID+"-999") // as an attempt leaves it that is killed
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Store.Put(t.Context(), stray, strings.NewReader("x"), 1); err != nil {
		t.Fatal(err)
	}
	keeper := &housekeeping.Keeper{
		DB: b.DB, Store: b.Store, Uploads: uploads.New(b.DB, b.Store, 1<<20, nil), Log: w.Log,
		Now: func() time.Time { return time.Now().Add(72 * time.Hour) },
	}
	if removed, err := keeper.Do(t.Context(), "orphans"); err != nil || removed.Count != 1 || len(b.inStore(t)) != 0 {
		t.Errorf("removed %+v, left %v, %v", removed, b.inStore(t), err)
	}
	for _, u := range b.DB.Ent.Upload.Query().AllX(b.Ctx) {
		if there, err := b.Store.Exists(t.Context(), u.StorageKey); !there || err != nil {
			t.Errorf("%s is gone: %v", u.Name, err)
		}
	}
}
