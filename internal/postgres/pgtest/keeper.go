package pgtest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"quire/internal/postgres/devcluster"
)

// The shared server belongs to a keeper: a process of its own, for no test
// process lives as long as all of them. It is the test binary, started again
// with keeperVariable set.
//
// Every user holds a shared lock on the file "users". When the keeper gets that
// lock for itself, nobody is left, and it ends. The kernel drops the locks of a
// process however it ends, so a killed test leaves nothing behind.
const (
	keeperVariable = "QUIRE_PGTEST_KEEPER"
	graceVariable  = "QUIRE_PGTEST_GRACE"
)

// grace is how long the server outlives its last user: the time that
// `go test ./...` may need to build the next package.
const grace = 10 * time.Second

func init() {
	if base := os.Getenv(keeperVariable); base != "" {
		if err := keep(context.Background(), base, os.Stdout); err != nil {
			fmt.Println("error:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
}

// baseDir is where the processes that share a server meet:
//
//	starting  locked by the process that sees to it that the server runs
//	users     locked by all who use the server
//	address   the server's DSN
func baseDir() string {
	return filepath.Join(os.TempDir(), "quire-pgtest-"+strconv.Itoa(os.Geteuid()))
}

// clusterOptions puts the server's files in memory where there is room.
func clusterOptions(base string) devcluster.Options {
	dir := filepath.Join(base, "pg")
	if memory := devcluster.MemoryDir(); memory != "" {
		dir = filepath.Join(memory, filepath.Base(base))
	}
	return devcluster.Options{Dir: dir, Database: "postgres"}
}

// joinServer starts the server of base when it does not run, and returns its
// DSN. Whoever asked is a user of the server until the file is closed.
func joinServer(base string, grace time.Duration) (dsn string, use *os.File, err error) {
	if err := os.MkdirAll(base, 0o711); err != nil {
		return "", nil, err
	}
	starting, err := lock(filepath.Join(base, "starting"), syscall.LOCK_EX)
	if err != nil {
		return "", nil, err
	}
	defer starting.Close()
	if use, err = lock(filepath.Join(base, "users"), syscall.LOCK_SH); err != nil {
		return "", nil, err
	}
	address, err := os.ReadFile(filepath.Join(base, "address"))
	if err == nil && answers(string(address)) {
		return string(address), use, nil
	}
	dsn, err = startKeeper(base, grace)
	return dsn, use, err
}

// startKeeper returns the DSN that the new keeper tells.
func startKeeper(base string, grace time.Duration) (string, error) {
	program, err := os.Executable()
	if err != nil {
		return "", err
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), keeperVariable+"="+base, graceVariable+"="+grace.String())
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	go func() { _ = cmd.Wait() }()
	line, err := bufio.NewReader(out).ReadString('\n')
	line = strings.TrimSpace(line)
	if err != nil || strings.HasPrefix(line, "error:") {
		return "", fmt.Errorf("the test server does not start: %s", line)
	}
	return line, nil
}

func answers(dsn string) bool {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return false
	}
	return conn.Close(ctx) == nil
}

// keep runs the server of base, tells its DSN, and returns when nobody uses it.
func keep(ctx context.Context, base string, tell io.WriteCloser) error {
	grace, err := time.ParseDuration(os.Getenv(graceVariable))
	if err != nil {
		return err
	}
	c, err := startAfresh(ctx, base)
	if err != nil {
		return err
	}
	if err := dropLeftovers(ctx, c.DSN()); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(base, "address"), []byte(c.DSN()), 0o600); err != nil {
		return err
	}
	if _, err := fmt.Fprintln(tell, c.DSN()); err != nil {
		return err
	}
	_ = tell.Close()
	alone, err := awaitLastUser(filepath.Join(base, "users"), grace)
	if err != nil {
		return err
	}
	defer alone.Close()
	return c.Remove()
}

// awaitLastUser returns when nobody has used the server for the time of grace.
// The lock that proves it is held until the server has stopped: who comes
// meanwhile waits, then starts it anew.
func awaitLastUser(path string, grace time.Duration) (alone *os.File, err error) {
	for {
		if alone, err = lock(path, syscall.LOCK_EX); err != nil {
			return nil, err
		}
		_ = alone.Close()
		<-time.After(grace)
		alone, err = lock(path, syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return alone, err
		}
	}
}

// startAfresh starts the server; when files that a killed keeper left are of no
// use, without them.
func startAfresh(ctx context.Context, base string) (*devcluster.Cluster, error) {
	opts := clusterOptions(base)
	c, err := devcluster.Start(ctx, opts)
	if err == nil || errors.Is(err, devcluster.ErrNoBinaries) || errors.Is(err, devcluster.ErrInUse) {
		return c, err
	}
	if again := os.RemoveAll(opts.Dir); again != nil {
		return nil, errors.Join(err, again)
	}
	return devcluster.Start(ctx, opts)
}

// lock opens a file and takes a lock on it; closing the file gives it back.
func lock(path string, how int) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(f.Fd()), how)
		if err == nil {
			return f, nil
		}
		if !errors.Is(err, syscall.EINTR) {
			_ = f.Close()
			return nil, err
		}
	}
}
