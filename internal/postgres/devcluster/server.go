//go:build unix

package devcluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// server is one run of postgres.
type server struct {
	cmd  *exec.Cmd
	log  string
	done chan struct{} // closed when the process has ended
}

// startServer starts postgres; it does not wait until it answers.
func startServer(cmd *exec.Cmd, log string) (*server, error) {
	out, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	defer out.Close()
	cmd.Stdout, cmd.Stderr = out, out
	s := &server{cmd: cmd, log: log, done: make(chan struct{})}
	started := make(chan error, 1)
	go onOwnThread(func() {
		if err := cmd.Start(); err != nil {
			started <- err
			return
		}
		forget := guard(cmd)
		started <- nil
		_ = cmd.Wait()
		forget()
		close(s.done)
	})
	if err := <-started; err != nil {
		return nil, fmt.Errorf("postgres does not start: %w", err)
	}
	return s, nil
}

// onOwnThread runs f on a thread that does nothing else until f returns: the
// kernel ties "end with the parent" to the thread that started the process.
func onOwnThread(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		f()
	}()
	<-done
}

// await returns when the server answers, or says why it never will.
func (s *server) await(ctx context.Context, dsn string) error {
	for {
		err := ping(ctx, dsn)
		if err == nil {
			return nil
		}
		select {
		case <-s.done:
			return fmt.Errorf("postgres ended while it started: %s", s.lastWords())
		case <-ctx.Done():
			return fmt.Errorf("postgres did not answer in time: %w (%v): %s", ctx.Err(), err, s.lastWords())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// lastWords is the end of the server's log.
func (s *server) lastWords() string {
	raw, err := os.ReadFile(s.log)
	if err != nil {
		return err.Error()
	}
	raw = raw[max(0, len(raw)-2000):]
	return strings.TrimSpace(string(raw)) + " (" + s.log + ")"
}

func (s *server) ended() bool {
	select {
	case <-s.done:
		return true
	default:
		return false
	}
}

// stop is a fast shutdown, and an immediate one when that takes too long:
// either way committed transactions are kept.
func (s *server) stop() error {
	_ = s.cmd.Process.Signal(syscall.SIGINT)
	select {
	case <-s.done:
		return nil
	case <-time.After(stopTimeout):
	}
	_ = s.cmd.Process.Signal(syscall.SIGQUIT)
	select {
	case <-s.done:
		return nil
	case <-time.After(stopTimeout):
	}
	return fmt.Errorf("postgres (process %d) does not stop", s.cmd.Process.Pid)
}

func ping(ctx context.Context, dsn string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	return conn.Ping(ctx)
}

func ensureDatabase(ctx context.Context, dsn, name string) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	var there bool
	err = conn.QueryRow(ctx, "select exists (select from pg_database where datname = $1)", name).Scan(&there)
	if err != nil || there {
		return err
	}
	if _, err := conn.Exec(ctx, "create database "+pgx.Identifier{name}.Sanitize()); err != nil {
		return errors.Join(fmt.Errorf("database %s cannot be made", name), err)
	}
	return nil
}
