package ratelimit

import (
	"fmt"
	"testing"
	"time"
)

func TestSpend(t *testing.T) {
	t.Parallel()
	now := time.Unix(0, 0)
	l := New(Rate{PerSecond: 2, Burst: 4}, 10, func() time.Time { return now })
	for i := range 4 {
		if wait := l.Spend("ana", 1); wait != 0 {
			t.Fatalf("point %d: wait %v", i, wait)
		}
	}
	if wait := l.Spend("ana", 1); wait != 500*time.Millisecond {
		t.Fatalf("wait %v", wait)
	}
	if wait := l.Spend("ben", 100); wait != 0 {
		t.Fatalf("more than the burst: wait %v", wait)
	}
	// Being refused costs nothing.
	now = now.Add(500 * time.Millisecond)
	if wait := l.Spend("ana", 1); wait != 0 {
		t.Fatalf("after half a second: wait %v", wait)
	}
}

func TestBudget_L9(t *testing.T) {
	t.Parallel()
	l := New(Rate{PerSecond: 2, Burst: 10}, 3, func() time.Time { return time.Unix(0, 0) })
	l.Spend("ana", 4)
	if b, limited := l.Budget("ana"); !limited || b != (Budget{Limit: 10, Remaining: 6, Reset: 2 * time.Second}) {
		t.Errorf("left: %+v", b)
	}
	l.Spend("ana", 6)
	l.Spend("ana", 1) // refused
	if b, _ := l.Budget("ana"); b != (Budget{Limit: 10, Remaining: 0, Reset: 5 * time.Second}) {
		t.Errorf("left: %+v", b)
	}
	if _, limited := New(Rate{Burst: 1}, 3, nil).Budget("ana"); limited {
		t.Error("no rate, and yet a limit")
	}
}

func TestNoLimit(t *testing.T) {
	t.Parallel()
	l := New(Rate{Burst: 1}, 3, nil)
	for range 10 {
		if wait := l.Spend("ana", 1); wait != 0 {
			t.Fatalf("wait %v", wait)
		}
	}
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	l := New(Rate{PerSecond: 1, Burst: 1}, 3, nil)
	for i := range 1000 {
		l.Spend(fmt.Sprint(i), 1)
	}
	if len(l.buckets) != 3 || l.recent.Len() != 3 {
		t.Fatalf("keeps %d and %d", len(l.buckets), l.recent.Len())
	}
	if l.Spend("999", 1) == 0 {
		t.Fatal("the last key was forgotten")
	}
}

func TestAddressKey(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"192.0.2.7": "192.0.2.7", "::ffff:192.0.2.7": "192.0.2.7", "2001:db8:1:2:3::4": "2001:db8:1:2::/64",
		"fe80::1%eth0": "fe80::/64", "@": "@", "": "",
	} {
		if got := AddressKey(address); got != want {
			t.Errorf("%q: %q, want %q", address, got, want)
		}
	}
}
