package wsgraphql

import (
	"context"
	"sync"
)

// sleep lets a subscription be no goroutine while nothing happens: its stack
// would be most of what a subscriber costs.
type sleep struct {
	mu      sync.Mutex
	wakes   bool   // somebody will wake it
	pending int    // how often it was woken and has not looked
	then    func() // what to do when it is woken; nil while awake
}

type operationKey struct{}

// Watch gives the channel of a subscription to what has an id. watch is told what it
// must call once for each time that the channel can be received from: when
// something was put in, and when it was closed; that never blocks. Between those
// calls nothing waits for the channel, when it is a websocket that asks.
func Watch[T any](ctx context.Context, id string, watch func(context.Context, string, ...func()) (<-chan T, error)) (<-chan T, error) {
	op, ok := ctx.Value(operationKey{}).(*operation)
	if !ok {
		return watch(ctx, id)
	}
	op.sleep.mayWake(true)
	out, err := watch(ctx, id, op.sleep.wake)
	if err != nil { // nobody will, and the error is all there is to send
		op.sleep.mayWake(false)
	}
	return out, err
}

func (s *sleep) mayWake(may bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wakes = may
}

func (s *sleep) wake() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pending++
	if s.then != nil {
		go s.then()
		s.then = nil
	}
}

// look is called before looking for what woke it.
func (s *sleep) look() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pending = max(s.pending-1, 0)
}

// until gives false when there is something to do, else true: then is called, by
// another goroutine, when it is woken.
func (s *sleep) until(then func()) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.wakes || s.pending > 0 {
		return false
	}
	s.then = then
	return true
}
