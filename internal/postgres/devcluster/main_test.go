package devcluster

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// The tests start this binary again in other parts: as the owner of a cluster,
// to be killed, and as a process with a guarded child.
const (
	partVariable = "DEVCLUSTER_TEST_PART"
	dirVariable  = "DEVCLUSTER_TEST_DIR"
)

func TestMain(m *testing.M) {
	switch os.Getenv(partVariable) {
	case "owner":
		playOwner()
	case "guarded":
		playGuarded()
	default:
		os.Exit(m.Run())
	}
}

// playOwner runs a cluster until its input ends.
func playOwner() {
	c, err := Start(context.Background(), Options{Dir: os.Getenv(dirVariable), Durable: true})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	fmt.Println(c.PID(), c.DSN())
	_, _ = io.Copy(io.Discard, os.Stdin)
	if err := c.Close(); err != nil {
		os.Exit(1)
	}
}

// playGuarded has a child that only the watch ends.
func playGuarded() {
	cmd := exec.Command("sleep", "600")
	cmd.Stdout = os.Stdout
	if err := cmd.Start(); err != nil {
		os.Exit(1)
	}
	watch(cmd)
	fmt.Println("ready")
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// owner is a process that owns a cluster.
type owner struct {
	cmd *exec.Cmd
	pid int // of the server
	dsn string
}

// startOwner starts this binary, or the copy of it at program, as an owner.
func startOwner(t *testing.T, program, dir string, attr *syscall.SysProcAttr) *owner {
	t.Helper()
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), partVariable+"=owner", dirVariable+"="+dir)
	cmd.SysProcAttr = attr
	cmd.Dir = "/"
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close(); _ = cmd.Process.Kill(); _ = cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the owner said nothing: %v", err)
	}
	word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	pid, err := strconv.Atoi(word)
	if err != nil {
		t.Fatalf("the owner failed: %s", line)
	}
	return &owner{cmd: cmd, pid: pid, dsn: rest}
}

// kill ends the owner without a chance to clean up, and waits until its server
// is gone too.
func (o *owner) kill(t *testing.T, data string) {
	t.Helper()
	if err := o.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = o.cmd.Wait()
	if !awaitEnd(t.Context(), o.pid, data) {
		t.Fatalf("postgres (process %d) outlived its owner", o.pid)
	}
}

// testDir is a folder that the server's account can reach: unlike t.TempDir,
// which is private to the account that runs the tests.
func testDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp(MemoryDir(), "devcluster")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return filepath.Join(dir, "postgres")
}

func start(t *testing.T, opts Options) *Cluster {
	t.Helper()
	c, err := Start(t.Context(), opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Remove(); err != nil {
			t.Errorf("remove: %v", err)
		}
	})
	return c
}
