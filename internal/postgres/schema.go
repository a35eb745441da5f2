package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"strings"

	"ariga.io/atlas/sql/migrate"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"quire/ent/migrate/migrations"
)

// Migrate brings the database to the schema of this program: Quire's own
// versioned SQL, then River's. Processes that migrate at once wait for one
// another, and only the first has work to do. It returns what it applied.
func (d *DB) Migrate(ctx context.Context) (applied []string, err error) {
	return migrateFrom(ctx, d.Pool, migrations.FS)
}

// Pending names the migrations that the database lacks: none when it is ready
// for this program.
func (d *DB) Pending(ctx context.Context) ([]string, error) {
	return pendingFrom(ctx, d.Pool, migrations.FS)
}

// SchemaVersion identifies the schema that [DB.Migrate] makes: it differs when
// any migration differs.
func SchemaVersion() (string, error) {
	h := sha256.New()
	sum, err := fs.ReadFile(migrations.FS, migrate.HashFileName)
	if err != nil {
		return "", err
	}
	h.Write(sum)
	river, err := newRiverMigrator(nil)
	if err != nil {
		return "", err
	}
	for _, m := range river.AllVersions() {
		_, _ = io.WriteString(h, m.SQLUp)
	}
	return hex.EncodeToString(h.Sum(nil)[:8]), nil
}

func migrateFrom(ctx context.Context, pool *pgxpool.Pool, dir fs.FS) (applied []string, err error) {
	all, err := readMigrations(dir)
	if err != nil {
		return nil, err
	}
	river, err := newRiverMigrator(pool)
	if err != nil {
		return nil, err
	}
	err = locked(ctx, pool, func(conn *pgx.Conn) error {
		applied, err = applyAll(ctx, conn, all)
		if err != nil {
			return err
		}
		done, err := river.Migrate(ctx, rivermigrate.DirectionUp, nil)
		if err != nil {
			return fmt.Errorf("the queue's migrations: %w", err)
		}
		for _, v := range done.Versions {
			applied = append(applied, riverName(v.Version))
		}
		if _, err := conn.Exec(ctx, leanQueue); err != nil {
			return fmt.Errorf("drop indexes of the queue that nothing uses: %w", err)
		}
		return nil
	})
	return applied, err
}

// IdleQueueIndexes are indexes of River's that neither it nor we search, and that each
// of the three changes of a queued row would write into.
var IdleQueueIndexes = []string{"river_job_args_index", "river_job_metadata_index"}

var leanQueue = "drop index if exists " + strings.Join(IdleQueueIndexes, ", ")

func pendingFrom(ctx context.Context, pool *pgxpool.Pool, dir fs.FS) ([]string, error) {
	all, err := readMigrations(dir)
	if err != nil {
		return nil, err
	}
	own, err := pendingOf(ctx, pool, all)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, m := range own {
		names = append(names, m.name)
	}
	queue, err := pendingOfRiver(ctx, pool)
	return append(names, queue...), err
}

func pendingOfRiver(ctx context.Context, pool *pgxpool.Pool) ([]string, error) {
	river, err := newRiverMigrator(pool)
	if err != nil {
		return nil, err
	}
	existing, err := river.ExistingVersions(ctx)
	if err != nil {
		return nil, fmt.Errorf("the queue's migrations: %w", err)
	}
	have := map[int]bool{}
	for _, v := range existing {
		have[v.Version] = true
	}
	var names []string
	for _, v := range river.AllVersions() {
		if !have[v.Version] {
			names = append(names, riverName(v.Version))
		}
	}
	return names, nil
}

func newRiverMigrator(pool *pgxpool.Pool) (*rivermigrate.Migrator[pgx.Tx], error) {
	return rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Logger: slog.New(slog.DiscardHandler)})
}

func riverName(version int) string { return fmt.Sprintf("river %03d", version) }
