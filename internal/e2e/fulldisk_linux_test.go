package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"quire/internal/postgres/pgtest"
)

// smallDisk is a file system of a few bytes that one process has in a folder's
// place.
type smallDisk struct {
	t   *testing.T
	dir string
	at  *process
}

// workerWithSmallDisk starts a worker whose folder dir is a disk of this size. A
// kernel that lets nobody but root have disks of his own cannot run it.
func (i *installation) workerWithSmallDisk(dir, size string) *smallDisk {
	i.t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		i.t.Fatal(err)
	}
	private := []string{"--mount"}
	if os.Geteuid() != 0 {
		private = append(private, "--map-root-user")
	}
	if out, err := exec.Command("unshare", append(private, "true")...).CombinedOutput(); err != nil {
		if os.Getenv("CI") != "" {
			i.t.Fatalf("CI must give processes disks of their own: %v: %s", err, out)
		}
		i.t.Skipf("this machine gives processes no disks of their own: %v: %s", err, out)
	}
	script := fmt.Sprintf(`mount -t tmpfs -o size=%s,mode=0700 tmpfs "$0" && exec "$@"`, size)
	args := append(private, "sh", "-c", script, dir, program, "work")
	d := &smallDisk{t: i.t, dir: dir, at: i.run.startProgram(i.t, "unshare", args...)}
	d.at.logged("worker started")
	return d
}

// inside runs a command that sees the disk.
func (d *smallDisk) inside(command ...string) string {
	d.t.Helper()
	args := []string{"--target", fmt.Sprint(d.at.cmd.Process.Pid), "--mount"}
	if os.Geteuid() != 0 {
		args = append(args, "--user", "--preserve-credentials")
	}
	out, err := exec.Command("nsenter", append(args, command...)...).CombinedOutput()
	if err != nil {
		d.t.Fatalf("%q: %v: %s", command, err, out)
	}
	return string(out)
}

func TestFullDiskCostsAttemptsAndNothingElse(t *testing.T) {
	t.Parallel()
	i := install(t, pgtest.New(t))
	server := i.api()
	c := server.operator()
	o := c.longOrder()
	var out struct {
		Viewer struct{ Organisation struct{ ID string } }
	}
	c.do(`{ viewer { organisation { id } } }`, nil, &out)
	outputs := filepath.Join(i.data, "files", out.Viewer.Organisation.ID, "outputs")
	job := c.generate(o)
	s := c.watch(job)
	disk := i.workerWithSmallDisk(outputs, "16k")
	line := disk.at.logged("job goes back to the queue")
	if text := fmt.Sprint(line["error"]); !strings.Contains(text, "no space left on device") {
		t.Errorf("the cause is %s", text)
	}
	if left := disk.inside("find", outputs, "-type", "f"); left != "" {
		t.Errorf("half a booklet is left: %s", left)
	}
	disk.inside("mount", "-o", "remount,size=64m", outputs)
	if last := s.completed(); last.Status != "DONE" {
		t.Fatalf("it ended as %+v", last)
	}
	if done := c.job(job); done.Attempts < 2 {
		t.Errorf("in the end it is %+v", done)
	}
	if stored := strings.Fields(disk.inside("find", outputs, "-type", "f")); len(stored) != 1 {
		t.Errorf("stored are %q", stored)
	}
}
