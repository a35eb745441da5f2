package worker

import (
	"container/list"
	"context"
	"sync"
	"time"
)

const (
	// mostOvertakes is how often others may be let in before one who does not
	// fit yet.
	mostOvertakes = 16
	// baseMemory is about what any booklet takes while it is made, and
	// memoryPerByte what each byte of its files adds to that.
	baseMemory    = 8 << 20
	memoryPerByte = 4
	// courtesy is how long at a time batches let what is ordered by hand have the
	// processors to itself: most of that is over by then.
	courtesy = time.Second
)

// turnstile lets in attempts: at most so many at a time, with as much memory in all
// as the process may use, and of batches so few that what is ordered by hand
// finds a place. Who needs more than there is gets in alone. It is safe for use
// by several goroutines.
type turnstile struct {
	mu sync.Mutex
	// slots and memory are what is left.
	slots  int
	memory int64
	// batchSlots are the slots that batches may take still.
	batchSlots int
	// inside are all attempts that were let in, byHand those of no batch.
	inside, byHand int
	// standing back are batches while it is not nil: until it fires, or nothing
	// by hand is inside.
	standingBack *time.Timer
	direct       list.List // of *waiter, in the order of their coming
	batches      list.List
}

// waiter is an attempt before the turnstile.
type waiter struct {
	memory    int64
	overtaken int
	open      chan struct{}
}

func newTurnstile(slots int, memory int64) *turnstile {
	return &turnstile{slots: slots, batchSlots: slots - reserved(slots), memory: memory}
}

// reserved is how many of so many slots batches leave to what is ordered by hand.
func reserved(slots int) int {
	if slots <= 2 {
		return 0
	}
	return max(slots/4, 1)
}

// memoryFor is about how much memory a booklet needs that is made from files of
// so many bytes.
func memoryFor(load int64) int64 { return baseMemory + memoryPerByte*load }

// enter waits until the attempt may begin; whoever was let in calls leave.
func (g *turnstile) enter(ctx context.Context, batch bool, load int64) (leave func(), err error) {
	w := &waiter{memory: memoryFor(load), open: make(chan struct{})}
	queue := &g.direct
	if batch {
		queue = &g.batches
	}
	g.mu.Lock()
	place := queue.PushBack(w)
	g.admit()
	g.mu.Unlock()
	leave = func() { g.leave(w, batch) }
	select {
	case <-w.open:
		return leave, nil
	case <-ctx.Done():
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	select {
	case <-w.open: // at the same moment
		return leave, nil
	default:
		queue.Remove(place)
		g.admit()
		return nil, context.Cause(ctx)
	}
}

func (g *turnstile) leave(w *waiter, batch bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.slots++
	g.inside--
	g.memory += w.memory
	if batch {
		g.batchSlots++
	} else if g.byHand--; g.byHand == 0 {
		g.endCourtesy()
	}
	g.admit()
}

// beginCourtesy has batches stand back for a while.
func (g *turnstile) beginCourtesy() {
	var timer *time.Timer
	timer = time.AfterFunc(courtesy, func() {
		g.mu.Lock()
		defer g.mu.Unlock()
		if g.standingBack == timer { // and not one that began since
			g.standingBack = nil
			g.admit()
		}
	})
	g.standingBack = timer
}

func (g *turnstile) endCourtesy() {
	if g.standingBack != nil {
		g.standingBack.Stop()
		g.standingBack = nil
	}
}

// admit lets in whoever fits, what is ordered by hand first. While any of that is
// inside, none of batches is let in for a while, then one beside it.
func (g *turnstile) admit() {
	if !g.admitFrom(&g.direct, func() bool { return g.slots > 0 }, func() {
		if g.byHand++; g.byHand == 1 {
			g.beginCourtesy()
		}
	}) {
		return
	}
	g.admitFrom(&g.batches, func() bool {
		return g.slots > 0 && g.batchSlots > 0 && (g.byHand == 0 || g.standingBack == nil && g.inside == g.byHand)
	}, func() { g.batchSlots-- })
}

// admitFrom lets in from one queue; it tells whether others may come after it.
func (g *turnstile) admitFrom(queue *list.List, free func() bool, take func()) bool {
	var next *list.Element
	var passed []*waiter // who does not fit
	for e := queue.Front(); e != nil && free(); e = next {
		next = e.Next()
		w := e.Value.(*waiter)
		if w.memory > g.memory && g.inside > 0 {
			if w.overtaken >= mostOvertakes {
				return false
			}
			passed = append(passed, w)
			continue
		}
		queue.Remove(e)
		g.slots--
		g.inside++
		g.memory -= w.memory
		take()
		close(w.open)
		for _, p := range passed {
			p.overtaken++
		}
	}
	return true
}
