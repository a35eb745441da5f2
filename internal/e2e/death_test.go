package e2e

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quire/internal/postgres"
	"quire/internal/postgres/pgtest"
)

// takeover bounds how long a job may lie after its worker was killed: seven
// seconds of silence, a look a second, and a machine that other tests share.
const takeover = 15 * time.Second

func TestKilledWorkersJobFinishesElsewhere(t *testing.T) {
	t.Parallel()
	dsn := pgtest.New(t)
	i := install(t, dsn)
	server := i.api()
	c := server.operator()
	o := c.longOrder()
	victim := i.worker()
	job := c.generate(o)
	s := c.watch(job)
	victim.logged("job started")
	other := i.worker()
	begun := s.until("begun", func(e event) bool { return e.Status == "RUNNING" && e.Progress.PagesDone > 0 })
	if begun.Progress.PagesDone >= begun.Progress.PagesTotal {
		t.Fatalf("the job is too short to be interrupted: %+v", begun)
	}
	victim.kill()
	killed := time.Now()
	s.until("back in the queue", func(e event) bool { return e.Status == "QUEUED" || e.Progress.PagesDone < begun.Progress.PagesDone })
	if took := time.Since(killed); took > takeover {
		t.Errorf("it was taken over after %v", took)
	} else {
		t.Logf("taken over after %v", took)
	}
	if last := s.completed(); last.Status != "DONE" || last.Progress.PagesTotal != longPages()+1 {
		t.Fatalf("it ended as %+v", last)
	}
	other.logged("job done")
	done := c.job(job)
	if done.Attempts != 2 || done.Output == nil {
		t.Errorf("in the end it is %+v", done)
	}
	i.wantStored(dsn, 1)
	i.wantNothingTemporary()
}

// wantStored checks that storage holds so many booklets, and nothing that the
// database does not know.
func (i *installation) wantStored(dsn string, booklets int) {
	i.t.Helper()
	db, err := postgres.Open(i.t.Context(), dsn, postgres.Options{})
	if err != nil {
		i.t.Fatal(err)
	}
	defer db.Close()
	var known []string
	err = db.Pool.QueryRow(i.t.Context(), "select coalesce(array_agg(storage_key order by storage_key), '{}') from uploads").Scan(&known)
	if err != nil {
		i.t.Fatal(err)
	}
	stored := files(i.t, filepath.Join(i.data, "files"))
	stored = slices.DeleteFunc(stored, func(name string) bool { return strings.HasSuffix(name, ".attrs") })
	slices.Sort(stored)
	slices.Sort(known)
	if !slices.Equal(stored, known) {
		i.t.Errorf("storage has %q, the database knows %q", stored, known)
	}
	outputs := slices.DeleteFunc(stored, func(name string) bool { return !strings.Contains(name, "/outputs/") })
	if len(outputs) != booklets {
		i.t.Errorf("storage has the booklets %q", outputs)
	}
}

// wantNothingTemporary starts a worker, as a supervisor does after a death, and
// checks that it clears away what the dead have left.
func (i *installation) wantNothingTemporary() {
	i.t.Helper()
	i.worker()
	for _, name := range files(i.t, i.temp) {
		if filepath.Base(name) != "alive" {
			i.t.Errorf("%s is left", name)
		}
	}
	rooms, err := filepath.Glob(filepath.Join(i.temp, "quire-jobs-*", "*"))
	if err != nil || len(rooms) != 2 {
		i.t.Errorf("the folders of two living workers are wanted, there are %v, %v", rooms, err)
	}
}
