// Package devcluster runs a private PostgreSQL for development, demonstration
// and tests: no configuration, no download, no port.
//
// The server is made from PostgreSQL programs that are already on the machine
// (see [FindBinaries]), listens on a unix socket alone and belongs to the
// process that started it: it stops when that process ends, however it ends.
package devcluster

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

const (
	superuser       = "quire"
	defaultDatabase = "quire"
	port            = "5432" // names the socket file only: nothing listens on TCP

	startTimeout = 60 * time.Second
	stopTimeout  = 20 * time.Second
)

// ErrInUse is returned by [Start] when another process runs the cluster of the
// same directory. [Attach] gives the address of that cluster.
var ErrInUse = errors.New("the development database is in use by another process")

// Options say where a cluster lies and how it behaves.
type Options struct {
	// Dir is the cluster's directory; it is made when missing. As root, when the
	// user that the server runs as cannot reach Dir, the files lie elsewhere and
	// Dir keeps a note that says where.
	Dir string
	// Durable makes commits survive a crash of the machine. Without it the
	// cluster is faster, and is made anew after it was not shut down properly.
	Durable bool
	// Database is the database that [Cluster.DSN] names, made when missing.
	// Empty means "quire".
	Database string
}

// Cluster is a private PostgreSQL server that this process owns.
type Cluster struct {
	opts   Options
	home   *home
	bin    Binaries
	lock   *os.File
	socket string

	mu  sync.Mutex
	run *server // nil while stopped
}

// Start brings up the cluster of opts.Dir, making it when it does not exist,
// and returns once it answers queries. A server that outlived its owner is
// stopped first. It fails with [ErrInUse] when another process owns the
// cluster and with [ErrNoBinaries] when PostgreSQL is not installed.
func Start(ctx context.Context, opts Options) (*Cluster, error) {
	if opts.Database == "" {
		opts.Database = defaultDatabase
	}
	c := &Cluster{opts: opts}
	if err := c.open(ctx); err != nil {
		c.unlock()
		return nil, err
	}
	if err := c.Start(ctx); err != nil {
		c.unlock()
		return nil, err
	}
	return c, nil
}

// Attach returns the DSN of the cluster of dir when another process runs it,
// and false when nothing answers there.
func Attach(ctx context.Context, opts Options) (dsn string, ok bool) {
	if opts.Database == "" {
		opts.Database = defaultDatabase
	}
	h, err := findHome(opts.Dir)
	if err != nil {
		return "", false
	}
	socket, err := socketDir(h)
	if err != nil {
		return "", false
	}
	dsn = dsnFor(socket, opts.Database)
	return dsn, ping(ctx, dsn) == nil
}

