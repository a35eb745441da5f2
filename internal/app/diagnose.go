package app

import (
	"context"
	"fmt"
	"log/slog"
	"os/exec"
	"strings"
	"time"

	"quire/internal/config"
	"quire/internal/postgres"
	"quire/internal/postgres/devcluster"
)

// Check is something that Quire needs, or that its tests do.
type Check struct {
	// Subject is what was looked at.
	Subject string
	// OK says that it is as it should be; Needed, that Quire does not run
	// otherwise.
	OK, Needed bool
	// Says is what was found, and where it is wrong what to do.
	Says string
}

// diagnosis is how long Diagnose waits for servers.
const diagnosis = 10 * time.Second

// Diagnose looks at what a configuration names, and changes nothing but for an
// object that it puts into storage and removes.
func Diagnose(ctx context.Context, c config.Config, log *slog.Logger) []Check {
	ctx, cancel := context.WithTimeout(ctx, diagnosis)
	defer cancel()
	return append([]Check{diagnoseDatabase(ctx, c), diagnoseStorage(ctx, c, log)}, diagnoseTools()...)
}

func diagnoseDatabase(ctx context.Context, c config.Config) Check {
	if c.PrivateDatabase() {
		check := Check{Subject: "PostgreSQL", Needed: true}
		found, err := devcluster.FindBinaries()
		if err != nil {
			check.Says = err.Error()
			return check
		}
		check.OK, check.Says = true, fmt.Sprintf("version %d in %s; Quire starts a database of its own in %s", found[0].Version, found[0].Dir, c.DataDir)
		return check
	}
	check := Check{Subject: "database", Needed: true}
	db, err := postgres.Open(ctx, c.DatabaseURL.Reveal(), postgres.Options{PoolConns: 1})
	if err != nil {
		check.Says = fmt.Sprintf("cannot be opened: %v; see that DATABASE_URL is right and the server runs", err)
		return check
	}
	defer db.Close()
	if err := db.Ping(ctx); err != nil {
		check.Says = fmt.Sprintf("does not answer: %v; see that the server of DATABASE_URL runs", err)
		return check
	}
	pending, err := db.Pending(ctx)
	check.OK = err == nil
	switch {
	case err != nil:
		check.Says = fmt.Sprintf("its schema cannot be read: %v", err)
	case len(pending) > 0:
		check.Says = fmt.Sprintf("answers; %d migrations are applied at the next start, or by quire migrate", len(pending))
	default:
		check.Says = "answers, and has the schema of this version"
	}
	return check
}

func diagnoseStorage(ctx context.Context, c config.Config, log *slog.Logger) Check {
	check := Check{Subject: "storage", Needed: true}
	a := &App{Config: c, Log: log}
	defer a.Close()
	err := a.openStorage(ctx)
	if err == nil {
		err = a.Store.Check(ctx)
	}
	if check.OK = err == nil; check.OK {
		check.Says = "can be written and read"
	} else {
		check.Says = fmt.Sprintf("%v; see STORAGE_BUCKET", err)
	}
	return check
}

// diagnoseTools finds the programs that only the tests need.
func diagnoseTools() []Check {
	var all []Check
	for _, tool := range []struct {
		subject  string
		programs []string
	}{
		{"Chromium", []string{"headless_shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}},
		{"Node.js", []string{"node"}},
	} {
		check := Check{Subject: tool.subject, Says: "not found; only tests need it, and make test installs it"}
		for _, program := range tool.programs {
			if path, err := exec.LookPath(program); err == nil {
				check.OK, check.Says = true, path+", for tests only"
				break
			}
		}
		all = append(all, check)
	}
	return all
}

// String is the check as a line.
func (c Check) String() string {
	state := "ok"
	switch {
	case !c.OK && c.Needed:
		state = "FAILS"
	case !c.OK:
		state = "-"
	}
	return fmt.Sprintf("  %-6s %-16s %s", state, c.Subject, strings.ReplaceAll(c.Says, "\n", "; "))
}
