package devcluster

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	_ "github.com/lib/pq"
)

func query(t *testing.T, dsn, statement string) string {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	var answer string
	if err := conn.QueryRow(t.Context(), statement).Scan(&answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

func execute(t *testing.T, dsn, statement string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.WithoutCancel(t.Context()))
	if _, err := conn.Exec(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}

func TestBothDriversUnderstandTheDSN(t *testing.T) {
	t.Parallel()
	c := start(t, Options{Dir: testDir(t) + " of mine & yours", Database: "renewal book"})
	if got := query(t, c.DSN(), "select current_database()"); got != "renewal book" {
		t.Errorf("pgx is in database %q", got)
	}
	db, err := sql.Open("postgres", c.DSN())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var got string
	if err := db.QueryRowContext(t.Context(), "select current_database()").Scan(&got); err != nil || got != "renewal book" {
		t.Errorf("lib/pq is in database %q: %v", got, err)
	}
	if got := query(t, c.DSN(), "select lower('ÉTÉ')"); got != "été" {
		t.Errorf("lower() knows ASCII only: %q", got)
	}
}

func TestOneOwnerAndManyUsers(t *testing.T) {
	t.Parallel()
	opts := Options{Dir: testDir(t)}
	if _, ok := Attach(t.Context(), opts); ok {
		t.Error("attached to a cluster that is not there")
	}
	c := start(t, opts)
	if _, err := Start(t.Context(), opts); !errors.Is(err, ErrInUse) {
		t.Errorf("a second owner: %v", err)
	}
	dsn, release, err := Use(t.Context(), opts)
	if err != nil || dsn != c.DSN() {
		t.Fatalf("use: %q, %v", dsn, err)
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	if got := query(t, c.DSN(), "select 'still here'"); got != "still here" {
		t.Error("a user's release stopped the owner's server")
	}
}

func TestStopAndStartKeepTheDSN(t *testing.T) {
	t.Parallel()
	c := start(t, Options{Dir: testDir(t)})
	execute(t, c.DSN(), "create table kept as select 'row' as name")
	if err := c.Stop(); err != nil {
		t.Fatal(err)
	}
	if c.PID() != 0 {
		t.Error("a stopped server has a process")
	}
	if _, err := pgx.Connect(t.Context(), c.DSN()); err == nil {
		t.Error("a stopped server answers")
	}
	if err := c.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := query(t, c.DSN(), "select name from kept"); got != "row" {
		t.Errorf("the row is %q", got)
	}
}

func TestKilledOwnerLeavesNothingRunningAndItsData(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	o := startOwner(t, os.Args[0], dir, nil)
	execute(t, o.dsn, "create table kept as select 'row' as name")
	o.kill(t, filepath.Join(dir, "data"))

	c := start(t, Options{Dir: dir, Durable: true})
	if c.DSN() != o.dsn {
		t.Errorf("the DSN was %s and is %s", o.dsn, c.DSN())
	}
	if got := query(t, c.DSN(), "select name from kept"); got != "row" {
		t.Errorf("the row is %q", got)
	}
}

func TestOrphanIsStopped(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	c := start(t, Options{Dir: dir, Durable: true})
	execute(t, c.DSN(), "create table kept as select 'row' as name")
	orphan := c.PID()
	c.unlock() // as if the owner had died without its server noticing

	next := start(t, Options{Dir: dir, Durable: true})
	if next.PID() == orphan || isPostmaster(orphan, c.home.data()) {
		t.Error("the orphan still runs")
	}
	if got := query(t, next.DSN(), "select name from kept"); got != "row" {
		t.Errorf("the row is %q", got)
	}
}

// A crash is a server that ended without saying goodbye to its files.
func TestCrashKeepsDurableDataOnly(t *testing.T) {
	t.Parallel()
	for _, durable := range []bool{true, false} {
		dir := testDir(t)
		c := start(t, Options{Dir: dir, Durable: durable})
		execute(t, c.DSN(), "create table kept as select 'row' as name")
		if err := syscall.Kill(c.PID(), syscall.SIGQUIT); err != nil {
			t.Fatal(err)
		}
		<-c.run.done
		if _, err := os.Stat(pidFile(c.home.data())); err != nil && !durable {
			// An immediate shutdown tidies its pid file away; a power failure does not.
			if err := os.WriteFile(pidFile(c.home.data()), []byte("999999999\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		c.unlock()
		next := start(t, Options{Dir: dir, Durable: durable})
		got := query(t, next.DSN(), "select coalesce(to_regclass('kept')::text, 'none')")
		if want := map[bool]string{true: "kept", false: "none"}[durable]; got != want {
			t.Errorf("durable %v: table is %q, want %q", durable, got, want)
		}
	}
}

func TestFolderOutOfReach(t *testing.T) {
	t.Parallel()
	private := t.TempDir()
	if err := os.Chmod(private, 0o700); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(private, "postgres")
	c := start(t, Options{Dir: dir})
	if c.home.as.switched == strings.HasPrefix(c.Dir(), private) {
		t.Errorf("as %s, the files of %s lie in %s", c.home.as.name, dir, c.Dir())
	}
	execute(t, c.DSN(), "create table kept as select 'row' as name")
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	again := start(t, Options{Dir: dir})
	if again.Dir() != c.Dir() {
		t.Errorf("the files moved from %s to %s", c.Dir(), again.Dir())
	}
	if got := query(t, again.DSN(), "select name from kept"); got != "row" {
		t.Errorf("the row is %q", got)
	}
}

func TestLongPathHasAShortSocket(t *testing.T) {
	t.Parallel()
	c := start(t, Options{Dir: filepath.Join(filepath.Dir(testDir(t)), strings.Repeat("long", 40))})
	if len(c.socket) > longestSocketDir {
		t.Errorf("socket folder %s is %d long", c.socket, len(c.socket))
	}
	query(t, c.DSN(), "select 'fine'")
}

func TestHalfMadeClusterIsMadeAgain(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	if err := os.MkdirAll(filepath.Join(dir, "data.new", "base"), 0o755); err != nil {
		t.Fatal(err)
	}
	query(t, start(t, Options{Dir: dir}).DSN(), "select 'fine'")
}

// As root, the cluster of an ordinary user is made and used as that user would.
func TestOrdinaryUser(t *testing.T) {
	t.Parallel()
	dir := testDir(t)
	var attr *syscall.SysProcAttr
	program := os.Args[0]
	if os.Geteuid() == 0 {
		nobody, err := user.Lookup("nobody") // initdb wants a user with a name
		if err != nil {
			t.Fatal(err)
		}
		uid, _ := strconv.Atoi(nobody.Uid)
		attr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(uid)}}
		if err := os.Chown(filepath.Dir(dir), uid, uid); err != nil {
			t.Fatal(err)
		}
		program = filepath.Join(filepath.Dir(dir), "owner")
		if out, err := exec.Command("cp", os.Args[0], program).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	o := startOwner(t, program, dir, attr)
	execute(t, o.dsn, "create table kept as select 'row' as name")
	o.kill(t, filepath.Join(dir, "data"))
	c := start(t, Options{Dir: dir, Durable: true})
	if got := query(t, c.DSN(), "select name from kept"); got != "row" {
		t.Errorf("the row is %q", got)
	}
}
