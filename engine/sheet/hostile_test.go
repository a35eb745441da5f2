package sheet

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"log"
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

// What a process of this program is for that the test has started: the file of the
// one workbook to print, or the folder to make them in.
const (
	printing = "QUIRE_HOSTILE_WORKBOOK"
	making   = "QUIRE_HOSTILE_FOLDER"
)

func TestMain(m *testing.M) {
	if name := os.Getenv(printing); name != "" {
		said := outcome(name)
		fmt.Printf("%d %s\n", peak(), said)
		return
	}
	if dir := os.Getenv(making); dir != "" {
		makeHostiles(dir)
		return
	}
	os.Exit(m.Run())
}

// makeHostiles writes the workbooks into a folder, and a line about each that is
// there: its file, what it wants and its name, with tabs between them.
func makeHostiles(dir string) {
	n := 0
	hostiles(func(h hostile) {
		n++
		file := filepath.Join(dir, strconv.Itoa(n)+".xlsx")
		if err := os.WriteFile(file, h.make(alone{}), 0o600); err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s\t%s\t%s\n", file, h.want, h.name)
	})
}

// alone is the test of what is made in a process without one.
type alone struct{ testing.TB }

func (alone) Helper() {}

func (alone) Fatal(args ...any) { log.Fatal(args...) }

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
// and within a bound of memory. They are made and printed without the race detector,
// which takes memory of its own and ten times as long to make them.
func TestHostileWorkbooks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	program := filepath.Join(dir, "print")
	if out, err := exec.CommandContext(t.Context(), "go", "test", "-c", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	maker := exec.CommandContext(t.Context(), program)
	maker.Env = append(os.Environ(), making+"="+dir)
	var complaints bytes.Buffer
	maker.Stderr = &complaints
	made, err := maker.StdoutPipe()
	if err := errors.Join(err, maker.Start()); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(made); lines.Scan(); {
		about := strings.Split(lines.Text(), "\t")
		if len(about) != 3 {
			t.Fatalf("the maker of the workbooks says %q", lines.Text())
		}
		t.Run(about[2], func(t *testing.T) { printed(t, program, about[0], about[1]) })
	}
	if err := maker.Wait(); err != nil {
		t.Fatalf("not all workbooks were made: %v: %s", err, &complaints)
	}
}

// printed prints a workbook with the program, and looks at how that ends.
func printed(t *testing.T, program, file, want string) {
	defer os.Remove(file)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program)
	cmd.Env = append(os.Environ(), printing+"="+file)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %.2000s", err, out)
	}
	memory, said, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
	used, err := strconv.ParseInt(memory, 10, 64)
	if err != nil || !strings.HasPrefix(said, want+" ") {
		t.Errorf("%.300s, want %s", out, want)
	}
	if used > mostMemory {
		t.Errorf("it took %d MB", used>>20)
	}
	t.Logf("%d MB, %s: %s", used>>20, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime(), said)
}
