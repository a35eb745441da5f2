package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// patience is how long a test waits for an event before it fails.
const patience = 90 * time.Second

// testVersion is the version that the built program says it has.
const testVersion = "v0.0.0-test"

// program is the path of the built program; the whole one lies beside it.
var program string

func TestMain(m *testing.M) { os.Exit(buildAndRun(m)) }

func buildAndRun(m *testing.M) int {
	dir, err := os.MkdirTemp("", "quire-e2e-program")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	program = filepath.Join(dir, "quire")
	for path, source := range map[string][]string{program: {"-tags", "front", "quire/cmd/quire"}, program + "-server": {"quire"}} {
		if err := build(path, source...); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return m.Run()
}

func build(path string, source ...string) error {
	args := []string{"build", "-o", path, "-ldflags", "-X quire/internal/cli.Version=" + testVersion}
	if raceDetector {
		args = append(args, "-race")
	}
	if out, err := exec.Command("go", append(args, source...)...).CombinedOutput(); err != nil {
		return fmt.Errorf("build %v: %w\n%s", source, err, out)
	}
	return nil
}
