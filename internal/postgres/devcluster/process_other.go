//go:build unix && !linux

package devcluster

import (
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// endWithParent cannot be asked of this kernel: see [watch].
func endWithParent(*syscall.SysProcAttr) {}

func guard(cmd *exec.Cmd) (forget func()) { return watch(cmd) }

// isPostmaster reports whether the process is a postgres that works in data.
func isPostmaster(pid int, data string) bool {
	out, err := exec.Command("ps", "-ww", "-o", "stat=,command=", "-p", strconv.Itoa(pid)).Output()
	if err != nil {
		return false
	}
	line := strings.TrimSpace(string(out))
	return !strings.HasPrefix(line, "Z") && strings.Contains(line, "postgres") && strings.Contains(line, data)
}
