//go:build unix

package devcluster

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func pidFile(data string) string { return filepath.Join(data, "postmaster.pid") }

// stopOrphan ends a server that outlived its owner. The pid file of a server
// that is no more is left to postgres, which knows how to judge it.
func stopOrphan(ctx context.Context, data string) error {
	raw, err := os.ReadFile(pidFile(data))
	if err != nil {
		return nil
	}
	first, _, _ := strings.Cut(string(raw), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(first))
	if err != nil || pid <= 1 || !isPostmaster(pid, data) {
		return nil
	}
	for _, sig := range []syscall.Signal{syscall.SIGINT, syscall.SIGQUIT} {
		_ = syscall.Kill(pid, sig)
		if awaitEnd(ctx, pid, data) {
			return nil
		}
	}
	return fmt.Errorf("an earlier postgres (process %d) still runs in %s and does not stop: end it, then try again", pid, data)
}

func awaitEnd(ctx context.Context, pid int, data string) bool {
	deadline := time.After(stopTimeout)
	for isPostmaster(pid, data) {
		select {
		case <-ctx.Done():
			return false
		case <-deadline:
			return false
		case <-time.After(20 * time.Millisecond):
		}
	}
	return true
}