// Use returns the DSN of the cluster of opts.Dir, starting it when nobody runs
// it and joining it when another process does. The caller calls release when
// done; only the process that started the cluster stops it.
func Use(ctx context.Context, opts Options) (dsn string, release func() error, err error) {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	for {
		c, err := Start(ctx, opts)
		if err == nil {
			return c.DSN(), c.Close, nil
		}
		if !errors.Is(err, ErrInUse) {
			return "", nil, err
		}
		if dsn, ok := Attach(ctx, opts); ok {
			return dsn, func() error { return nil }, nil
		}
		select { // its owner is starting it, or stopping
		case <-ctx.Done():
			return "", nil, fmt.Errorf("%w, and does not answer", err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// open takes the directory: the lock, the programs, the files.
func (c *Cluster) open(ctx context.Context) (err error) {
	if c.home, err = makeHome(c.opts.Dir); err != nil {
		return err
	}
	if c.lock, err = lockFile(filepath.Join(c.home.dir, "lock")); err != nil {
		return fmt.Errorf("%s: %w", c.opts.Dir, err)
	}
	if c.socket, err = makeSocketDir(c.home); err != nil {
		return err
	}
	if err = stopOrphan(ctx, c.home.data()); err != nil {
		return err
	}
	if err = c.discardDoubtful(); err != nil {
		return err
	}
	if c.bin, err = binariesFor(c.home.data()); err != nil {
		return err
	}
	return c.home.initialise(ctx, c.bin)
}

// discardDoubtful removes the files of a cluster that is not durable and was
// not shut down: nothing says that they reached the disk in order.
func (c *Cluster) discardDoubtful() error {
	if c.opts.Durable {
		return nil
	}
	if _, err := os.Stat(pidFile(c.home.data())); err != nil {
		return nil
	}
	return os.RemoveAll(c.home.data())
}

// Start runs the server again after [Cluster.Stop]; the DSN stays the same.
func (c *Cluster) Start(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.run != nil && !c.run.ended() {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	run, err := startServer(c.command("postgres", c.arguments()...), c.home.log())
	if err != nil {
		return err
	}
	if err := run.await(ctx, dsnFor(c.socket, "postgres")); err != nil {
		run.stop()
		return err
	}
	if err := ensureDatabase(ctx, dsnFor(c.socket, "postgres"), c.opts.Database); err != nil {
		run.stop()
		return err
	}
	c.run = run
	return nil
}

// Stop shuts the server down at once (connections are cut, nothing committed
// is lost) and keeps the cluster's ownership: [Cluster.Start] starts it again.
func (c *Cluster) Stop() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.run == nil {
		return nil
	}
	err := c.run.stop()
	c.run = nil
	return err
}

// Close stops the server and gives the directory up.
func (c *Cluster) Close() error {
	err := c.Stop()
	c.unlock()
	return err
}

// Remove stops the server and deletes every file of the cluster.
func (c *Cluster) Remove() error {
	err := errors.Join(c.Stop(), os.RemoveAll(c.socket), os.RemoveAll(c.home.dir), os.RemoveAll(c.opts.Dir))
	c.unlock()
	return err
}

func (c *Cluster) unlock() {
	if c.lock != nil {
		_ = c.lock.Close()
	}
}

// DSN is the address of the cluster's database, as a URL that both pgx and
// lib/pq understand.
func (c *Cluster) DSN() string { return dsnFor(c.socket, c.opts.Database) }

// DatabaseDSN is the address of another database of the cluster.
func (c *Cluster) DatabaseDSN(name string) string { return dsnFor(c.socket, name) }

// Dir is where the cluster's files really are; see [Options.Dir].
func (c *Cluster) Dir() string { return c.home.dir }

// PID is the server's process id, 0 while it is stopped.
func (c *Cluster) PID() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.run == nil || c.run.ended() {
		return 0
	}
	return c.run.cmd.Process.Pid
}

func (c *Cluster) command(name string, args ...string) *exec.Cmd {
	return c.home.command(context.Background(), c.bin, name, args...)
}

func (c *Cluster) arguments() []string {
	settings := []string{
		"listen_addresses=",
		"port=" + port,
		"unix_socket_directories=" + quoteList(c.socket),
		"unix_socket_permissions=0700",
		"max_connections=200",
		"log_min_messages=warning",
	}
	if !c.opts.Durable {
		settings = append(settings,
			"fsync=off", "synchronous_commit=off", "full_page_writes=off",
			"wal_level=minimal", "max_wal_senders=0", "max_wal_size=4GB", "checkpoint_timeout=1h",
			"max_connections=500", "jit=off", "autovacuum=off")
	}
	args := []string{"-D", c.home.data()}
	for _, s := range settings {
		args = append(args, "-c", s)
	}
	return args
}

func dsnFor(socket, database string) string {
	u := url.URL{Scheme: "postgres", User: url.User(superuser), Path: "/" + database}
	q := url.Values{"host": {socket}, "port": {port}, "sslmode": {"disable"}}.Encode()
	u.RawQuery = strings.ReplaceAll(q, "+", "%20") // pgx reads a plus as a plus
	return u.String()
}
