package wsgraphql

import (
	"context"
	"testing"
)

func TestAnOperationSleepsUntilItIsWoken(t *testing.T) {
	t.Parallel()
	op := &operation{}
	never := func() { t.Error("who is not woken by anybody was put to sleep") }
	if op.sleep.until(never) {
		t.Fatal("it sleeps")
	}
	wake := Wake(context.WithValue(t.Context(), operationKey{}, op))
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
	Wake(t.Context())() // no websocket
}
