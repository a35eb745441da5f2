package wsgraphql

import (
	"context"
	"errors"
	"testing"
)

func TestAnOperationSleepsUntilItIsWoken(t *testing.T) {
	t.Parallel()
	op := &operation{}
	never := func() { t.Error("who is not woken by anybody was put to sleep") }
	if op.sleep.until(never) {
		t.Fatal("it sleeps")
	}
	ctx := context.WithValue(t.Context(), operationKey{}, op)
	var wake func()
	watched := make(chan int)
	if _, err := Watch(ctx, "x", func(_ context.Context, id string, wakes ...func()) (<-chan int, error) {
		wake = wakes[0]
		return watched, nil
	}); err != nil {
		t.Fatal(err)
	}
	wake() // for the last that is put in
	wake() // for the end
	for range 2 {
		if op.sleep.until(never) {
			t.Fatal("it sleeps, and was woken while awake")
		}
		op.sleep.look()
	}
	woken := make(chan struct{})
	if !op.sleep.until(func() { close(woken) }) {
		t.Fatal("it does not sleep")
	}
	wake()
	wake() // once more, which must not start it twice
	<-woken
	op.sleep.look()
	if op.sleep.until(never) {
		t.Error("it sleeps, and was woken twice")
	}
	if _, err := Watch(t.Context(), "x", func(_ context.Context, _ string, wakes ...func()) (<-chan int, error) {
		if len(wakes) > 0 {
			t.Error("no websocket is to be woken")
		}
		return watched, nil
	}); err != nil {
		t.Error(err)
	}
}

func TestAnOperationThatCouldNotBeginDoesNotSleep(t *testing.T) {
	t.Parallel()
	op := &operation{}
	failed := errors.New("there is nothing to watch")
	_, err := Watch(context.WithValue(t.Context(), operationKey{}, op), "x", func(_ context.Context, _ string, wakes ...func()) (<-chan int, error) {
		wakes[0]()
		return nil, failed
	})
	op.sleep.look()
	if op.sleep.until(func() {}) || err != failed {
		t.Errorf("it sleeps for ever, %v", err)
	}
}
