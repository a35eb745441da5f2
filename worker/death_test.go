package worker

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"testing"
	"time"

	"quire/ent/job"
	"quire/internal/postgres"
	"quire/internal/postgres/pgtest"
	"quire/storage"
)

// The variables that make the test binary a worker process, which holds its
// first job until it is killed.
const (
	victimDSN    = "QUIRE_TEST_VICTIM_DSN"
	victimFolder = "QUIRE_TEST_VICTIM_FOLDER"
)

func TestMain(m *testing.M) {
	if dsn := os.Getenv(victimDSN); dsn != "" {
		if err := beVictim(dsn, os.Getenv(victimFolder)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// beVictim works until it is killed, or its parent is gone.
func beVictim(dsn, folder string) error {
	ctx := context.Background()
	db, err := postgres.Open(ctx, dsn, postgres.Options{})
	if err != nil {
		return err
	}
	store, err := storage.Open(ctx, storage.Config{Bucket: "file://" + folder, SigningKey: make([]byte, 32)})
	if err != nil {
		return err
	}
	w, err := New(Deps{DB: db, Store: store, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)), TempDir: folder + "-tmp"})
	if err != nil {
		return err
	}
	g := newGate()
	g.hold(w)
	if err := w.Start(ctx); err != nil {
		return err
	}
	<-g.entered
	fmt.Println(w.ID())
	_, _ = bufio.NewReader(os.Stdin).ReadByte() // ends with the parent
	return nil
}

func TestKilledWorkersJobFinishesElsewhere(t *testing.T) {
	t.Parallel()
	dsn := pgtest.New(t)
	b := setupAt(t, dsn)
	j, states := b.order(t)

	victim := exec.Command(os.Args[0])
	victim.Env = append(os.Environ(), victimDSN+"="+dsn, victimFolder+"="+b.Folder)
	victim.Stderr = t.Output()
	if _, err := victim.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := victim.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := victim.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = victim.Process.Kill() })
	held := bufio.NewScanner(out)
	if !held.Scan() {
		t.Fatal("the other process did not take the job")
	}
	name := held.Text()
	if running := b.job(t, j.ID); running.Status != job.StatusRunning || *running.WorkerID != name {
		t.Fatalf("held as %+v", running)
	}
	start(t, b.newWorker(t, func(d *Deps) { d.TempDir = b.Folder + "-tmp" }))
	if err := victim.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	killed := time.Now()
	_ = victim.Wait()
	done := b.ended(t, j.ID, states, job.StatusDone)
	took := time.Since(killed)
	t.Logf("finished elsewhere %v after the kill", took)
	if took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
	if done.Attempts != 2 {
		t.Errorf("done after %d attempts", done.Attempts)
	}
	if files := b.outputs(t); len(files) != 1 {
		t.Errorf("in storage: %v", files)
	}
}

func TestRestartOfTheDatabaseLosesNothing(t *testing.T) {
	t.Parallel()
	cluster := pgtest.NewCluster(t)
	db, err := postgres.Open(t.Context(), cluster.DSN(), postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	b := setupAt(t, cluster.DSN())
	w, g := b.newWorker(t, nil), newGate()
	g.hold(w)
	j, states := b.order(t)
	start(t, w)
	g.awaitHeld(t)
	until(t, states, job.StatusRunning)
	if err := cluster.Stop(); err != nil {
		t.Fatal(err)
	}
	close(g.open) // the work ends while the database is away
	<-time.After(3 * time.Second)
	if err := cluster.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	done := b.ended(t, j.ID, states, job.StatusDone)
	if done.Attempts != 1 {
		t.Errorf("the work was lost: %d attempts", done.Attempts)
	}
	second, states := b.order(t) // and the worker goes on
	b.ended(t, second.ID, states, job.StatusDone)
}

func TestLivenessOutlivesItsConnection(t *testing.T) {
	t.Parallel()
	b := setup(t)
	l := &liveness{Worker: b.newWorker(t, nil)}
	if err := l.begin(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.disconnect(context.Background()) })
	for range 2 { // less than a beat apart
		l.disconnect(t.Context())
		if err := l.round(t.Context()); err != nil {
			t.Errorf("after a lost connection: %v", err)
		}
	}
}
