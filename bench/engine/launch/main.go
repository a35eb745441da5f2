// Command launch runs a program and writes what that took as its last line on
// standard error: user and system time in microseconds, peak memory in kilobytes,
// and the exit code.
//
//	launch PROGRAM ARGUMENTS…
//
// Linux counts a process's peak from the process that it was forked from, so that
// whoever measures has to be small: this links next to nothing.
package main

import (
	"os"
	"strconv"
	"syscall"
)

func main() {
	if len(os.Args) < 2 {
		fail("usage: launch PROGRAM ARGUMENTS…")
	}
	pid, err := syscall.ForkExec(os.Args[1], os.Args[1:], &syscall.ProcAttr{Env: os.Environ(), Files: []uintptr{0, 1, 2}})
	if err != nil {
		fail(os.Args[1] + ": " + err.Error())
	}
	var status syscall.WaitStatus
	var usage syscall.Rusage
	for {
		if _, err = syscall.Wait4(pid, &status, 0, &usage); err != syscall.EINTR {
			break
		}
	}
	if err != nil {
		fail(err.Error())
	}
	cpu := usage.Utime.Sec + usage.Stime.Sec
	micro := usage.Utime.Usec + usage.Stime.Usec
	write("\n" + strconv.FormatInt(int64(cpu)*1_000_000+int64(micro), 10) + " " + strconv.FormatInt(int64(usage.Maxrss), 10) + " " + strconv.Itoa(status.ExitStatus()) + "\n")
}

func write(s string) { _, _ = syscall.Write(2, []byte(s)) }

func fail(why string) {
	write(why + "\n")
	os.Exit(1)
}
