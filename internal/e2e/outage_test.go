package e2e

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"quire/internal/postgres/pgtest"
)

// outage is how long the database is away.
const outage = 3 * time.Second

func TestSubscriberOutlivesAnOutageOfTheDatabase(t *testing.T) {
	t.Parallel()
	cluster := pgtest.NewCluster(t)
	i := install(t, cluster.DSN())
	server := i.api()
	c := server.operator()
	o := c.longOrder()
	c.wantReady(http.StatusOK, map[string]string{"database": "ok", "migrations": "ok", "storage": "ok", "queue": "ok"})
	worker := i.worker()
	c.wantReady(http.StatusOK, map[string]string{"database": "ok", "migrations": "ok", "storage": "ok", "queue": "ok"})

	job := c.generate(o)
	s := c.watch(job)
	begun := s.until("begun", func(e event) bool { return e.Status == "RUNNING" && e.Progress.PagesDone > 0 })
	if begun.Progress.PagesDone >= begun.Progress.PagesTotal {
		t.Fatalf("the job is too short to be interrupted: %+v", begun)
	}
	if err := cluster.Stop(); err != nil {
		t.Fatal(err)
	}
	back := time.After(outage)
	c.wantReady(http.StatusServiceUnavailable, map[string]string{"database": "", "migrations": "", "storage": "ok", "queue": ""})
	if res, _ := c.get("/healthz", nil); res.StatusCode != http.StatusOK {
		t.Errorf("without the database the server is not alive: %s", res.Status)
	}
	<-back
	if err := cluster.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if last := s.completed(); last.Status != "DONE" {
		t.Errorf("it ended as %+v", last)
	}
	if done := c.job(job); done.Status != "DONE" || done.Attempts != 1 {
		t.Errorf("the work was lost: %+v", done)
	}
	worker.logged("job done")
	c.wantReady(http.StatusOK, map[string]string{"database": "ok", "migrations": "ok", "storage": "ok", "queue": "ok"})
}

// wantReady checks what /readyz says of each part; "" is anything but ok.
func (c *client) wantReady(status int, parts map[string]string) {
	c.t.Helper()
	res, body := c.get("/readyz", nil)
	var report struct {
		Checks map[string]struct{ Status string }
	}
	if err := json.Unmarshal(body, &report); err != nil {
		c.t.Fatal(err)
	}
	if res.StatusCode != status || len(report.Checks) != len(parts) {
		c.t.Errorf("/readyz answers %s: %s", res.Status, body)
	}
	for name, want := range parts {
		got := report.Checks[name].Status
		if want == "" && (got == "" || got == "ok") || want != "" && got != want {
			c.t.Errorf("/readyz says that %s is %q: %s", name, got, body)
		}
	}
}
