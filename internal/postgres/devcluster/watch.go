//go:build unix

package devcluster

import (
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// watchScript waits for the end of its input, which comes when the process at
// the other end of the pipe is no more, and then asks for a fast shutdown.
const watchScript = `read -r word; [ "$word" = forget ] || kill -INT "$1"`

// watch has a small process end cmd when this process ends without saying so:
// the stand-in for kernels that cannot be asked for that. The returned function
// dismisses it.
func watch(cmd *exec.Cmd) (forget func()) {
	r, w, err := os.Pipe()
	if err != nil {
		return func() {}
	}
	defer r.Close()
	guard := exec.Command("/bin/sh", "-c", watchScript, "sh", strconv.Itoa(cmd.Process.Pid))
	guard.Stdin = r
	guard.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if cmd.SysProcAttr != nil {
		guard.SysProcAttr.Credential = cmd.SysProcAttr.Credential
	}
	if err := guard.Start(); err != nil {
		_ = w.Close()
		return func() {}
	}
	return func() {
		_, _ = w.WriteString("forget\n")
		_ = w.Close()
		_ = guard.Wait()
	}
}
