package sheet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"quire/engine/sheet/layout"
)

// child is set in a process that prints one workbook and tells how it went.
const child = "QUIRE_HOSTILE_WORKBOOK"

func TestMain(m *testing.M) {
	if name := os.Getenv(child); name != "" {
		said := outcome(name)
		fmt.Printf("%d %s\n", peak(), said)
		return
	}
	os.Exit(m.Run())
}

// outcome prints a workbook to a file beside it: "pages N" or an error's code.
func outcome(name string) string {
	data, err := os.ReadFile(name)
	if err != nil {
		return err.Error()
	}
	doc, warnings, err := render(data, "S")
	var c interface{ Code() string }
	switch {
	case errors.As(err, &c):
		return c.Code() + " " + err.Error()
	case err != nil:
		return "an error without a code: " + err.Error()
	case len(doc.Pages()) > layout.MaxPages:
		return "too many pages"
	}
	var b bytes.Buffer
	if err := write(&b, doc); err != nil {
		return "not written: " + err.Error()
	}
	return fmt.Sprintf("pages %d, %d warnings, %d bytes", len(doc.Pages()), len(warnings), b.Len())
}

// peak is the most memory that the process has had, in bytes: Linux's own figure,
// since what a parent had counts in the usage of its children.
func peak() int64 {
	status, _ := os.ReadFile("/proc/self/status")
	_, after, found := strings.Cut(string(status), "VmHWM:")
	if n, err := strconv.ParseInt(strings.Fields(after + " x")[0], 10, 64); found && err == nil {
		return n << 10
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.Sys)
}

// mostMemory is what printing a workbook may take, whatever is in it.
const mostMemory = 512 << 20

// TestHostileWorkbooks prints workbooks that are made to break programs, each in
// a process of its own: all end with pages or with the error that says why not,
// and within a bound of memory.
func TestHostileWorkbooks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	// Without the race detector, which takes memory of its own.
	program := filepath.Join(dir, "print")
	if out, err := exec.CommandContext(t.Context(), "go", "test", "-c", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, h := range hostiles() {
		t.Run(h.name, func(t *testing.T) {
			name := filepath.Join(dir, strings.ReplaceAll(h.name, " ", "_")+".xlsx")
			if err := os.WriteFile(name, h.make(t), 0o600); err != nil {
				t.Fatal(err)
			}
			defer os.Remove(name)
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
			defer cancel()
			cmd := exec.CommandContext(ctx, program)
			cmd.Env = append(os.Environ(), child+"="+name)
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %.2000s", err, out)
			}
			memory, said, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
			used, err := strconv.ParseInt(memory, 10, 64)
			if err != nil || !strings.HasPrefix(said, h.want+" ") {
				t.Errorf("%.300s, want %s", out, h.want)
			}
			if used > mostMemory {
				t.Errorf("it took %d MB", used>>20)
			}
			t.Logf("%d MB, %s: %s", used>>20, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime(), said)
		})
	}
}
