package progress

import (
	"context"
	"time"
)

// deliver forwards what is newer until the final state.
func deliver[T news](ctx context.Context, box *mailbox[T], out chan<- T) {
	next := time.NewTimer(0)
	defer next.Stop()
	for last := int64(0); ; {
		select {
		case <-ctx.Done():
			return
		case <-box.wake:
		}
		if !await(ctx, box, next) {
			return
		}
		s := box.look()
		if s.number() <= last {
			continue
		}
		select {
		case <-ctx.Done():
			return
		case out <- s:
		}
		if s.over() {
			return
		}
		last = s.number()
		next.Reset(pace)
	}
}

// await returns true when the timer has run out or the last state is there.
func await[T news](ctx context.Context, box *mailbox[T], next *time.Timer) bool {
	for !box.look().over() {
		select {
		case <-ctx.Done():
			return false
		case <-next.C:
			next.Reset(0) // the next wait begins where this one ended
			return true
		case <-box.wake:
		}
	}
	return true
}
