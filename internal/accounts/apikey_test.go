package accounts_test

import (
	"strings"
	"testing"
	"time"

	"quire/ent/tenancy"
	"quire/internal/accounts"
	"quire/internal/problem"
	"quire/internal/viewer"
)

func TestAPIKey(t *testing.T) {
	t.Parallel()
	b := setup(t)
	key, made, err := b.CreateKey(b.admin, accounts.NewKey{Name: " Nightly ", Scopes: []viewer.Scope{viewer.Read, viewer.Generate, viewer.Read}})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(key, "qk_") || len(key) != 46 || !strings.HasPrefix(key, made.Prefix) || len(made.Prefix) != 11 ||
		made.Name != "Nightly" || strings.Join(made.Scopes, " ") != "GENERATE READ" {
		t.Errorf("%q, %+v", key, made)
	}
	if strings.Contains(made.KeyHash, key[3:]) || len(made.KeyHash) != 64 {
		t.Errorf("kept as %q", made.KeyHash)
	}
	v, expires, err := b.Viewer(t.Context(), key)
	if err != nil || !expires.IsZero() || v.UserID != b.first.UserID || v.KeyID != made.ID || v.Operator || v.Role != viewer.Admin ||
		!v.Scopes.Has(viewer.Read) || !v.Scopes.Has(viewer.Generate) || v.Scopes.Has(viewer.Administer) {
		t.Errorf("%+v until %v, %v", v, expires, err)
	}
	if again, err := b.Recheck(t.Context(), v); err != nil || again != v {
		t.Errorf("asked again: %+v, %v", again, err)
	}
	_, _, err = b.Viewer(t.Context(), key+"x")
	wantCode(t, err, problem.Unauthenticated)
	for range 2 { // twice is once
		if revoked, err := b.RevokeKey(b.admin, made.ID); err != nil || revoked.RevokedAt == nil {
			t.Fatalf("%+v, %v", revoked, err)
		}
	}
	_, _, err = b.Viewer(t.Context(), key)
	wantCode(t, err, problem.Unauthenticated)
	_, err = b.Recheck(t.Context(), v)
	wantCode(t, err, problem.Unauthenticated)
}

func TestAPIKeyEnds(t *testing.T) {
	t.Parallel()
	b := setup(t)
	bo, err := b.CreateUser(b.admin, accounts.NewUser{Email: "bo@example.com", Password: password}, viewer.Admin)
	if err != nil {
		t.Fatal(err)
	}
	inBosName := b.as(t, "bo@example.com")
	until := b.clock.Now().Add(time.Hour)
	short, _, err := b.CreateKey(inBosName, accounts.NewKey{Name: "short", Scopes: []viewer.Scope{viewer.Read}, ExpiresAt: &until})
	if err != nil {
		t.Fatal(err)
	}
	long, _, err := b.CreateKey(inBosName, accounts.NewKey{Name: "long", Scopes: []viewer.Scope{viewer.Administer}})
	if err != nil {
		t.Fatal(err)
	}
	if _, expires, err := b.Viewer(t.Context(), short); err != nil || expires.Sub(until).Abs() > time.Millisecond {
		t.Errorf("ends %v, %v", expires, err)
	}
	b.clock.advance(time.Hour)
	_, _, err = b.Viewer(t.Context(), short)
	wantCode(t, err, problem.Unauthenticated)
	role, yes := viewer.Standard, true
	if _, err := b.UpdateUser(b.admin, bo.ID, accounts.UserChange{Role: &role}); err != nil {
		t.Fatal(err)
	}
	if v, _, err := b.Viewer(t.Context(), long); err != nil || v.Role != viewer.Standard {
		t.Errorf("the owner was demoted, the key not: %+v, %v", v, err)
	}
	if _, err := b.UpdateUser(b.admin, bo.ID, accounts.UserChange{Disabled: &yes}); err != nil {
		t.Fatal(err)
	}
	_, _, err = b.Viewer(t.Context(), long)
	wantCode(t, err, problem.Unauthenticated)
}

func TestLastUseIsWrittenOnceAMinute(t *testing.T) {
	t.Parallel()
	b := setup(t)
	key, made, err := b.CreateKey(b.admin, accounts.NewKey{Name: "k", Scopes: []viewer.Scope{viewer.Read}})
	if err != nil || made.LastUsedAt != nil {
		t.Fatalf("%+v, %v", made, err)
	}
	used := func() time.Time {
		t.Helper()
		if _, _, err := b.Viewer(t.Context(), key); err != nil {
			t.Fatal(err)
		}
		return *b.db.Ent.APIKey.GetX(tenancy.System(t.Context()), made.ID).LastUsedAt
	}
	first := used()
	b.clock.advance(59 * time.Second)
	if again := used(); !again.Equal(first) {
		t.Errorf("written again after %v", again.Sub(first))
	}
	b.clock.advance(time.Second)
	if again := used(); again.Sub(first) != time.Minute {
		t.Errorf("a minute later: %v", again.Sub(first))
	}
}

func TestWrongKeysAreRefused(t *testing.T) {
	t.Parallel()
	b := setup(t)
	past := b.clock.Now()
	_, _, err := b.CreateKey(b.admin, accounts.NewKey{Name: "  ", ExpiresAt: &past})
	if n := len(problem.All(err)); n != 3 {
		t.Errorf("%d fields are reported wrong: %v", n, err)
	}
	if _, _, err := b.CreateOrganisation(b.admin, "Second", accounts.NewUser{Email: "eve@example.com", Password: password}); err != nil {
		t.Fatal(err)
	}
	_, made, err := b.CreateKey(b.admin, accounts.NewKey{Name: "k", Scopes: []viewer.Scope{viewer.Read}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.RevokeKey(b.as(t, "eve@example.com"), made.ID)
	wantCode(t, err, problem.NotFound)
}
