package devcluster

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"testing"
)

// The guarded child holds the pipe's other end: its end is the end of the pipe.
func TestWatchEndsTheChildOfAKilledProcess(t *testing.T) {
	t.Parallel()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	in, hold, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer hold.Close()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), partVariable+"=guarded")
	cmd.Stdin, cmd.Stdout = in, w
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_, _ = w.Close(), in.Close()
	out := bufio.NewReader(r)
	if line, err := out.ReadString('\n'); err != nil || line != "ready\n" {
		t.Fatalf("the child says %q: %v", line, err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	if _, err := io.Copy(io.Discard, out); err != nil {
		t.Fatal(err)
	}
}

func TestDismissedWatchLeavesTheChildAlone(t *testing.T) {
	t.Parallel()
	cmd := exec.Command("cat")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	watch(cmd)()
	_ = in.Close()
	if err := cmd.Wait(); err != nil {
		t.Errorf("the child was disturbed: %v", err)
	}
}
