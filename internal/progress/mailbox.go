package progress

import "sync"

// news is a state of something that may have newer ones.
type news interface {
	// number grows from one state to the next.
	number() int64
	// over tells whether this is the last.
	over() bool
}

func (s State) number() int64 { return s.Sequence }
func (s State) over() bool    { return Final(s.Status) }

// mailbox holds the newest state only: a slow reader costs one state, never a
// backlog, and holds nobody up.
type mailbox[T news] struct {
	wake chan struct{} // has a token when there may be something newer

	mu     sync.Mutex
	newest T
}

func newMailbox[T news]() *mailbox[T] { return &mailbox[T]{wake: make(chan struct{}, 1)} }

// offer puts a state in unless it is not newer than the one that is there.
func (m *mailbox[T]) offer(s T) {
	m.mu.Lock()
	newer := s.number() > m.newest.number()
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

func (m *mailbox[T]) look() T {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.newest
}

// boxes are mailboxes by what they watch.
type boxes[T news] map[string]map[*mailbox[T]]struct{}

func (b boxes[T]) add(id string, box *mailbox[T]) {
	if b[id] == nil {
		b[id] = map[*mailbox[T]]struct{}{}
	}
	b[id][box] = struct{}{}
}

func (b boxes[T]) remove(id string, box *mailbox[T]) {
	delete(b[id], box)
	if len(b[id]) == 0 {
		delete(b, id)
	}
}

func (b boxes[T]) offer(id string, s T) {
	for box := range b[id] {
		box.offer(s)
	}
}

func (b boxes[T]) ids() []string {
	ids := make([]string, 0, len(b))
	for id := range b {
		ids = append(ids, id)
	}
	return ids
}
