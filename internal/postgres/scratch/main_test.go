package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestCommandHasADatabaseThatIsGoneAfterwards(t *testing.T) {
	t.Parallel()
	told := filepath.Join(t.TempDir(), "told")
	if err := run(t.Context(), []string{"sh", "-c", `echo "$SCRATCH_DATABASE_URL" >` + told}); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(told)
	if err != nil || !strings.HasPrefix(string(raw), "postgres://") {
		t.Errorf("the command was told %q: %v", raw, err)
	}
}

func TestFailureOfTheCommandIsOurs(t *testing.T) {
	t.Parallel()
	err := run(t.Context(), []string{"sh", "-c", "exit 7"})
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 7 {
		t.Errorf("error %v", err)
	}
	if err := run(t.Context(), nil); err == nil {
		t.Error("no command is a command")
	}
}
