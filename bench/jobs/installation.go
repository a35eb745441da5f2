package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"quire/internal/config"
	"quire/internal/demo"
	"quire/internal/postgres/devcluster"
)

// installation is a Quire of its own: a database, a folder for files, a process
// that serves, and workers.
type installation struct {
	settings
	dir     string
	cluster *devcluster.Cluster
	pool    *pgxpool.Pool
	api     *process
	url     string
	workers []*process
	// lines of the workers' logs that say a job was taken over, when asked for.
	takenOver chan taken
}

// taken is a job that was taken over from a dead worker.
type taken struct {
	job  string
	when time.Time
}

// process is a run of the program.
type process struct {
	cmd  *exec.Cmd
	done chan struct{}
}

// install starts a database and the API, not the workers.
func (s settings) install(ctx context.Context) (i *installation, err error) {
	if s.quire, err = filepath.Abs(s.quire); err != nil {
		return nil, err
	}
	i = &installation{settings: s, takenOver: make(chan taken, 10_000)}
	begun := i // what is returned beside an error is nil
	defer func() {
		if err != nil {
			begun.remove()
		}
	}()
	if i.dir, err = os.MkdirTemp("", "quire-bench"); err != nil {
		return nil, err
	}
	if err := errors.Join(os.Chmod(i.dir, 0o711), os.Mkdir(filepath.Join(i.dir, "tmp"), 0o711)); err != nil { // PostgreSQL's account passes through
		return nil, err
	}
	i.cluster, err = devcluster.Start(ctx, devcluster.Options{Dir: filepath.Join(i.dir, "postgres"), Durable: s.durable})
	if err != nil {
		return nil, err
	}
	serving := make(chan string, 1)
	if i.api, err = i.start(func(line logLine) {
		if line.Message == "serving" {
			serving <- line.URL
		}
	}, "serve", "--no-worker"); err != nil {
		return nil, err
	}
	select {
	case i.url = <-serving:
	case <-i.api.done:
		return nil, errors.New("the API ended; its log is above")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	i.pool, err = pgxpool.New(ctx, i.cluster.DSN())
	return i, err
}

// logLine is what is read of a line of the log.
type logLine struct {
	Level   string    `json:"level"`
	Message string    `json:"msg"`
	Time    time.Time `json:"time"`
	URL     string    `json:"url"`
	JobID   string    `json:"job_id"`
}

// start starts the program and reads its log; errors are shown.
func (i *installation) start(read func(logLine), args ...string) (*process, error) {
	p := &process{cmd: exec.Command(i.quire, args...), done: make(chan struct{})}
	p.cmd.Dir = i.dir
	p.cmd.Env = append(os.Environ(),
		"TMPDIR="+filepath.Join(i.dir, "tmp"), "DATA_DIR="+filepath.Join(i.dir, "data"), "DATABASE_URL="+i.cluster.DSN(),
		"LISTEN_ADDR=127.0.0.1:0", "LOG_FORMAT=json", "RATE_LIMIT_PER_MINUTE=0", "JWT_EXPIRES_IN=24h", "SHUTDOWN_TIMEOUT=10s", "POINTS_PER_MINUTE=100000000", "POINTS_AT_ONCE=100000000", "OPERATIONS_AT_ONCE=1000", "STREAMS_PER_USER=1000",
		fmt.Sprint("WORKER_CONCURRENCY=", i.slots))
	logs, err := p.cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() {
		defer close(p.done)
		follow(logs, read)
		_ = p.cmd.Wait()
	}()
	return p, nil
}

// ordinary begins the messages that each job has two of.
var ordinary = []byte(`"level":"INFO","msg":"job `)

func follow(logs io.Reader, read func(logLine)) {
	lines := bufio.NewScanner(logs)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if bytes.Contains(lines.Bytes(), ordinary) {
			continue // reading them all would take a part of what is measured
		}
		var line logLine
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil || line.Level == "ERROR" {
			fmt.Fprintln(os.Stderr, lines.Text())
			continue
		}
		read(line)
	}
}

// work starts one more worker and waits until it works.
func (i *installation) work(ctx context.Context) error {
	working := make(chan struct{}, 1)
	p, err := i.start(func(line logLine) {
		switch line.Message {
		case "worker started":
			working <- struct{}{}
		case "job taken over from a worker that is gone":
			i.takenOver <- taken{line.JobID, line.Time}
		}
	}, "work")
	if err != nil {
		return err
	}
	i.workers = append(i.workers, p)
	select {
	case <-working:
	case <-p.done:
		return errors.New("a worker ended; its log is above")
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// pids are the processes of the installation, without those they start.
func (i *installation) pids() []int {
	pids := []int{i.cluster.PID(), i.api.cmd.Process.Pid}
	for _, w := range i.workers {
		pids = append(pids, w.cmd.Process.Pid)
	}
	return pids
}

// operator signs in as the first administrator.
func (i *installation) operator(ctx context.Context) (*office, error) {
	c := &demo.Client{Endpoint: i.url + "/graphql", HTTP: &http.Client{}}
	return signIn(ctx, i, c, config.DevAdminEmail, config.DevAdminPassword)
}

// remove ends all and removes the files.
func (i *installation) remove() {
	for _, p := range append(i.workers, i.api) {
		if p != nil {
			_ = p.cmd.Process.Signal(syscall.SIGTERM)
		}
	}
	for _, p := range append(i.workers, i.api) {
		if p != nil {
			<-p.done
		}
	}
	if i.pool != nil {
		i.pool.Close()
	}
	if i.cluster != nil {
		_ = i.cluster.Remove()
	}
	_ = os.RemoveAll(i.dir)
}
