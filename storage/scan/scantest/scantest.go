// Package scantest runs ClamAV's daemon for tests.
package scantest

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"quire/storage/scan"
)

// Wicked is what the daemon of these tests knows as malicious, and nobody else
// does.
const Wicked = "quire: a file that the scanner of the tests does not like"

// Daemon starts a real clamd with a database of one signature of our own,
// until the test ends.
func Daemon(t testing.TB) *scan.Scanner {
	t.Helper()
	program := ""
	for _, name := range []string{"clamd", "/usr/sbin/clamd", "/usr/local/sbin/clamd", "/opt/homebrew/sbin/clamd"} {
		if path, err := exec.LookPath(name); err == nil && program == "" {
			program = path
		}
	}
	if program == "" {
		t.Fatal("uploads are scanned by clamd, and there is none: `.ci/setup clamd` installs it")
	}
	dir, err := os.MkdirTemp("", "clamd") // short: the name of a socket has 108 bytes
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	signature := fmt.Sprintf("Quire.Test.Signature:0:*:%x\n", Wicked)
	config := fmt.Sprintf("Foreground yes\nLocalSocket %s/s\nDatabaseDirectory %s/db\nTemporaryDirectory %s\nPidFile %s/pid\nStreamMaxLength 1M\nLogTime no\n", dir, dir, dir, dir)
	for name, text := range map[string]string{"db/quire.ndb": signature, "conf": config} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(program, "--config-file="+filepath.Join(dir, "conf"))
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr = cmd.Stdout
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	s, err := scan.New("unix://" + dir + "/s")
	if err != nil {
		t.Fatal(err)
	}
	var said []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		said = append(said, lines.Text())
		if s.Ping(t.Context()) == nil { // it says something when it listens
			go func() { _, _ = io.Copy(io.Discard, out) }()
			return s
		}
	}
	t.Fatalf("clamd does not answer; it said: %s", strings.Join(said, "\n"))
	return nil
}
