//go:build !front

package read

import (
	"errors"
	"runtime"
	"sync"
	"time"
)

var (
	errSlow         = errors.New("the formulas take too long")
	errBusy         = errors.New("formulas of other workbooks that took too long are still being calculated")
	errUncalculated = errors.New("the formula cannot be calculated")
)

// overruns counts the calculations that nobody waits for any more and that have not
// ended. While there are as many as are allowed, no other one begins: workbooks that
// are made for it must not take all processors of a worker.
type overruns struct {
	mu            sync.Mutex
	running, most int
	going         sync.WaitGroup
}

// overrunning are those of this process; they get a quarter of its processors.
var overrunning = overruns{most: max(1, runtime.GOMAXPROCS(0)/4)}

// again is how often an overrun is told to stop until it does: what it was just
// reading it has not heard of before.
const again = time.Second

// within calculates something, but waits no longer than the limit. Then it halts the
// calculation, which may make it panic.
func (o *overruns) within(limit time.Duration, calculate func() (string, error), halt func()) (string, error) {
	if !o.free() {
		return "", errBusy
	}
	type result struct {
		value string
		err   error
	}
	done := make(chan result, 1)
	go func() {
		r := result{err: errUncalculated}
		defer func() {
			_ = recover() // whatever broke, the formula is what broke it
			done <- r
		}()
		r.value, r.err = calculate()
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.value, r.err
	case <-timer.C:
	}
	o.count(1)
	halt()
	o.going.Go(func() {
		defer o.count(-1)
		ticker := time.NewTicker(again)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
				halt()
			}
		}
	})
	return "", errSlow
}

func (o *overruns) free() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.running < o.most
}

func (o *overruns) count(n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.running += n
}
