package progress

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"
)

// news is a state of something that may have newer ones.
type news interface {
	// number grows from one state to the next.
	number() int64
	// over tells whether this is the last.
	over() bool
}

func (s *State) number() int64 { return s.Sequence }
func (s *State) over() bool    { return Final(s.Status) }

// topics are what is watched, by id: the fan-out of one kind of state. A watcher
// costs a channel and no goroutine; all watchers of a topic share its states.
type topics[T news] struct {
	mu sync.Mutex
	of map[string]*topic[T]
}

// topic is one thing that is watched, paced for all its watchers together.
type topic[T news] struct {
	watchers map[*watcher[T]]struct{}
	newest   T
	number   int64
	waiting  bool // the newest waits for its time
	next     time.Time
}

// watcher is a reader. Its channel holds the newest state only: a slow reader
// costs one state, never a backlog, and holds nobody up.
type watcher[T news] struct {
	out    chan T
	wake   func() // called once for each receive that will not wait
	number int64  // of the newest that was put in
	closed bool
}

// watch gives the state that first reads and the newer ones that are published,
// until the last or the end of ctx. An error of first is returned. The first of wake is
// called once for each time that the channel can be received from; it must not
// block.
func (all *topics[T]) watch(ctx context.Context, id string, first func() (T, error), wake []func()) (<-chan T, error) {
	w := &watcher[T]{out: make(chan T, 1), wake: func() {}}
	if len(wake) > 0 {
		w.wake = wake[0]
	}
	all.add(id, w) // before reading, so that nothing falls between the two
	s, err := first()
	if err != nil {
		all.remove(id, w)
		return nil, err
	}
	all.mu.Lock()
	all.offer(id, w, s)
	all.mu.Unlock()
	context.AfterFunc(ctx, func() { all.remove(id, w) })
	return w.out, nil
}

func (all *topics[T]) add(id string, w *watcher[T]) {
	all.mu.Lock()
	defer all.mu.Unlock()
	if all.of == nil {
		all.of = map[string]*topic[T]{}
	}
	if all.of[id] == nil {
		all.of[id] = &topic[T]{watchers: map[*watcher[T]]struct{}{}}
	}
	all.of[id].watchers[w] = struct{}{}
}

func (all *topics[T]) remove(id string, w *watcher[T]) {
	all.mu.Lock()
	defer all.mu.Unlock()
	all.end(id, w)
}

// end closes a watcher, once. The caller holds mu.
func (all *topics[T]) end(id string, w *watcher[T]) {
	if w.closed {
		return
	}
	w.closed = true
	close(w.out)
	w.wake()
	delete(all.of[id].watchers, w)
	if len(all.of[id].watchers) == 0 {
		delete(all.of, id)
	}
}

// offer puts a state in place of the one that was not read, unless it is not
// newer, and after the last ends the watcher. The caller holds mu.
func (all *topics[T]) offer(id string, w *watcher[T], s T) {
	if w.closed || s.number() <= w.number {
		return
	}
	unread := true
	select {
	case <-w.out:
	default:
		unread = false
	}
	w.out <- s // nobody else puts anything in
	w.number = s.number()
	if !unread { // else it was woken for the one before
		w.wake()
	}
	if s.over() {
		all.end(id, w)
	}
}

// publish offers a state to all who watch: the last at once, others when their
// time has come. It never blocks.
func (all *topics[T]) publish(id string, s T) {
	all.mu.Lock()
	defer all.mu.Unlock()
	t := all.of[id]
	if t == nil || s.number() <= t.number {
		return
	}
	now := time.Now()
	t.newest, t.number = s, s.number()
	switch {
	case s.over() || !now.Before(t.next):
		all.deliver(id, t, now)
	case !t.waiting:
		t.waiting = true
		time.AfterFunc(t.next.Sub(now), func() { all.deliverLater(id, t) })
	}
}

func (all *topics[T]) deliverLater(id string, t *topic[T]) {
	all.mu.Lock()
	defer all.mu.Unlock()
	t.waiting = false
	if all.of[id] == t {
		all.deliver(id, t, time.Now())
	}
}

func (all *topics[T]) deliver(id string, t *topic[T], now time.Time) {
	t.next = now.Add(pace)
	for w := range t.watchers {
		all.offer(id, w, t.newest)
	}
}

func (all *topics[T]) watched(id string) bool {
	all.mu.Lock()
	defer all.mu.Unlock()
	return all.of[id] != nil
}

func (all *topics[T]) ids() []string {
	all.mu.Lock()
	defer all.mu.Unlock()
	return slices.Collect(maps.Keys(all.of))
}

func (all *topics[T]) count() (n int) {
	all.mu.Lock()
	defer all.mu.Unlock()
	for _, t := range all.of {
		n += len(t.watchers)
	}
	return n
}
