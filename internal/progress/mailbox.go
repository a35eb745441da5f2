package progress

import "sync"

// mailbox holds the newest state only: a slow reader costs one state, never a
// backlog, and holds nobody up.
type mailbox struct {
	wake chan struct{} // has a token when there may be something newer

	mu     sync.Mutex
	newest State
}

func newMailbox() *mailbox { return &mailbox{wake: make(chan struct{}, 1)} }

// offer puts a state in unless it is not newer than the one that is there.
func (m *mailbox) offer(s State) {
	m.mu.Lock()
	newer := s.Sequence > m.newest.Sequence
	if newer {
		m.newest = s
	}
	m.mu.Unlock()
	if !newer {
		return
	}
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

func (m *mailbox) look() State {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.newest
}
