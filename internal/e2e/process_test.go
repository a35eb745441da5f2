package e2e

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// process is a run of the program.
type process struct {
	t    *testing.T
	name string
	cmd  *exec.Cmd
	// out is standard output, logs is standard error.
	out, logs *transcript
	done      chan struct{} // closed when it has ended
	quiet     bool          // does not tell what it wrote
}

// run is what a command is given.
type run struct {
	dir   string
	env   []string
	stdin string
}

// start starts the program; it is ended with the test.
func (r run) start(t *testing.T, args ...string) *process {
	t.Helper()
	return r.startProgram(t, program, args...)
}

// startProgram starts another program, which becomes this one.
func (r run) startProgram(t *testing.T, name string, args ...string) *process {
	t.Helper()
	p := &process{
		t: t, name: filepath.Base(name) + " " + strings.Join(args, " "), cmd: exec.Command(name, args...),
		out: newTranscript(), logs: newTranscript(), done: make(chan struct{}),
	}
	p.cmd.Dir, p.cmd.Env, p.cmd.Stdin = r.dir, r.env, strings.NewReader(r.stdin)
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.logs
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = p.cmd.Wait()
		close(p.done)
	}()
	t.Cleanup(p.end)
	return p
}

// end asks the process to end, and tells what it said when the test has failed.
func (p *process) end() {
	p.signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(patience):
		p.t.Errorf("%s does not end", p.name)
		_ = p.cmd.Process.Kill()
		<-p.done
	}
	if strings.Contains(p.logs.String(), "DATA RACE") {
		p.t.Errorf("%s has a data race", p.name)
	}
	if p.t.Failed() && !p.quiet {
		p.t.Logf("%s wrote:\n%s%s", p.name, p.out, p.logs)
	}
}

// signal sends a signal; a process that has ended does not mind.
func (p *process) signal(s os.Signal) { _ = p.cmd.Process.Signal(s) }

// kill ends the process without its having a say.
func (p *process) kill() {
	p.signal(syscall.SIGKILL)
	<-p.done
}

// wait waits for the end and gives the exit code.
func (p *process) wait() int {
	p.t.Helper()
	select {
	case <-p.done:
	case <-time.After(patience):
		p.t.Fatalf("%s does not end", p.name)
	}
	return p.cmd.ProcessState.ExitCode()
}

// await waits for a line that contains the text.
func (p *process) await(from *transcript, text string) string {
	p.t.Helper()
	timeout := time.After(patience)
	for ended := false; ; {
		lines, more := from.lines()
		for _, line := range lines {
			if strings.Contains(line, text) {
				return line
			}
		}
		if ended {
			p.t.Fatalf("%s ended before it wrote %q", p.name, text)
		}
		select {
		case <-more:
		case <-p.done:
			ended = true
		case <-timeout:
			p.t.Fatalf("%s did not write %q in time", p.name, text)
		}
	}
}

// logged waits for a line of the log with this message and gives its
// attributes.
func (p *process) logged(message string) map[string]any {
	p.t.Helper()
	quoted, err := json.Marshal(message)
	if err != nil {
		p.t.Fatal(err)
	}
	return attributes(p.t, p.await(p.logs, `"msg":`+string(quoted)))
}

func attributes(t *testing.T, line string) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(line), &m); err != nil {
		t.Fatalf("a line of the log is no JSON: %v: %s", err, line)
	}
	return m
}
