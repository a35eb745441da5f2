package postgres_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"ariga.io/atlas/sql/migrate"

	"quire/internal/postgres"
	"quire/internal/postgres/pgtest"
)

// migrateVariable makes this test binary a process that migrates the database
// it names and tells how many migrations it applied.
const migrateVariable = "POSTGRES_TEST_MIGRATE"

func TestMain(m *testing.M) {
	dsn := os.Getenv(migrateVariable)
	if dsn == "" {
		os.Exit(m.Run())
	}
	db, err := postgres.Open(context.Background(), dsn, postgres.Options{})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	applied, err := db.Migrate(context.Background())
	fmt.Println(len(applied), err)
}

func TestFourProcessesMigrateAtOnce(t *testing.T) {
	t.Parallel()
	dsn := pgtest.Empty(t)
	db := open(t, dsn)
	pending, err := db.Pending(t.Context())
	if err != nil || len(pending) == 0 {
		t.Fatalf("an empty database lacks %v, %v", pending, err)
	}
	outputs := make([]bytes.Buffer, 4)
	var processes []*exec.Cmd
	for i := range outputs {
		cmd := exec.CommandContext(t.Context(), os.Args[0])
		cmd.Env = append(os.Environ(), migrateVariable+"="+dsn)
		cmd.Stdout = &outputs[i]
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		processes = append(processes, cmd)
	}
	var said []string
	for i, cmd := range processes {
		if err := cmd.Wait(); err != nil {
			t.Errorf("process %d: %v", i, err)
		}
		said = append(said, strings.TrimSpace(outputs[i].String()))
	}
	slices.Sort(said)
	idle := "0 <nil>"
	if want := []string{idle, idle, idle, fmt.Sprintf("%d <nil>", len(pending))}; !slices.Equal(said, want) {
		t.Errorf("the processes say %q, want %q", said, want)
	}
	if pending, err := db.Pending(t.Context()); err != nil || len(pending) > 0 {
		t.Errorf("after migrating, the database lacks %v, %v", pending, err)
	}
}

// files makes a folder of migrations with its atlas.sum.
func files(t *testing.T, sql map[string]string) fs.FS {
	t.Helper()
	dir, mem := fstest.MapFS{}, &migrate.MemDir{}
	for name, text := range sql {
		dir[name] = &fstest.MapFile{Data: []byte(text)}
		if err := mem.WriteFile(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	sum, err := mem.Checksum()
	if err != nil {
		t.Fatal(err)
	}
	text, err := sum.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	dir[migrate.HashFileName] = &fstest.MapFile{Data: text}
	return dir
}

func TestMigrationThatFailsLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	db := open(t, pgtest.Empty(t))
	dir := files(t, map[string]string{
		"1_fine.sql":   "create table fine ();",
		"2_broken.sql": "create table half ();\n-- dollar quotes hold semicolons\ndo $$ begin perform 1; end $$;\ncreate tabel other ();",
	})
	applied, err := postgres.MigrateFrom(t.Context(), db.Pool, dir)
	if err == nil || !strings.Contains(err.Error(), "2_broken.sql, line 4") {
		t.Errorf("error %v", err)
	}
	if !slices.Equal(applied, []string{"1_fine.sql"}) {
		t.Errorf("applied %v", applied)
	}
	var half bool
	if err := db.Pool.QueryRow(t.Context(), "select to_regclass('half') is not null").Scan(&half); err != nil || half {
		t.Errorf("half a migration is there: %v, %v", half, err)
	}
	pending, err := postgres.PendingFrom(t.Context(), db.Pool, dir)
	if err != nil || len(pending) < 2 || pending[0] != "2_broken.sql" || pending[1] != "river 001" {
		t.Errorf("pending %v, %v", pending, err)
	}
}

func TestEditedMigrationIsRefused(t *testing.T) {
	t.Parallel()
	db := open(t, pgtest.Empty(t))
	if _, err := postgres.MigrateFrom(t.Context(), db.Pool, files(t, map[string]string{"1_a.sql": "create table a ();"})); err != nil {
		t.Fatal(err)
	}
	edited := files(t, map[string]string{"1_a.sql": "create table b ();"})
	if _, err := postgres.MigrateFrom(t.Context(), db.Pool, edited); err == nil || !strings.Contains(err.Error(), "1_a.sql was applied to this database with other content") {
		t.Errorf("migrate: %v", err)
	}
	if _, err := postgres.PendingFrom(t.Context(), db.Pool, edited); err == nil {
		t.Error("an edited migration does not show as pending's error")
	}
}

func TestFilesMustMatchTheirSum(t *testing.T) {
	t.Parallel()
	db := open(t, pgtest.Empty(t))
	dir := files(t, map[string]string{"1_a.sql": "create table a ();"}).(fstest.MapFS)
	dir["1_a.sql"].Data = []byte("create table b ();")
	if _, err := postgres.MigrateFrom(t.Context(), db.Pool, dir); err == nil || !strings.Contains(err.Error(), "atlas.sum") {
		t.Errorf("error %v", err)
	}
}

func open(t *testing.T, dsn string) *postgres.DB {
	t.Helper()
	db, err := postgres.Open(t.Context(), dsn, postgres.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return db
}
