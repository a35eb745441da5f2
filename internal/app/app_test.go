package app

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"quire/internal/config"
	"quire/internal/postgres/pgtest"
	"quire/internal/telemetry"
)

// settings are those of a small installation.
func settings(t *testing.T, dsn string) config.Config {
	t.Helper()
	return config.Config{
		Profile: config.Dev, DatabaseURL: config.Secret(dsn), ListenAddr: "127.0.0.1:0",
		DataDir: t.TempDir(), StorageBucket: "file://" + t.TempDir(), SignedURLTTL: time.Minute, UploadMax: 1 << 20,
		JWTSecret: config.Secret(strings.Repeat("k", 32)), JWTExpiresIn: time.Minute, RefreshExpiresIn: time.Hour,
		Limits: config.Limits{ComplexityLimit: 1000}, QueryTimeout: 10 * time.Second,
		WorkerConcurrency: 1, JobTimeout: time.Minute, ShutdownTimeout: time.Second,
	}
}

func open(t *testing.T, c config.Config, log io.Writer) *App {
	t.Helper()
	a, err := Open(t.Context(), c, slog.New(telemetry.Handler(slog.NewJSONHandler(log, nil))))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return a
}

// run runs the parts until the test ends.
func run(t *testing.T, a *App, p Parts) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx, p) }()
	t.Cleanup(func() {
		stop()
		select {
		case err := <-ended:
			if err != nil {
				t.Errorf("it ends with %v", err)
			}
		case <-time.After(patience):
			t.Error("it does not end")
		}
	})
}

func TestOpenLeavesNothingOpenWhenItFails(t *testing.T) {
	t.Parallel()
	dsn := pgtest.New(t)
	a := open(t, settings(t, dsn), io.Discard)
	c := settings(t, dsn+"&application_name=failing")
	c.StorageBucket = "file://relative/folder"
	if _, err := Open(t.Context(), c, slog.New(slog.DiscardHandler)); err == nil || !strings.HasPrefix(err.Error(), "storage: ") {
		t.Errorf("opened with %v", err)
	}
	c.DatabaseURL = "postgres://nobody@127.0.0.1:1/none"
	if _, err := Open(t.Context(), c, slog.New(slog.DiscardHandler)); err == nil || !strings.HasPrefix(err.Error(), "database: ") {
		t.Errorf("opened with %v", err)
	}
	tick := time.NewTicker(10 * time.Millisecond) // the server takes a moment to see that a connection is gone
	defer tick.Stop()
	for timeout := time.After(patience); ; {
		var n int
		if err := a.DB.SQL.QueryRowContext(t.Context(), "select count(*) from pg_stat_activity where application_name = 'failing'").Scan(&n); err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
		select {
		case <-tick.C:
		case <-timeout:
			t.Fatalf("%d connections are still open", n)
		}
	}
}

func TestKeysDifferByPurposeAndSecret(t *testing.T) {
	t.Parallel()
	a := &App{Config: config.Config{JWTSecret: "the new secret", JWTSecretsRetired: []config.Secret{"the old secret"}}}
	links, err := a.keys("download links")
	if err != nil {
		t.Fatal(err)
	}
	tokens, err := a.keys("access tokens")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, key := range append(links, tokens...) {
		seen[string(key)] = true
	}
	if len(links) != 2 || len(tokens) != 2 || len(seen) != 4 {
		t.Errorf("%x, %x", links, tokens)
	}
	before := &App{Config: config.Config{JWTSecret: "the old secret"}}
	if old, err := before.keys("download links"); err != nil || !bytes.Equal(old[0], links[1]) {
		t.Errorf("links of before the change do not work after it: %v", err)
	}
}

func TestReadinessNamesEachPart(t *testing.T) {
	t.Parallel()
	a := open(t, settings(t, pgtest.New(t)), io.Discard)
	report := a.readiness().Report(t.Context())
	for _, name := range []string{"database", "migrations", "storage", "queue"} {
		if got := report.Checks[name].Status; got != "ok" {
			t.Errorf("%s is %q", name, got)
		}
	}
	if _, err := a.DB.SQL.ExecContext(t.Context(), "alter table river_job rename to gone"); err != nil {
		t.Fatal(err)
	}
	if report := a.readiness().Report(t.Context()); report.Status == "ready" || report.Checks["queue"].Status != "failed" {
		t.Errorf("without a queue: %+v", report)
	}
}

func TestServeTellsItsAddressAndServes(t *testing.T) {
	t.Parallel()
	a := open(t, settings(t, pgtest.New(t)), io.Discard)
	ready := make(chan string, 1)
	run(t, a, Parts{API: true, Version: "v1", Ready: func(url string) { ready <- url }})
	var url string
	select {
	case url = <-ready:
	case <-time.After(patience):
		t.Fatal("it is not ready in time")
	}
	if got := fetch(t, url+"/healthz"); !strings.Contains(got, `"version":"v1"`) {
		t.Errorf("/healthz says %s", got)
	}
	if got := fetch(t, url+"/metrics"); !strings.Contains(got, `quire_jobs{state="QUEUED"} 0`) {
		t.Errorf("/metrics lacks the jobs: %s", got)
	}
}

func TestWorkerServesHealthWhenAsked(t *testing.T) {
	t.Parallel()
	said, write := io.Pipe()
	lines := json.NewDecoder(said)
	a := open(t, settings(t, pgtest.New(t)), write)
	run(t, a, Parts{Worker: true, Version: "v1", HealthAddr: "127.0.0.1:0"})
	var url string
	for working := false; url == "" || !working; {
		var line struct{ Msg, URL string }
		if err := lines.Decode(&line); err != nil {
			t.Fatal(err)
		}
		switch line.Msg {
		case "serving health and metrics":
			url = line.URL
		case "worker started":
			working = true
		}
	}
	go func() { _, _ = io.Copy(io.Discard, said) }() // the rest of the log
	if got := fetch(t, url+"/healthz"); !strings.Contains(got, `"status":"alive"`) {
		t.Errorf("/healthz says %s", got)
	}
	if got := fetch(t, url+"/metrics"); !strings.Contains(got, "quire_build_info") {
		t.Errorf("/metrics says %s", got)
	}
	res, err := http.Get(url + "/graphql")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusNotFound {
		t.Errorf("a worker answers GraphQL: %s", res.Status)
	}
}

func fetch(t *testing.T, url string) string {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
