package e2e

import (
	"bytes"
	"sync"
)

// transcript keeps what a process writes and tells when there is more.
type transcript struct {
	mu      sync.Mutex
	text    bytes.Buffer
	changed chan struct{} // closed by the next write
}

func newTranscript() *transcript { return &transcript{changed: make(chan struct{})} }

// Write keeps p.
func (tr *transcript) Write(p []byte) (int, error) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	close(tr.changed)
	tr.changed = make(chan struct{})
	return tr.text.Write(p)
}

func (tr *transcript) String() string {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	return tr.text.String()
}

// lines gives the whole lines so far, and what is closed when there is more.
func (tr *transcript) lines() ([]string, <-chan struct{}) {
	tr.mu.Lock()
	defer tr.mu.Unlock()
	var lines []string
	rest := tr.text.Bytes()
	for {
		line, after, found := bytes.Cut(rest, []byte("\n"))
		if !found {
			return lines, tr.changed
		}
		lines, rest = append(lines, string(line)), after
	}
}
