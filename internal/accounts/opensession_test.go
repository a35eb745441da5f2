package accounts_test

import (
	"context"
	"io"
	"log/slog"
	"testing"
	"time"

	"quire/internal/accounts"
	"quire/internal/problem"
	"quire/internal/viewer"
)

func TestOpenSessions(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.clock.advance(time.Hour)
	began := b.clock.Now()
	laptop := viewer.WithOrigin(t.Context(), viewer.Origin{Address: "192.0.2.1", Site: "192.0.2.1", UserAgent: "Laptop"})
	first, err := b.Login(laptop, "ana@example.com", password)
	if err != nil {
		t.Fatal(err)
	}
	b.clock.advance(time.Hour)
	train := viewer.WithOrigin(t.Context(), viewer.Origin{Address: "198.51.100.7", Site: "198.51.100.7", UserAgent: "Train"})
	second, err := b.Refresh(train, first.RefreshToken)
	if err != nil {
		t.Fatal(err)
	}
	v, _, err := b.Viewer(t.Context(), second.AccessToken)
	if err != nil {
		t.Fatal(err)
	}
	ana := viewer.With(t.Context(), v)
	list, err := b.OpenSessions(ana)
	if err != nil || len(list) != 2 {
		t.Fatalf("%+v, %v", list, err)
	}
	s := list[0]
	if s.ID != v.Family || !s.Current || list[1].Current || s.Address != "198.51.100.7" || s.UserAgent != "Train" ||
		s.CreatedAt.Sub(began).Abs() > time.Millisecond || s.LastUsedAt.Sub(began.Add(time.Hour)).Abs() > time.Millisecond {
		t.Errorf("%+v", s)
	}
	if n, err := b.EndSession(ana, list[1].ID); n != 1 || err != nil {
		t.Errorf("EndSession: %d, %v", n, err)
	}
	_, err = b.Recheck(t.Context(), viewer.Viewer{UserID: v.UserID, OrganisationID: v.OrganisationID, Family: list[1].ID})
	wantCode(t, err, problem.Unauthenticated)
	if _, err := b.CreateUser(ana, accounts.NewUser{Email: "bo@example.com", Password: password}, viewer.Admin); err != nil {
		t.Fatal(err)
	}
	bo := b.as(t, "bo@example.com")
	for who, ctx := range map[string]context.Context{list[1].ID: ana, s.ID: bo} { // ended already; another's
		_, err = b.EndSession(ctx, who)
		wantCode(t, err, problem.NotFound)
	}
	if list, err := b.OpenSessions(ana); err != nil || len(list) != 1 || !list[0].Current {
		t.Errorf("%+v, %v", list, err)
	}
}

func TestChangePassword(t *testing.T) {
	t.Parallel()
	b := setup(t).throttled(3, 0)
	other, err := b.Login(t.Context(), "ana@example.com", password)
	if err != nil {
		t.Fatal(err)
	}
	const wanted = "a horse of another colour"
	for _, c := range []struct{ current, wanted, field string }{
		{"wrong horse battery", wanted, "current"}, {password, "short", "new"}, {password, password, "new"},
	} {
		_, err := b.ChangePassword(b.admin, c.current, c.wanted)
		p, _ := problem.As(problemsOf(err))
		if p == nil || p.Code != problem.BadInput || p.Field != c.field {
			t.Errorf("%q to %q: %v", c.current, c.wanted, err)
		}
	}
	if ended, err := b.ChangePassword(b.admin, password, wanted); ended != 1 || err != nil {
		t.Fatalf("%d sessions ended, %v", ended, err)
	}
	_, _, err = b.Viewer(t.Context(), other.AccessToken)
	wantCode(t, err, problem.Unauthenticated)
	v, _ := viewer.From(b.admin)
	if _, err := b.Recheck(t.Context(), v); err != nil {
		t.Errorf("the session that asked has ended: %v", err)
	}
	_, err = b.Login(t.Context(), "ana@example.com", password)
	wantCode(t, err, problem.Unauthenticated)
	if _, err := b.Login(t.Context(), "ana@example.com", wanted); err != nil {
		t.Error(err)
	}
	for range 3 {
		_, err = b.ChangePassword(b.admin, "wrong horse battery", password)
		wantCode(t, err, problem.BadInput)
	}
	_, err = b.ChangePassword(b.admin, wanted, password)
	wantCode(t, err, problem.RateLimited)
}

// problemsOf gives the first problem of an input.
func problemsOf(err error) error {
	if all := problem.All(err); len(all) > 0 {
		return all[0]
	}
	return err
}

func TestWatchHearsOfEveryChange(t *testing.T) {
	t.Parallel()
	b := setup(t)
	bo, err := b.CreateUser(b.admin, accounts.NewUser{Email: "bo@example.com", Password: password}, viewer.Admin)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	heard, done := make(chan string, 100), make(chan struct{})
	elsewhere := accounts.New(b.db, b.config)
	go func() {
		defer close(done)
		elsewhere.Watch(ctx, slog.New(slog.NewTextHandler(io.Discard, nil)), func(id string) { heard <- id })
	}()
	want := func(what, id string) {
		t.Helper()
		select {
		case got := <-heard:
			if got != id {
				t.Errorf("%s: heard of %q, want %q", what, got, id)
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("%s: nothing was heard", what)
		}
	}
	want("the beginning", accounts.Everyone)
	s, err := b.Login(t.Context(), "bo@example.com", password)
	if err != nil {
		t.Fatal(err)
	}
	inBosName := b.as(t, "bo@example.com")
	_, key, err := b.CreateKey(inBosName, accounts.NewKey{Name: "k", Scopes: []viewer.Scope{viewer.Read}})
	if err != nil {
		t.Fatal(err)
	}
	role, yes := viewer.Standard, true
	for _, step := range []struct {
		what string
		do   func() error
	}{
		{"a refresh that is used", func() error { _, err := b.Refresh(t.Context(), s.RefreshToken); return err }},
		{"a token used twice", func() error {
			if _, err := b.Refresh(t.Context(), s.RefreshToken); code(err) != problem.Unauthenticated {
				return err
			}
			return nil
		}},
		{"a password", func() error { _, err := b.ChangePassword(inBosName, password, "a horse of another colour"); return err }},
		{"a key", func() error { _, err := b.RevokeKey(b.admin, key.ID); return err }},
		{"a role", func() error { _, err := b.UpdateUser(b.admin, bo.ID, accounts.UserChange{Role: &role}); return err }},
		{"logging out", func() error { _, err := b.LogoutAll(inBosName); return err }},
		{"a bar", func() error { _, err := b.UpdateUser(b.admin, bo.ID, accounts.UserChange{Disabled: &yes}); return err }},
	} {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.what, err)
		}
		if step.what != "a refresh that is used" {
			want(step.what, bo.ID)
		}
	}
	stop()
	<-done
}
