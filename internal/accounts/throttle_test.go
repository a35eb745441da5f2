package accounts_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"quire/ent/tenancy"
	"quire/internal/accounts"
	"quire/internal/problem"
	"quire/internal/viewer"
)

// throttled is a second process on the same database.
func (b bundle) throttled(perAccount, perAddress int) bundle {
	b.config.Throttle = accounts.Throttle{PerAccount: perAccount, PerAddress: perAddress}
	b.Service = accounts.New(b.db, b.config)
	return b
}

func wantWait(t *testing.T, err error, want time.Duration) {
	t.Helper()
	p, ok := problem.As(err)
	if !ok || p.Code != problem.RateLimited || p.RetryAfter < want-time.Second || p.RetryAfter > want {
		t.Errorf("%v (%+v), want to wait %v", err, p, want)
	}
}

func TestAttemptsOnAnAccountAreThrottled(t *testing.T) {
	t.Parallel()
	b := setup(t)
	processes := []bundle{b.throttled(3, 0), b.throttled(3, 0)}
	for _, email := range []string{"ana@example.com", "nobody@example.com"} {
		for i := range 3 {
			_, err := processes[i%2].Login(t.Context(), email, "wrong horse battery")
			wantCode(t, err, problem.Unauthenticated)
		}
		for _, p := range processes {
			_, err := p.Login(t.Context(), " "+email, password)
			wantWait(t, err, 5*time.Minute)
		}
	}
	b.clock.advance(5 * time.Minute)
	if _, err := processes[0].Login(t.Context(), "ana@example.com", password); err != nil {
		t.Fatalf("after the wait: %v", err)
	}
	for range 3 { // all attempts are back
		_, err := processes[1].Login(t.Context(), "ana@example.com", "wrong horse battery")
		wantCode(t, err, problem.Unauthenticated)
	}
}

func TestAttemptsOfAnAddressAreThrottled(t *testing.T) {
	t.Parallel()
	b := setup(t).throttled(100, 3)
	here := viewer.WithOrigin(t.Context(), viewer.Origin{Address: "2001:db8::7", Site: "2001:db8::/64"})
	elsewhere := viewer.WithOrigin(t.Context(), viewer.Origin{Address: "192.0.2.1", Site: "192.0.2.1"})
	for range 5 { // who signs in spends nothing
		if _, err := b.Login(here, "ana@example.com", password); err != nil {
			t.Fatal(err)
		}
	}
	for _, email := range []string{"a@example.com", "b@example.com", "c@example.com"} {
		_, err := b.Login(here, email, password)
		wantCode(t, err, problem.Unauthenticated)
	}
	_, err := b.Login(here, "ana@example.com", password)
	wantWait(t, err, 5*time.Minute)
	if _, err := b.Login(elsewhere, "ana@example.com", password); err != nil {
		t.Errorf("another address: %v", err)
	}
}

func TestAttemptsAtOnceAreCounted(t *testing.T) {
	t.Parallel()
	b := setup(t).throttled(4, 0)
	var wg sync.WaitGroup
	errs := make([]error, 12)
	for i := range errs {
		wg.Go(func() { _, errs[i] = b.Login(t.Context(), "ana@example.com", "wrong horse battery") })
	}
	wg.Wait()
	looked := 0
	for _, err := range errs {
		if code(err) == problem.Unauthenticated {
			looked++
		} else {
			wantCode(t, err, problem.RateLimited)
		}
	}
	if looked != 4 {
		t.Errorf("%d passwords were looked at, want 4", looked)
	}
}

func TestThrottlesAreForgotten(t *testing.T) {
	t.Parallel()
	b := setup(t).throttled(3, 3)
	for _, email := range []string{"a@example.com", "b@example.com", "c@example.com"} {
		_, err := b.Login(t.Context(), email, password)
		wantCode(t, err, problem.Unauthenticated)
	}
	b.clock.advance(accounts.ThrottleWindow)
	_, err := b.Login(t.Context(), "d@example.com", password)
	wantCode(t, err, problem.Unauthenticated)
	if n := b.db.Ent.SignInThrottle.Query().CountX(tenancy.System(t.Context())); n != 4 { // the email, and as many accounts as are tried
		t.Errorf("%d throttles are kept, want those of the last", n)
	}
}

// A stranger spends an account's attempts, again and again: who has signed in at
// an address before is not kept waiting there.
func TestStrangersDoNotKeepAnybodyWaitingAtAKnownAddress(t *testing.T) {
	t.Parallel()
	b := setup(t).throttled(3, 0)
	at := func(address string) context.Context {
		return viewer.WithOrigin(t.Context(), viewer.Origin{Address: address, Site: address})
	}
	if _, err := b.Login(at("192.0.2.1"), "ana@example.com", password); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		_, err := b.Login(at(fmt.Sprintf("203.0.113.%d", i)), "ana@example.com", "wrong horse battery")
		wantCode(t, err, problem.Unauthenticated)
	}
	_, err := b.Login(at("203.0.113.9"), "ana@example.com", password)
	wantWait(t, err, 5*time.Minute)
	if _, err := b.Login(at("192.0.2.1"), "ana@example.com", password); err != nil {
		t.Errorf("at the known address: %v", err)
	}
	_, err = b.Login(at("203.0.113.9"), "ana@example.com", password)
	wantWait(t, err, 5*time.Minute) // strangers have got no attempts by it
	for range 3 {
		_, err := b.Login(at("192.0.2.1"), "ana@example.com", "wrong horse battery")
		wantCode(t, err, problem.Unauthenticated)
	}
	_, err = b.Login(at("192.0.2.1"), "ana@example.com", password) // the known address has no more than others
	wantWait(t, err, 5*time.Minute)
	b.clock.advance(31 * 24 * time.Hour)
	for i := range 3 {
		_, err := b.Login(at(fmt.Sprintf("203.0.113.%d", i)), "ana@example.com", "wrong horse battery")
		wantCode(t, err, problem.Unauthenticated)
	}
	_, err = b.Login(at("192.0.2.1"), "ana@example.com", password) // known no more
	wantWait(t, err, 5*time.Minute)
}
