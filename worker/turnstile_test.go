package worker

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// arrivals are attempts before a turnstile, by name, and who was let in.
type arrivals struct {
	t    *testing.T
	gate *turnstile
	left map[string]func()
}

// come has an attempt come, and tells whether it was let in at once.
func (a *arrivals) come(name string, batch bool, load int64) (in bool, await func()) {
	a.t.Helper()
	ctx, cancel := context.WithCancel(a.t.Context())
	a.t.Cleanup(cancel)
	done := make(chan func(), 1)
	waiting := a.waiting()
	go func() {
		leave, err := a.gate.enter(ctx, batch, load)
		if err != nil {
			leave = nil
		}
		done <- leave
	}()
	for { // until it is inside, or waits
		select {
		case leave := <-done:
			a.left[name] = leave
			return true, func() {}
		default:
			if a.waiting() > waiting {
				return false, func() { a.left[name] = <-done }
			}
		}
	}
}

func (a *arrivals) waiting() int {
	a.gate.mu.Lock()
	defer a.gate.mu.Unlock()
	return a.gate.direct.Len() + a.gate.batches.Len()
}

func TestTurnstileKeepsPlacesForWhatIsOrderedByHand(t *testing.T) {
	t.Parallel()
	a := &arrivals{t: t, gate: newTurnstile(4, 1<<40), left: map[string]func(){}}
	var in []bool
	for range 3 {
		ok, _ := a.come("b", true, 0)
		in = append(in, ok)
	}
	fourth, awaitFourth := a.come("fourth", true, 0)
	hand, _ := a.come("hand", false, 0)
	second, awaitSecond := a.come("second", false, 0)
	if in = append(in, fourth, hand, second); !slices.Equal(in, []bool{true, true, true, false, true, false}) {
		t.Fatalf("let in were %v", in)
	}
	a.left["b"]()
	awaitSecond() // before the batch, which came first
	a.left["hand"]()
	a.left["second"]()
	awaitFourth() // when nothing by hand is inside any more
}

// TestBatchesStandBackForAWhile has something long ordered by hand: a batch waits
// for it, but not to its end.
func TestBatchesStandBackForAWhile(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newTurnstile(4, 1<<40)
		long, err := g.enter(t.Context(), false, 0)
		if err != nil {
			t.Fatal(err)
		}
		let := make(chan time.Duration, 2)
		began := time.Now()
		for range 2 {
			go func() {
				leave, err := g.enter(t.Context(), true, 0)
				if err != nil {
					t.Error(err)
					return
				}
				let <- time.Since(began)
				time.Sleep(courtesy)
				leave()
			}()
		}
		if first, second := <-let, <-let; first != courtesy || second != 2*courtesy {
			t.Errorf("jobs of batches were let in after %v and %v", first, second)
		}
		long()
		time.Sleep(courtesy) // the second leaves
		synctest.Wait()
	})
}

func TestTurnstileBoundsMemory(t *testing.T) {
	t.Parallel()
	const mb = 1 << 20
	a := &arrivals{t: t, gate: newTurnstile(8, 100*mb), left: map[string]func(){}}
	huge, _ := a.come("huge", false, 1000*mb) // alone, it may
	small, awaitSmall := a.come("small", false, mb)
	if !huge || small {
		t.Fatalf("huge %v, small beside it %v", huge, small)
	}
	a.left["huge"]()
	awaitSmall()
	large, awaitLarge := a.come("large", false, 30*mb) // 128 MiB
	if large {
		t.Fatal("both do not fit")
	}
	for range mostOvertakes {
		if in, _ := a.come("next", false, mb); !in {
			t.Fatal("small ones may overtake")
		}
		a.left["next"]()
	}
	last, awaitLast := a.come("last", false, mb)
	if last {
		t.Fatal("not for ever")
	}
	a.left["small"]()
	awaitLarge()
	a.left["large"]()
	awaitLast()
	a.left["last"]()
	if a.gate.slots != 8 || a.gate.memory != 100*mb || a.gate.inside != 0 {
		t.Errorf("at last %d slots and %d bytes are free", a.gate.slots, a.gate.memory)
	}
}

func TestTurnstileForgetsWhoGivesUp(t *testing.T) {
	t.Parallel()
	g := newTurnstile(1, 1<<40)
	leave, err := g.enter(t.Context(), true, 0)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errCanceled)
	if _, err := g.enter(ctx, true, 0); !errors.Is(err, errCanceled) {
		t.Errorf("gave up with %v", err)
	}
	leave()
	if leave, err = g.enter(t.Context(), true, 0); err != nil {
		t.Fatal(err)
	}
	leave()
	if g.slots != 1 || g.batchSlots != 1 {
		t.Errorf("%d and %d slots are free", g.slots, g.batchSlots)
	}
}
