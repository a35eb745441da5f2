package devcluster

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

// endWithParent has the kernel ask for a fast shutdown when this process ends,
// kill -9 included.
func endWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGINT }

// guard has nothing to do: the kernel stands guard.
func guard(*exec.Cmd) (forget func()) { return func() {} }

// isPostmaster reports whether the process is a postgres that works in data. A
// process that has ended and was not reaped has no program, and so is none.
func isPostmaster(pid int, data string) bool {
	exe, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", pid))
	if err != nil || !strings.HasPrefix(filepath.Base(exe), "postgres") {
		return false
	}
	cwd, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
	if err != nil {
		return false
	}
	real, err := filepath.EvalSymlinks(data)
	return err == nil && cwd == real
}
